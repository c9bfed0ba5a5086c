# Which class of the firmware keeps the record that a scenario calls by name. Data only.

# The name in scenarios, and of its files on the flash: the class, as the keeper of records knows it.
RECORD_CLASSES = {
    "settings": "Settings",
    "calibration": "Calibration",
    "marker": "SessionMarker",
    "ledger": "History",
    "log": "EventLog",
}


def record_class(name: str) -> "type":
    """The class of the record of that name; KeyError for another name. `ionto` must be on the path."""
    kind = RECORD_CLASSES[name]
    found: "type" = getattr(__import__("ionto.records.keeper", None, None, [kind]), kind)
    return found
