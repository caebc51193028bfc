"""Hostile and broken submissions, one small file each; what one looks like stands in `read`."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Attack:
    """One submission: what it tries, its cells by grade_id, and what must become of it."""

    name: str
    tries: str
    cells: dict[str, str] = field(default_factory=dict)
    tamper: str = ""
    lost: tuple[str, ...] = ()  # test cells, or answers with all their test cells, that earn 0
    flags: tuple[
        str, ...
    ] = ()  # every flag, `*` standing for anything; `?` before one that may be there
    student: str = ""
    assignment: str = ""  # where it is not the sample's
    plain: bool = False  # does no harm outside a sandbox, and earns nothing there either
    refused: bool = False  # is not graded at all, and named to the instructor


def read(path):
    """The attack in a file.

    Its docstring says what is tried and then, line by line, what is expected: `lost:`, `flags:`, `student:`, `plain:`,
    `refused:`, and `assignment:` for one that is not the sample's.
    A part under `# %% softmax` is the source of that answer; the answers without a part are right. The part under
    `# %% tamper` defines `tamper(notebook, folder)`, which changes the notebook that is handed in and the folder that
    it lies in, and may return other bytes to hand in. `@COURSE@` and the like become what the test says.
    """
    text = path.read_text(encoding="utf-8")
    tries, _, expected = ast.get_docstring(ast.parse(text)).partition("\n\n")
    wanted = dict(line.split(": ", 1) for line in expected.splitlines() if line.strip())
    unknown = wanted.keys() - {"lost", "flags", "student", "plain", "refused", "assignment"}
    if unknown:
        raise ValueError(f"{path.name}: {sorted(unknown)} cannot be expected of an attack")
    parts = re.split(r"^# %% (\w+)\n", text, flags=re.M)
    cells = {name: source.strip("\n") for name, source in zip(parts[1::2], parts[2::2])}
    return Attack(
        path.stem,
        " ".join(tries.split()),
        {name: source for name, source in cells.items() if name != "tamper"},
        cells.get("tamper", ""),
        tuple(wanted.get("lost", "").split()),
        tuple(wanted.get("flags", "").split()),
        ast.literal_eval(wanted.get("student", "''")),
        wanted.get("assignment", ""),
        wanted.get("plain") == "yes",
        wanted.get("refused") == "yes",
    )


def attacks(elsewhere=False):
    """Those on the sample's assignment, or those on others, in order of name."""
    found = [read(path) for path in sorted(FOLDER.glob("[!_]*.py"))]
    return [attack for attack in found if bool(attack.assignment) is elsewhere]
