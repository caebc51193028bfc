"""A drawn figure as what a notebook stores and shows: a PNG, and beside it the same content in words.

Notebook front ends ignore the alt text of a plain image output. An HTML figure carries it everywhere.
"""

import base64
import io
import warnings
from html import escape

from anywidget import AnyWidget
from IPython.display import display
from ipywidgets import DOMWidget
from matplotlib.collections import Collection
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.kit.style import no_glyph_warnings


def png(figure: Figure) -> bytes:
    """The figure as the bytes of a PNG file."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        no_glyph_warnings()
        figure.savefig(buffer, format="png", pil_kwargs={"compress_level": 1})
    return buffer.getvalue()


TWO_HUES = ("coolwarm", "coolwarm_r", "PuOr")
INK = "nn-ink"  # the class of pictures that a dark page may turn to light ink on a dark ground


def is_ink(figure: Figure) -> bool:
    """Whether a figure is lines, areas and words on white, and no photograph or map of shades.

    On a dark page such a picture is shown with its brightness turned round and its hues kept. Shades that stand for
    numbers would lie then, but for those that run from one hue over the ground to another.
    """
    return not any(
        _shades(part) for axes in figure.axes for part in (*axes.images, *axes.collections)
    )


def _shades(part):
    if isinstance(part, ContourSet):
        numbers = part.filled and part.colors is None
    else:
        numbers = not isinstance(part, Collection) or part.get_array() is not None
    return numbers and part.get_cmap().name not in TWO_HUES


PHONE = 600  # pixels: a page that is not wider shows the narrow picture


def bundle(
    image: bytes, alt: str, caption: str = "", ink: bool = False, narrow: bytes | None = None
) -> dict[str, str]:
    """What a notebook stores of a picture: HTML with alt text, the bare PNG, and the words alone.

    `ink` says that a dark page may turn it round, see `is_ink`. `narrow` is the same picture, laid out for a telephone:
    the page itself chooses. Raises ValueError where `alt` is empty: a picture that
    only the sighted can read is not finished.
    """
    if not alt.strip():
        raise ValueError(tr("a figure needs alt text: say in one sentence what it shows"))
    code = base64.b64encode(image).decode("ascii")
    caption = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    source = f'src="data:image/png;base64,{code}"' + f' class="{INK}"' * ink
    html = f'<img alt="{escape(alt)}" {source} style="max-width:100%">'
    if narrow:
        other = base64.b64encode(narrow).decode("ascii")
        media = f'media="(max-width:{PHONE}px)"'
        html = f'<picture><source {media} srcset="data:image/png;base64,{other}">{html}</picture>'
    html = f'<figure style="margin:0">{html}{caption}</figure>'
    return {"text/html": html, "image/png": code, "text/plain": alt}


def show(figure: Figure, alt: str, caption: str = "", narrow: Figure | None = None) -> None:
    """Display a figure with real alt text, and a caption under it if one is given.

    `narrow` is the same figure, laid out for a telephone.
    """
    other = png(narrow) if narrow else None
    display(bundle(png(figure), alt, caption, is_ink(figure), other), raw=True)


# The output type of a figure that may be opened again without its kernel; `labextensions/nnlib-figures` draws it.
FIGURE = "application/vnd.nnlib.figure+json"


class Still:
    """A widget that leaves a still picture where widgets are not rendered: `_still` holds its `bundle`.

    Beside widget and picture, the notebook stores what JupyterLab needs when it opens it again (FIGURE): the
    sentences to say, and for a widget in JavaScript its module and its state, with which it moves without Python.
    """

    _still: dict

    def _repr_mimebundle_(self, **kwargs):
        found = super()._repr_mimebundle_(**kwargs)
        data = found[0] if isinstance(found, tuple) else found
        still = self._still
        again = {FIGURE: {"said": self._said(), **_module(self)}} if data else {}
        words = {"text/plain": still["text/plain"]}
        return {"text/html": _with_words(still)} | (data or {}) | again | words

    def _said(self):
        """What is said where the widget is gone: in place of it, after its kernel ended, moving without it, asked."""
        return {
            "still": tr("A still picture: run this cell to move it."),
            "ended": tr("Python was started anew: run this cell to move the picture again."),
            "alone": tr("This moves without Python. Run this cell to connect the two again."),
            "asked": tr("Only Python can answer that: run this cell first."),
        }


def _with_words(still):
    """The still HTML with its words under the picture, too; a screen reader hears them once."""
    words = f'<figcaption aria-hidden="true">{escape(still["text/plain"])}</figcaption></figure>'
    return still["text/html"].replace("</figure>", words)


def _module(widget):
    """The JavaScript of a widget, and its state; nothing for a widget that is made of other widgets."""
    if not isinstance(widget, AnyWidget):
        return {}
    own = set(widget.traits(sync=True)) - set(DOMWidget.class_trait_names(sync=True))
    names = sorted(name for name in own if not name.startswith("_"))
    return {"esm": str(widget._esm), "state": widget.get_state(names)}
