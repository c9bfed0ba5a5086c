# Which class of the firmware keeps the record that a scenario calls by name. Data only.

# The name in scenarios, and of its files on the flash: module of ionto.records, class.
RECORD_CLASSES = {
    "settings": ("settings", "Settings"),
    "calibration": ("calibration", "Calibration"),
    "marker": ("session_marker", "SessionMarker"),
    "ledger": ("history", "History"),
    "log": ("event_log", "EventLog"),
}


def record_class(name: str) -> "type":
    """The class of the record of that name; KeyError for another name. `ionto` must be on the path."""
    module, kind = RECORD_CLASSES[name]
    found: "type" = getattr(__import__("ionto.records." + module, None, None, [kind]), kind)
    return found
