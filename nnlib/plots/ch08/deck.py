"""How an epoch is cut into batches: the deck of cards."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from nnlib.batching import iterations_per_epoch
from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Live, Slider, Toggle
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BLUE,
    GREEN,
    painter,
    panels,
)

# -- (a) the epoch counter --------------------------------------------------------------------------------------------

ACROSS = 40  # cards of one row of the deck


@dataclass(frozen=True)
class Deck:
    """An epoch as a deck of cards: n cards, which batch each lies in (-1: left out), and how large the batches are."""

    n: int
    B: int
    batch_of: np.ndarray
    sizes: tuple
    epochs: int

    @property
    def updates(self):
        return len(self.sizes) * self.epochs


def deck_data(n: int = 100, B: int = 32, drop_last: bool = False, epochs: int = 1):
    """Cut n examples into batches of B."""
    count = iterations_per_epoch(n, B, drop_last) if B <= n or not drop_last else 0
    batch_of = np.arange(n) // B
    batch_of[batch_of >= count] = -1
    sizes = tuple(int(np.sum(batch_of == k)) for k in range(count))
    return Deck(n, B, batch_of, sizes, epochs)


@painter(9, 3.4, left=0.02, right=0.98, bottom=0.06, top=0.86)
def paint_deck(deck: Deck, figure: Figure):
    """The examples as cards, batch after batch in changing colours, those left out hatched."""
    axes = panels(figure)
    axes.set_axis_off()
    colours = (BLUE, "#E69F00", GREEN)
    for card, batch in enumerate(deck.batch_of):
        place = (card % ACROSS, -(card // ACROSS))
        look = (
            {"facecolor": "white", "hatch": "xx"}
            if batch < 0
            else {"facecolor": colours[batch % 3]}
        )
        axes.add_patch(Rectangle(place, 0.86, 0.8, edgecolor=BLACK, linewidth=0.6, **look))
        if batch >= 0 and (card == 0 or deck.batch_of[card - 1] != batch) and deck.B >= 4:
            ink = BLACK if batch % 3 == 1 else "white"
            axes.text(
                place[0] + 0.43, place[1] + 0.38, batch + 1, ha="center", va="center", color=ink
            )
    rows = -(-deck.n // ACROSS)
    axes.set(xlim=(-0.3, ACROSS + 0.2), ylim=(min(-rows + 0.7, -4.3), 1.1))
    axes.set_title(
        tr("one epoch: {count} batches from {n} examples", count=len(deck.sizes), n=deck.n)
    )


def read_deck(deck: Deck):
    """In words: the batches, the updates, and what is left out."""
    left = int(np.sum(deck.batch_of < 0))
    last = deck.sizes[-1] if deck.sizes else 0
    short = tr(" The last batch has {last}.", last=last) if last and last != deck.B else ""
    lost = (
        tr(" Left out of this epoch: {number_of}.", number_of=number_of(left, "example"))
        if left
        else ""
    )
    batches = number_of(len(deck.sizes), "batch", "batches")
    return tr(
        "{number_of} in batches of {B}: {batches}, so {number_of2} in an epoch and {updates} "
        "in {number_of3}.{short}{lost}",
        number_of=number_of(deck.n, "example"),
        B=deck.B,
        batches=batches,
        number_of2=number_of(len(deck.sizes), "update"),
        updates=deck.updates,
        number_of3=number_of(deck.epochs, "epoch"),
        short=short,
        lost=lost,
    )


def number_of(count, one, many: str = ""):
    """1 batch, 2 batches."""
    return f"{count} {one if count == 1 else many or one + 's'}"


DECK = Picture(deck_data, paint_deck, read_deck)


def epoch_counter() -> Live:
    """Widget: examples, batch size, drop the last one, epochs -> the deck, and the number of updates."""
    controls = {
        "n": Slider(tr("examples n"), 1, 200, 100, 1),
        "B": Slider(tr("batch size B"), 1, 200, 32, 1),
        "epochs": Slider("epochs", 1, 20, 1, 1),
        "drop_last": Toggle(tr("drop a short last batch")),
    }
    return DECK.live(controls)
