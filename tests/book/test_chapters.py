"""Every chapter: each formula has a twin that runs and can fail, the skeleton stands, links lead somewhere, it runs.

A chapter joins with a module of data, `tests/chapters/<name>.py`: STEM, BROKEN (for each formula a way to get its twin
wrong), WRONG_LIBRARY (name, wrong function, the twins that must notice), GLOSSARY, PICTURES and WIDGETS (at least so
many). What is special to one chapter stands in tests/test_chapter_NN.py.
"""

import ast
import contextlib
import functools
import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

import nnlib
from chapters import DATA
from nnlib.course.notebooks import build_notebook
from nnlib.grading.exercises import EXERCISES

HERE = Path(__file__).parents[1]
# Data may be written before their chapter is.
NAMES = [n for n, d in DATA.items() if (HERE.parent / "chapters" / f"{d.STEM}.py").exists()]
TITLES = (
    "Before you look", "See it", ("Numbers before letters", "First half"), ("The formulas", "Second half"),
    "Write it", "Break it",
    ("Train on your own functions", "Use it"), "Errata", "What you may hear", "Words", "Five questions",
    "Where this leads",
)  # fmt: skip
TWINS = [(name, tag) for name in NAMES for tag in DATA[name].BROKEN]
WRONG = [
    (name, *entry[:2], tag)
    for name in NAMES
    for entry in DATA[name].WRONG_LIBRARY
    for tag in entry[2]
]


@pytest.fixture(scope="session")
def chapters(root):
    return {n: build_notebook(root / "chapters" / f"{DATA[n].STEM}.py") for n in NAMES}


@pytest.fixture(params=NAMES)
def data(request):
    return DATA[request.param]


@pytest.fixture
def chapter(chapters, data):
    return chapters[data.__name__.split(".")[-1]]


@pytest.fixture
def prose(chapter):
    return "\n\n".join(cell.source for cell in chapter.cells if cell.cell_type == "markdown")


def code(chapter):
    return [cell for cell in chapter.cells if cell.cell_type == "code"]


def twins(chapter):
    """[(tag, [cells])]: the cells before a twin that it rests on come first."""
    tagged = [(tag, c) for c in code(chapter) for tag in c.metadata.get("tags", [])]
    return [(tag.removeprefix("eq:"), c) for tag, c in tagged if tag.startswith("eq:")]


def run(source, space):
    exec(compile(source, "<twin>", "exec"), space)


def before(chapter, book=nnlib, last=None):
    """{tag: the names that a twin finds}: those of the twins above it, which it may use; as far as the twin `last`."""
    found, space = {}, {"np": np, "nnlib": book}
    for tag, cell in twins(chapter):
        found[tag] = dict(space)
        if tag == last:
            break
        with contextlib.suppress(AssertionError):  # each twin has its own test
            run(cell.source, space)
    return found


@pytest.fixture(scope="session")
def names_before(chapters):
    """before(chapter) for the chapter of this name, worked out once."""
    return functools.cache(lambda name: before(chapters[name]))


def test_every_chapter_has_its_data(root):
    stems = {path.stem for path in root.glob("chapters/[0-9][0-9]_*.py")}
    assert stems and stems <= {data.STEM for data in DATA.values()}


# -- formulas ---------------------------------------------------------------------------------------------------------


def test_every_displayed_formula_has_exactly_one_twin(chapter, prose, data):
    displayed = re.findall(r"\$\$(.+?)\$\$", prose, flags=re.S)
    tags = [re.findall(r"\\tag\{([a-z0-9-]+)\}", formula) for formula in displayed]
    assert all(len(found) == 1 for found in tags), "a displayed formula without a tag, or with two"
    named = [found[0] for found in tags]
    assert sorted(named) == sorted(tag for tag, _ in twins(chapter))
    assert len(set(named)) == len(named) >= 4 and set(named) == set(data.BROKEN)


