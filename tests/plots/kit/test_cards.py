"""Tables of boxes: a row for each entry, and on a telephone the first box over the others."""

from nnlib.plots.kit.cards import Column, below, cards
from nnlib.plots.kit.style import NARROW, painter

COLUMNS = (
    Column("a", 0, 4, "#fff"),
    Column("b", 5, 1, "#fff"),
    Column("c", 7, 2, "#fff"),
)
ROWS = (("1", "2", "3"), ("4", "5", "6"))


def drawn(narrow):
    @painter(10, 3, left=0.01)
    def paint(rows, figure):
        cards(figure, COLUMNS, rows, arrows=True)

    return paint(ROWS, narrow=narrow)


def test_every_word_has_its_box_and_arrows_lead_along_a_line():
    for narrow, arrows in ((False, 4), (True, 2)):
        figure = drawn(narrow)
        (axes,) = figure.axes
        assert [text.get_text() for text in axes.texts] == [*"abc", *"123456"]
        assert len(axes.patches) == 6 + arrows
        assert (figure.get_size_inches()[0] == NARROW) == narrow


def test_below_the_first_the_others_share_its_width_and_keep_their_shares():
    first, one, other = below(COLUMNS, gap=0.4)
    assert first.width == other.right and one.left == 0
    assert other.width == 2 * one.width and abs(other.left - one.right - 0.4) < 1e-12
    assert first.shift < one.shift == other.shift and one.size < first.size
