# The simulated flash's faults, told for both interpreters; test_flash.py calls them.

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

TREE = {"main.py": b"run()", "ionto/app/unit.py": b"x" * 9000, "ionto/records/event_log.py": b"", "data/a": b"old"}


class Cut(BaseException):
    """The power goes."""


def fresh(flash_module: "Any") -> "Any":
    return flash_module.mount(flash_module.RamFlash(32, 4096), TREE)


def write(mounted: "Any", path: str, data: bytes) -> None:
    f = mounted.open(path, "wb")
    try:
        f.write(data)
    finally:
        f.close()


def read(mounted: "Any", path: str) -> bytes:
    f = mounted.open(path, "rb")
    data: bytes = f.read()
    f.close()
    return data


def error_of_write(mounted: "Any") -> int:
    """The number of the error that rewriting data/a meets, 0 when it meets none."""
    try:
        write(mounted, "data/a", b"new" * 500)
    except OSError as e:
        return int(e.args[0])
    return 0


def case_tree_is_on_the_flash_and_outlives_a_reset(flash_module: "Any") -> None:
    mounted = fresh(flash_module)
    for _ in range(2):
        for path in TREE:
            assert read(mounted, path) == TREE[path]
        assert sorted(mounted.os.listdir("ionto")) == ["app", "records"]
        mounted = mounted.remount()
    mounted.unmount()


def case_reading_is_no_flash_operation_and_writing_is(flash_module: "Any") -> None:
    mounted = fresh(flash_module)
    before = mounted.flash.operations
    told = []
    mounted.flash.on_operation = lambda: told.append(1)
    read(mounted, "main.py")
    mounted.os.stat("main.py")
    assert mounted.flash.operations == before
    assert told == []
    write(mounted, "data/a", b"new")
    assert mounted.flash.operations > before
    assert len(told) == mounted.flash.operations - before
    mounted.unmount()


def case_nth_write_fails_with_eio(flash_module: "Any") -> None:
    mounted = fresh(flash_module)
    mounted.flash.fail(1)
    assert error_of_write(mounted) == 5
    assert error_of_write(mounted) == 0
    mounted.flash.fail(1, 1000)
    assert error_of_write(mounted) == 5
    assert error_of_write(mounted) == 5
    mounted.flash.heal()
    assert error_of_write(mounted) == 0
    mounted.flash.fail(3)
    assert 5 in [error_of_write(mounted) for _ in range(3)]
    mounted.unmount()


def case_full_flash_answers_enospc(flash_module: "Any") -> None:
    mounted = fresh(flash_module)
    mounted.flash.full = True
    assert error_of_write(mounted) == 28
    mounted = mounted.remount()
    assert read(mounted, "data/a") == b"old"
    assert error_of_write(mounted) == 28  # a power-on makes no room
    mounted.flash.heal()
    assert error_of_write(mounted) == 0
    mounted.unmount()


def case_cut_raises_then_and_ever_after_until_the_next_power_on(flash_module: "Any") -> None:
    mounted = fresh(flash_module)
    mounted.flash.cut(10, Cut())
    raised = 0
    for _ in range(3):
        try:
            write(mounted, "data/a", b"new" * 500)
        except Cut:
            raised += 1
        try:
            mounted.os.remove("main.py")
        except Cut:
            raised += 1
    assert raised == 6
    assert mounted.flash.dead
    mounted = mounted.remount()
    assert not mounted.flash.dead
    assert read(mounted, "data/a") == b"old"
    assert read(mounted, "main.py") == TREE["main.py"]
    assert error_of_write(mounted) == 0
    mounted.unmount()


def case_what_the_last_power_on_left_open_never_reaches_the_flash(flash_module: "Any") -> None:
    import gc

    mounted = fresh(flash_module)
    left = mounted.open("data/a", "wb")
    left.write(b"ghost")
    mounted = mounted.remount()
    before = mounted.flash.operations
    try:
        left.close()
    except OSError:
        pass
    left = None
    gc.collect()
    assert mounted.flash.operations == before
    assert read(mounted, "data/a") == b"old"
    mounted.unmount()


def case_a_large_file_meets_the_cut_in_write_and_a_small_one_in_close(flash_module: "Any") -> None:
    for size, cut_at in ((100, "close"), (512, "close"), (1023, "close"), (1024, "write"), (3000, "write")):
        mounted = fresh(flash_module)
        met = ""
        f = mounted.open("data/a", "wb")
        mounted.flash.cut(19, Cut())
        try:
            met = "write"
            f.write(b"n" * size)
            met = "close"
            f.close()
        except Cut:
            met = "cut in " + met
        assert met == "cut in " + cut_at, (size, met)
        mounted = mounted.remount()
        assert read(mounted, "data/a") == b"old"
        mounted.unmount()


CASES = (
    case_tree_is_on_the_flash_and_outlives_a_reset,
    case_reading_is_no_flash_operation_and_writing_is,
    case_nth_write_fails_with_eio,
    case_full_flash_answers_enospc,
    case_cut_raises_then_and_ever_after_until_the_next_power_on,
    case_what_the_last_power_on_left_open_never_reaches_the_flash,
    case_a_large_file_meets_the_cut_in_write_and_a_small_one_in_close,
)


def main(flash_module: "Any") -> "Iterator[str]":
    """Under MicroPython: every case, then its name when it held."""
    for case in CASES:
        case(flash_module)
        yield case.__name__