@pytest.mark.parametrize(("name", "tag"), TWINS)
def test_a_twin_runs_and_notices_a_broken_formula(chapters, names_before, name, tag):
    source, (right, wrong) = dict(twins(chapters[name]))[tag].source, DATA[name].BROKEN[tag]
    assert any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(source)))
    run(source, dict(names_before(name)[tag]))
    assert right in source
    with pytest.raises(AssertionError):
        run(source.replace(right, wrong), dict(names_before(name)[tag]))


@pytest.mark.parametrize(("name", "replaced", "wrong", "tag"), WRONG)
def test_the_twins_would_notice_a_wrong_library(chapters, name, replaced, wrong, tag):
    right = {key: getattr(nnlib, key) for key in nnlib.__all__}
    book = SimpleNamespace(**right | {replaced: wrong})
    source = dict(twins(chapters[name]))[tag].source
    with pytest.raises(AssertionError):
        run(source, before(chapters[name], book, tag)[tag])


def test_checks_are_folded_and_do_not_give_the_game_away(chapter, data):
    folded = [c for c in code(chapter) if c.metadata.get("tags")]
    assert len(folded) > len(data.BROKEN)
    for cell in folded:
        assert cell.metadata["jupyter"]["source_hidden"] is True
        # A folded cell still shows its first line.
        assert cell.source.startswith("# ") and "answer" not in cell.source.splitlines()[0]


# -- text -------------------------------------------------------------------------------------------------------------


def headings(prose):
    return [(len(m[1]), m[2]) for m in re.finditer(r"^(#+) (.+)$", prose, flags=re.M)]


def test_one_title_and_headings_in_order(prose):
    levels = [level for level, _ in headings(prose)]
    assert levels[0] == 1 and levels.count(1) == 1 and max(levels) <= 3
    assert all(below - above <= 1 for above, below in zip(levels, levels[1:]))
    names = [name for _, name in headings(prose)]
    assert len(set(names)) == len(names)


def test_the_skeleton_of_a_chapter_is_complete(prose):
    names = [name for level, name in headings(prose) if level == 2]
    assert len(names) == len(TITLES), names
    assert all(name.startswith(wanted) for name, wanted in zip(names, TITLES)), names


def test_five_recall_questions_with_folded_answers(prose):
    part = prose.split("## Five questions")[1].split("\n## ")[0]
    assert re.findall(r"^\*\*(\d)\.\*\* ", part, flags=re.M) == list("12345")
    folds = r"<details><summary>Answer</summary>\n\n(.+?)\n\n</details>"
    folded = re.findall(folds, part, flags=re.S)
    assert len(folded) == 5 and all(len(answer) > 20 for answer in folded)


def test_folds_and_boxes_are_closed_and_leave_room_for_markdown(prose):
    for tag in ("details", "div"):
        assert prose.count(f"<{tag}") == prose.count(f"</{tag}>") > 0
    assert len(re.findall(r"</summary>\n\n", prose)) == prose.count("<details>")
    assert prose.count("$$") % 2 == 0


def test_links_lead_somewhere(prose, root, data):
    links = re.findall(r"\]\(([^)]+)\)", prose)
    assert f"../exercises/{data.STEM}/{data.STEM}.ipynb" in links
    for link in links:
        assert "://" not in link, "the book is read without internet"
        file, _, cell = link.partition("#cell-id=")
        assert (root / "chapters" / file).exists(), link
        if cell:
            cells = nbformat.read(root / "chapters" / file, as_version=4).cells
            assert cell in [one.id for one in cells], link


def strays(prose, files):
    """Pointers to a chapter that is not there, and links under the number of another chapter."""
    numbers = {str(int(file[:2])) for file in files}
    named = re.findall(r"[Cc]hapters? (\d+)(?: (?:and|to|or) (\d+))?", prose)
    missing = [one for pair in named for one in pair if one and one not in numbers]
    linked = re.findall(r"\[chapter (\d+)\]\((?:\.\./chapters/)?(\d\d)_", prose)
    return missing + [pair for pair in linked if int(pair[0]) != int(pair[1])]


