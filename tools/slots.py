# Where an image lies on a board: which slot, and what beside it. Decides no file's content. Runs under MicroPython too.

SLOTS = ("a", "b")
CHOSEN = "chosen"  # the file that names the slot to run
MANIFEST = "manifest.json"
# Files of the root, and the file of an image that each is a copy of.
ROOT_FILES = (("boot.py", "boot.py"), ("main.py", "rescue_main.py"))
DATA = "data"  # what the unit wrote


def on_board(files: "dict[str, bytes]", slot: str = "a") -> "dict[str, bytes]":
    """Every file of a board that has this image in one slot, by its path; of the root's those that it has."""
    found = {slot + "/" + path: data for path, data in files.items()}
    for name, copied in ROOT_FILES:
        if copied in files:
            found[name] = files[copied]
    found[CHOSEN] = slot.encode()
    return found


def path_on_board(path: str, slot: str = "a") -> str:
    """Where a file of an image lies that a scenario names: boot.py is the root's, the one that runs."""
    return path if path == "boot.py" or path.startswith(DATA + "/") else slot + "/" + path
