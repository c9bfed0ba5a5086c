"""Prepares the folder a run writes to, and clears what an earlier run left there. Never removes anything else."""

from __future__ import annotations

from pathlib import Path

MARK = ".made-by-run"


class FolderError(Exception):
    """The folder cannot be used; the message names the reason and the next step."""


class OutputFolder:
    """A folder with a list (`.made-by-run`) of the files runs have made in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: set[str] = set()  # what lies there and is not ours

    def prepare(self) -> None:
        """Makes the folder, or empties it of an earlier run's files. Raises FolderError."""
        mark = self.path / MARK
        if self.path.exists() and not self.path.is_dir():
            raise FolderError(f"{self.path} is not a folder. Give another one: --out build/run")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if any(self.path.iterdir()) and not mark.is_file():
                raise FolderError(
                    f"{self.path} holds files that no run has made; nothing was touched. "
                    "Give an empty or a new folder: --out build/run"
                )
            if mark.is_file():
                self._remove(mark.read_text(encoding="utf-8").splitlines())
            mark.write_text("", encoding="utf-8")
            self._kept = set(self._files())
        except OSError as error:
            raise FolderError(
                f"{error.filename or self.path}: {error.strerror}. Give another folder with --out."
            ) from error

    def remember(self) -> None:
        """Writes down which files have come since `prepare`. A file put there by someone else meanwhile counts too."""
        made = sorted(set(self._files()) - self._kept)
        (self.path / MARK).write_text("".join(f"{name}\n" for name in made), encoding="utf-8")

    def _files(self) -> list[str]:
        inside = [p for p in self.path.rglob("*") if not p.is_dir() or p.is_symlink()]
        return [p.relative_to(self.path).as_posix() for p in inside if p.name != MARK]

    def _remove(self, names: list[str]) -> None:
        root = self.path.resolve()
        for name in names:
            file = self.path / name
            # A mark edited by hand or a linked folder must not lead outside.
            if not name or ".." in Path(name).parts or not file.parent.resolve().is_relative_to(root):
                continue
            file.unlink(missing_ok=True)
            if file.parent != self.path and file.parent.is_dir() and not any(file.parent.iterdir()):
                file.parent.rmdir()
