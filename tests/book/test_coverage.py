"""The table of coverage: every claim and every slip of the source notes stands somewhere in the book, as quoted."""

import re

import pytest

from nnlib.course.notebooks import build_notebook

SLIPS = {
    "000": 29,
    "001": 18,
    "002": 31,
    "003": 25,
    "004": 18,
}  # how many slips were counted in each source
LINES = {"000": 119, "001": 90, "002": 24, "003": 291, "004": 152}
# Lines that claim nothing: titles, blank lines, and links to other pages.
NOTHING = {
    "000": {15},
    "001": {65},
    "003": {*range(1, 21), *range(33, 36), *range(37, 40), *range(53, 55), 61, 73, *range(92, 93)}
    | {*range(111, 114), *range(130, 133), 152, 160, 170, 186, 193, *range(207, 244), 257, 260, 282}
    | {290, 291},
    "004": set(range(146, 153)),
}


def rows_of(text):
    """[(place, in the notes, in the book, chapter's file, section)]."""
    found = re.findall(
        r"^\| (\d{3}.*?) \| (.+?) \| (.+?) \| \[\d+ · (.+?)\]\((.+?)\) \|$", text, flags=re.M
    )
    return [(place, says, phrase, file, section) for place, says, phrase, section, file in found]


def sections(notebook):
    """{heading: the text under it}."""
    found, name = {}, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for part in re.split(r"(?m)^(?=#+ )", cell.source):
                heading = re.match(r"#+ (.+)", part)
                name = heading[1].strip() if heading else name
                found[name] = found.get(name, "") + "\n" + part
    return found


def missing(rows):
    """The slips and the lines of the source notes that no row names."""
    places = [place for place, *_ in rows]
    slips = [f"{source}-{i}" for source, n in SLIPS.items() for i in range(1, n + 1)]
    found = [slip for slip in slips if slip not in places]
    for source, n in LINES.items():
        ranges = [re.fullmatch(rf"{source} \[(\d+)(?:-(\d+))?\].*", place) for place in places]
        told = {i for m in ranges if m for i in range(int(m[1]), int(m[2] or m[1]) + 1)}
        assert all(1 <= i <= n for i in told), source
        found += [
            f"{source} [{i}]"
            for i in sorted(set(range(1, n + 1)) - told - NOTHING.get(source, set()))
        ]
    return found


def misquoted(rows, chapters):
    """The rows whose words do not stand in the section that they name."""
    return [
        (place, phrase)
        for place, _, phrase, file, section in rows
        if phrase not in chapters.get(file, {}).get(section, "")
    ]


@pytest.fixture(scope="module")
def rows(root):
    text = (root / "chapters" / "coverage.md").read_text(encoding="utf-8")
    found = rows_of(text)
    assert len(found) == len(re.findall(r"^\| \d{3}", text, flags=re.M)), "a row that is not read"
    return found


@pytest.fixture(scope="module")
def chapters(root):
    return {
        f"{path.stem}.ipynb": sections(build_notebook(path))
        for path in root.glob("chapters/[0-9][0-9]_*.py")
    }


def test_no_claim_and_no_slip_is_missing(rows):
    assert missing(rows) == []
    places = [place for place, *_ in rows]
    assert len(set(places)) == len(places)


def test_the_words_stand_where_the_table_says(rows, chapters):
    assert misquoted(rows, chapters) == []


def test_a_missing_slip_and_a_wrong_quotation_are_seen(rows, chapters):
    without = [row for row in rows if row[0] not in ("000-1", "004 [1-11]")]
    assert missing(without) == ["000-1", *(f"004 [{i}]" for i in range(1, 12))]
    place, says, phrase, file, section = rows[0]
    assert misquoted([(place, says, phrase + " never", file, section)], chapters)
    assert misquoted([(place, says, phrase, file, "Write it")], chapters)