def test_chapters_that_are_pointed_to_exist_under_their_numbers(prose, root):
    files = [path.name for path in root.glob("chapters/[0-9][0-9]_*.ipynb")]
    assert strays(prose, files) == []
    assert strays("as chapter 13 says", files) == ["13"]
    assert strays("chapters 6 and 14", files) == ["14"]
    assert strays("[chapter 3](04_forward.ipynb)", files) == [("3", "04")]


LINES = {"000": 119, "001": 90, "002": 24, "003": 291, "004": 152}  # of the source notes
PLACE = r"(\d{3}) \[(\d+)(?:-(\d+))?\]"


def unsourced(part):
    """The slips of an errata section, up to the answers, that do not name a place in the source notes."""
    said = part.split("<details>")[0]
    slips = re.findall(r"(?:<!-- notes: (.+?) -->\n)?\*\*(The slip|Slip \d+)\.\*\*", said)
    found = [slip for places, slip in slips if not re.fullmatch(f"{PLACE}(, {PLACE})*", places)]
    for places, slip in slips:
        for source, first, last in re.findall(PLACE, places):
            if not 1 <= int(first) <= int(last or first) <= LINES.get(source, 0):
                found.append(slip)
    return found or ([] if slips else ["no slip"])


def test_each_slip_names_its_place_in_the_notes(prose):
    assert unsourced(prose.split("## Errata")[1].split("\n## ")[0]) == []


def test_a_slip_without_a_true_place_is_seen():
    assert unsourced("**Slip 1.** The notes say so.") == ["Slip 1"]
    assert unsourced("<!-- notes: 001 [80-91] -->\n**Slip 1.** The notes.") == ["Slip 1"]
    assert unsourced("<!-- notes: 001 [80-90], 005 [1] -->\n**The slip.** So.") == ["The slip"]
    assert unsourced("nothing") == ["no slip"]
    assert unsourced("<!-- notes: 001 [80-90], 004 [1] -->\n**The slip.** So.") == []


def test_the_glossary_is_bilingual(prose, data):
    table = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", prose.split("## Words")[1], flags=re.M)
    rows = table[1:]
    assert len(rows) >= data.GLOSSARY >= 12
    for english, korean, _ in rows:
        assert re.search(r"[가-힣]", korean) and not re.search(r"[가-힣]", english)


def test_prose_stays_out_of_code(chapter):
    for cell in code(chapter):
        constants = (n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.Constant))
        strings = [n.value for n in constants if isinstance(n.value, str)]
        long = [s for s in strings if len(s.split()) > 4]
        assert not long, f"{long}: a translator does not reach strings in code"


def test_no_answer_of_the_exercise_is_printed(chapter, root, data):
    """A function of the exercise may stand in a chapter only where it is wrong, to be looked at."""
    from nnlib.grading import examine

    graded = set(EXERCISES)
    for cell in code(chapter):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef) and node.name in graded:
                space = {"np": np, "nnlib": nnlib}
                exec(ast.unparse(node), space)
                report = examine(node.name, space[node.name], seed=1)
                assert report.points < report.max_points, f"{node.name} is given away"


def test_every_random_number_comes_from_a_generator(chapter):
    for cell in code(chapter):
        assert not re.search(r"np\.random\.(?!default_rng\(|Generator)", cell.source), cell.source


# -- the chapter as it runs -------------------------------------------------------------------------------------------


def test_the_chapter_runs_and_every_picture_has_words(executed, data):
    pictures = widgets = 0
    cells = executed(f"chapters/{data.STEM}.ipynb").cells
    for output in (o for c in cells if c.cell_type == "code" for o in c.outputs):
        shown = output.get("data", {})
        pictures += "image/png" in shown
        widgets += "application/vnd.jupyter.widget-view+json" in shown
        if "image/png" in shown or "<img" in shown.get("text/html", ""):
            assert re.search(r'<img alt="[^"]{40,}"', shown["text/html"])
    assert pictures >= data.PICTURES and widgets >= data.WIDGETS
