"""Where a figure is found: with its chapter, and by its name alone. And which chapters may look into which: none."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nnlib import plots
from nnlib.plots.kit import OFFERED
from nnlib.plots.kit.pictures import Picture

CHAPTERS = sorted(path.name for path in Path(plots.__file__).parent.glob("ch[0-9][0-9]"))
NAMES = {name: chapter for chapter in CHAPTERS for name in getattr(plots, chapter).__all__}


def asked_for(path):
    """The names of plots that a chapter's code and text use."""
    text = path.read_text(encoding="utf-8")
    names = set(re.findall(r"(?<![\w.])plots\.(\w+)", text))
    for listed in re.findall(r"(?m)^from nnlib\.plots import (.+)$", text):
        names |= set(re.findall(r"\w+", listed))
    return names


def test_every_chapter_finds_the_figures_that_it_uses(root):
    asked = {path.stem: asked_for(path) for path in root.glob("chapters/[0-9][0-9]_*.py")}
    assert len(asked) == len(CHAPTERS) and all(asked.values())
    missing = [
        (c, name) for c, names in asked.items() for name in names if not hasattr(plots, name)
    ]
    assert missing == []


def test_every_figure_of_a_chapter_lives_with_it(root):
    """What a chapter shows is its own, or belongs to all."""
    shared = {name for names in OFFERED.values() for name in names}
    for path in root.glob("chapters/[0-9][0-9]_*.py"):
        names = {plots.OLD.get(name, name) for name in asked_for(path)} - shared
        rooms = {
            name for name in names if re.fullmatch(r"ch\d\d", name)
        }  # plots.ch10, a chapter's own
        assert rooms <= {f"ch{path.stem[:2]}"}
        names -= rooms
        assert {NAMES[name] for name in names} == {f"ch{path.stem[:2]}"}


def test_a_name_means_one_figure_and_is_the_same_both_ways():
    everywhere = [name for chapter in CHAPTERS for name in getattr(plots, chapter).__all__]
    assert len(everywhere) == len(set(everywhere)) and not set(everywhere) & set(plots.OLD)
    for name, chapter in NAMES.items():
        assert getattr(plots, name) is getattr(getattr(plots, chapter), name)
    for old, new in plots.OLD.items():
        assert getattr(plots, old) is getattr(plots, new)
    assert set(plots.__all__) == {*NAMES, *(n for names in OFFERED.values() for n in names)}
    assert {"ch03", "DEAD_UNITS", "predict"} <= set(dir(plots))


def test_what_is_offered_in_capitals_is_a_picture():
    capitals = [name for name in NAMES if name.isupper()]
    assert len(capitals) > 90
    assert all(isinstance(getattr(plots, name), Picture) for name in capitals)


def test_a_name_that_no_chapter_has_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'NO_SUCH_FIGURE'"):
        plots.NO_SUCH_FIGURE  # noqa: B018


def test_asking_for_plots_loads_no_figure():
    code = (
        "import sys; from nnlib import plots; from nnlib.plots.kit.owner import owner;"
        "assert not {'matplotlib', 'ipywidgets', 'numpy'} & set(sys.modules);"
        "plots.ch03; assert 'nnlib.plots.ch01' not in sys.modules; print('light')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout.strip() == "light", run.stderr


def sideways(folder):
    """Imports of one chapter's figures from another's, and of a chapter's from the kit."""
    found = []
    for path in sorted(folder.glob("*/*.py")):
        here = path.parent.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = getattr(node, "module", None) or ""
            room = module.removeprefix("nnlib.plots.").partition(".")[0]
            if module.startswith("nnlib.plots.") and room not in ("kit", here):
                found.append(f"{here}/{path.name} imports {module}")
            elif module == "nnlib.plots" or getattr(node, "level", 0):
                found.append(f"{here}/{path.name} imports {module or 'by dots'}")
    return found


def test_no_figure_imports_one_of_another_chapter():
    assert sideways(Path(plots.__file__).parent) == []


def test_an_import_from_another_chapter_is_seen(tmp_path):
    for room, line in (
        ("ch01", "from nnlib.plots.ch02.xor import XOR_PLANE"),
        ("ch02", "from nnlib import plots\nfrom nnlib.plots.ch02.xor import XOR_PLANE"),
        ("ch03", "def f():\n    from nnlib.plots import xor"),
        ("ch04", "from ..ch01 import board"),
        ("kit", "from nnlib.plots.ch01 import board"),
    ):
        (tmp_path / room).mkdir()
        (tmp_path / room / "figure.py").write_text(line)
    assert [said.partition("/")[0] for said in sideways(tmp_path)] == [
        "ch01",
        "ch03",
        "ch04",
        "kit",
    ]
