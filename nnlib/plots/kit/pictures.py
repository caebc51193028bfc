"""Figures that also speak: one set of numbers behind the drawing, the widget and the words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from matplotlib.figure import Figure

from nnlib.plots.kit.image import bundle, is_ink, png, show
from nnlib.plots.kit.live_figures import Live
from nnlib.plots.kit.style import wants_narrow


@dataclass(frozen=True)
class Picture:
    """A figure of the book in three pure steps: parameters -> data -> figure, and data -> words.

    The numbers are tested without drawing, the drawing without a widget, and the words are both the alt text of the
    still picture and the readout of the live one.
    """

    data: Callable
    paint: Callable
    words: Callable

    def show(self, caption: str = "", **parameters) -> None:
        """Display the picture for these parameters, its words as alt text."""
        self.show_data(self.data(**parameters), caption)

    def show_data(self, data, caption: str = "") -> None:
        """Display data that have been computed already."""
        figure = self.paint(data)
        show(figure, self.words(data), caption, self._narrow(data, figure))

    def bundle(self, data) -> dict[str, str]:
        """What a notebook stores of the still picture, for the place where a widget is not rendered."""
        figure = self.paint(data)
        narrow = self._narrow(data, figure)
        return bundle(
            png(figure), self.words(data), ink=is_ink(figure), narrow=narrow and png(narrow)
        )

    def _narrow(self, data, figure):
        """The picture for a telephone, where it has one."""
        return self.paint(data, narrow=True) if wants_narrow(figure) else None

    def draw(self, figure: Figure, **parameters) -> str:
        """Paint onto an existing figure and return the words."""
        data = self.data(**parameters)
        self.paint(data, figure)
        return self.words(data)

    def live(self, controls: Mapping, columns: Sequence = (), **fixed) -> Live:
        """The picture under `controls` (name -> control); `fixed` are parameters that no control moves.

        `columns` are the names that stand below one another, column by column; by default the controls flow.
        """
        return Live(partial(self.draw, **fixed), controls, columns)
