"""Bringing the book's changes into a learner's notebook: nothing of the learner's is ever lost, nor of the book's."""

import hypothesis.strategies as st
from hypothesis import given as drawn
from hypothesis import settings

from nnlib.course.merge import merge


def cell(text, id=None, name=None, kind="markdown", **about):
    metadata = {"nbgrader": {"grade_id": name, **about}} if name else {}
    return {"id": id or name or text[:8], "cell_type": kind, "source": text, "metadata": metadata}


def answer(text, name="f"):
    return cell(text, name=name, kind="code", solution=True)


def test(text, name):
    return cell(text, name=name, kind="code", grade=True, locked=True)


test.__test__ = False
BOOK = [
    cell("# Activations", "c000"),
    cell("Write f. It takes x and gives back twice as much.", "c001"),
    answer("def f(x):\n    raise NotImplementedError()"),
    test("check(f)", "f_value"),
    cell("That is all for today, dear reader.", "c004"),
]


def texts(cells):
    return [each["source"] for each in cells]


def changed(number, text, cells=BOOK):
    return [each | {"source": text} if i == number else each for i, each in enumerate(cells)]


def test_an_answer_stays_and_a_new_wording_comes():
    mine = changed(2, "def f(x):\n    return 2 * x")
    mine[2] = mine[2] | {"outputs": ["a picture"]}
    new = changed(1, "Write f. It takes x and gives back three times as much.")
    cells, both = merge(BOOK, mine, new)
    assert texts(cells) == texts(changed(2, mine[2]["source"], new)) and both == []
    assert cells[2]["outputs"] == ["a picture"]


def test_where_both_have_changed_a_text_the_learners_stays_and_it_is_said():
    mine = changed(1, "Write f. It takes x and gives back twice as much. My note: easy!")
    cells, both = merge(BOOK, mine, changed(1, "Write f. It takes x and gives back half as much."))
    assert (
        cells[1]["source"].endswith("easy!") and len(both) == 1 and both[0].startswith("Write f.")
    )


def test_cells_of_ones_own_stay_where_they_were():
    own = cell("print(f(3))", "mine-1", kind="code")
    mine = [*BOOK[:3], own, *BOOK[3:]]
    new = [
        BOOK[0],
        cell("A new page before it all.", "c001"),
        *[each | {"id": f"n{i}"} for i, each in enumerate(BOOK[1:])],
    ]
    cells, _ = merge(BOOK, mine, new)
    assert texts(cells).index("print(f(3))") == texts(cells).index(BOOK[2]["source"]) + 1
    assert "A new page before it all." in texts(cells)


def test_a_test_cell_that_was_deleted_comes_back_and_a_text_does_not():
    cells, _ = merge(BOOK, [BOOK[0], *BOOK[2:3]], BOOK)
    assert texts(cells) == texts([BOOK[0], BOOK[2], BOOK[3]])


def test_what_the_book_drops_goes_unless_it_was_changed():
    new = BOOK[:4]
    assert texts(merge(BOOK, BOOK, new)[0]) == texts(new)
    mine = changed(4, "That is all for today, dear reader. And my notes.")
    assert "And my notes." in merge(BOOK, mine, new)[0][-1]["source"]


def test_a_platform_that_gives_new_ids_does_no_harm():
    mine = [
        each | {"id": f"colab{i}"} for i, each in enumerate(changed(2, "def f(x):\n    return 1"))
    ]
    mine = [each | {"metadata": {}} if i != 2 else each for i, each in enumerate(mine)]
    cells, _ = merge(BOOK, mine, changed(0, "# Activations, second edition"))
    assert "def f(x):\n    return 1" in texts(cells) and len(cells) == len(BOOK)
    assert cells[3]["metadata"] == BOOK[3]["metadata"]


WORDS = st.text("abc \n", max_size=12)
EDITS = st.lists(
    st.tuples(st.sampled_from(["change", "delete", "insert"]), st.integers(0, 6), WORDS), max_size=6
)


def edited(cells, edits, who):
    cells = list(cells)
    for number, (what, place, words) in enumerate(edits):
        place %= max(len(cells), 1)
        if what == "insert":
            cells.insert(place, cell(f"{who} {number} {words}", f"{who}{number}"))
        elif cells and what == "delete":
            del cells[place]
        elif cells:
            cells[place] = cells[place] | {
                "source": f"{cells[place]['source']} {who} {number}{words}"
            }
    return cells


@settings(max_examples=300)
@drawn(EDITS, EDITS)
def test_no_word_of_a_learner_is_ever_lost(theirs, books):
    mine, new = edited(BOOK, theirs, "learner"), edited(BOOK, books, "book")
    cells, _ = merge(BOOK, mine, new)
    written = {each["source"] for each in mine if "learner" in each["source"]}
    assert written <= set(texts(cells))
    assert len({each["id"] for each in cells}) == len(cells)
    for each in new:  # and nothing that can be graded is missing
        if each["metadata"]:
            names = [one["metadata"].get("nbgrader", {}).get("grade_id") for one in cells]
            assert names.count(each["metadata"]["nbgrader"]["grade_id"]) == 1


@settings(max_examples=100)
@drawn(EDITS)
def test_who_has_changed_nothing_gets_the_new_edition(books):
    new = edited(BOOK, books, "book")
    assert texts(merge(BOOK, BOOK, new)[0]) == texts(new)


@settings(max_examples=100)
@drawn(EDITS)
def test_a_book_that_has_not_changed_changes_nothing(theirs):
    mine = edited(BOOK, theirs, "learner")
    cells, both = merge(BOOK, mine, BOOK)
    deleted = {"f", "f_value"} - {each["id"] for each in mine}
    assert [text for text in texts(cells) if text in texts(mine)] == texts(mine) and both == []
    assert len(cells) == len(mine) + len(deleted)
