"""The exercises of the book by name: `chNN/<name>.py` holds one of them, and is read when it is asked for."""

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from nnlib.grading.exercise import Exercise, Form


class Exercises(Mapping):
    """The exercises in the files of a folder, by the files' names. Listing the names reads no file."""

    def __init__(self, folder: Path, package: str):
        self.folder, self.package = folder, package
        self.homes = {
            path.stem: path.parent.name
            for path in sorted(folder.glob("ch[0-9][0-9]/*.py"))
            if not path.name.startswith("_")
        }

    def form(self, name: str) -> Form:
        """The exercise with its right and wrong answers, as its file writes it down."""
        return importlib.import_module(f"{self.package}.{self.homes[name]}.{name}").ex

    def chapters(self) -> dict[str, list[str]]:
        """The names by chapter: {"ch03": ["leaky_relu_backward", ...]}."""
        return {
            chapter: [name for name, home in self.homes.items() if home == chapter]
            for chapter in dict.fromkeys(self.homes.values())
        }

    def __getitem__(self, name: str) -> Exercise:
        return self.form(name).built()

    def __iter__(self) -> Iterator[str]:
        return iter(self.homes)

    def __len__(self) -> int:
        return len(self.homes)

    def __contains__(self, name: object) -> bool:
        return name in self.homes


EXERCISES = Exercises(Path(__file__).parent, __name__)
