"""Figures that also speak: a PNG, and beside it the same content in words.

Notebook front ends ignore the alt text of a plain image output. An HTML figure carries it everywhere.
"""

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape

from IPython.display import display


def png(figure):
    """The figure as the bytes of a PNG file."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", pil_kwargs={"compress_level": 1})
    return buffer.getvalue()


def bundle(image, alt, caption=""):
    """What a notebook stores of a picture: HTML with alt text, the bare PNG, and the words alone.

    Raises ValueError where `alt` is empty: a picture that only the sighted can read is not finished.
    """
    if not alt.strip():
        raise ValueError("a figure needs alt text: say in one sentence what it shows")
    code = base64.b64encode(image).decode("ascii")
    caption = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    source = f'src="data:image/png;base64,{code}"'
    html = f'<figure style="margin:0"><img alt="{escape(alt)}" {source} style="max-width:100%">'
    html += f"{caption}</figure>"
    return {"text/html": html, "image/png": code, "text/plain": alt}


def show(figure, alt, caption=""):
    """Display a figure with real alt text, and a caption under it if one is given."""
    display(bundle(png(figure), alt, caption), raw=True)


@dataclass(frozen=True)
class Picture:
    """A figure of the book in three pure steps: parameters -> data -> figure, and data -> words.

    The numbers are tested without drawing, the drawing without a widget, and the words are both the alt text of the
    still picture and the readout of the live one.
    """

    data: Callable
    paint: Callable
    words: Callable

    def show(self, caption="", **parameters):
        """Display the picture for these parameters, its words as alt text."""
        self.show_data(self.data(**parameters), caption)

    def show_data(self, data, caption=""):
        """Display data that have been computed already."""
        show(self.paint(data), self.words(data), caption)

    def draw(self, figure, **parameters):
        """Paint onto an existing figure and return the words."""
        data = self.data(**parameters)
        self.paint(data, figure)
        return self.words(data)

    def live(self, controls, columns=(), **fixed):
        """The picture under `controls` (name -> control); `fixed` are parameters that no control moves.

        `columns` are the names that stand below one another, column by column; by default the controls flow.
        """
        from nnlib.plots.live_figures import Live

        return Live(partial(self.draw, **fixed), controls, columns)
