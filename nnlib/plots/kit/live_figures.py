"""Live figures: controls above, one picture, and under it the picture in words.

The picture is drawn by matplotlib into an image that keeps its place, so nothing flickers. There is no Output widget,
which would swallow exceptions and can stall the tools that execute notebooks. An exception raised while drawing is
written where the words stand, since a front end may hide it, and is raised again for the caller.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets as widgets
from traitlets import Unicode

from nnlib.core.words import tr
from nnlib.plots.kit.image import INK, Still, bundle, is_ink, png
from nnlib.plots.kit.status import Status
from nnlib.plots.kit.style import blank, is_narrow, wants_narrow

# Lengths in the interface's own font: every box of digits is equally wide, and the handle of a slider, which sticks
# out at both ends of its bar, touches neither its own box nor its neighbour.
_BOX, _BAR, _GAP, _APART = "5.5em", "15em", "14px", "4px 28px"


def _tidy(x):
    return round(x, 9)


@dataclass(frozen=True)
class Slider:
    """A number between low and high: a slider and, beside it, a box to type into.

    `when(values)` says whether it does anything for these values of all controls; where not, it is grey.
    """

    label: str
    low: float
    high: float
    value: float
    step: float = 0.1
    when: Callable | None = None

    def build(self, label):
        whole = all(isinstance(x, int) for x in (self.low, self.high, self.value, self.step))
        box = widgets.BoundedIntText if whole else widgets.BoundedFloatText
        bar = widgets.IntSlider if whole else widgets.FloatSlider
        limits = {"min": self.low, "max": self.high, "step": self.step, "value": self.value}
        number = box(**_labelled(self.label, label, _BOX), **limits)
        slider = bar(tooltip=self.label, readout=False, layout={"width": _BAR}, **limits)
        # The browser's slider counts in binary: its 1.0000000000000002 is not for the reader's eyes.
        widgets.link((slider, "value"), (number, "value"), transform=(_tidy, lambda x: x))
        widgets.dlink((number, "disabled"), (slider, "disabled"))
        return number, widgets.HBox([number, slider], layout={"grid_gap": _GAP})


@dataclass(frozen=True)
class Choice:
    """One of several names."""

    label: str
    options: tuple
    value: object

    def build(self, label):
        longest = max(len(str(option)) for option in self.options)
        width = tr(
            "max(10em, {longest}ch + 3em)", longest=longest
        )  # the longest name, and the arrow
        menu = widgets.Dropdown(
            **_labelled(self.label, label, width), options=self.options, value=self.value
        )
        return menu, menu


@dataclass(frozen=True)
class Toggle:
    """Yes or no."""

    label: str
    value: bool = False

    def build(self, label):
        box = widgets.Checkbox(
            description=self.label, tooltip=self.label, value=self.value, indent=False
        )
        box.layout.width = "auto"
        return box, box


@dataclass(frozen=True)
class Button:
    """A press that changes other controls: `change(values) -> the values that become new`."""

    label: str
    change: Callable

    def build(self, label):
        button = widgets.Button(
            description=self.label, tooltip=self.label, layout={"width": "auto"}
        )
        return button, button


def _labelled(text, label, width):
    """What a control with its label on the left is made of; without a tooltip its label would be titled "null"."""
    return {
        "description": text,
        "tooltip": text,
        "style": {"description_width": label},
        "layout": {"width": f"calc({label} + {width})"},
    }


def _longest(controls):
    """Room for the longest label on the left of a control: a character is seldom wider than the digit 0 (1ch)."""
    return f"{max((len(c.label) for c in controls if isinstance(c, Slider | Choice)), default=0)}ch"


class NamedImage(widgets.Image):
    """An image whose `tooltip` the browser takes as its accessible name (it asks for a description, even empty)."""

    description = Unicode("").tag(sync=True)


class Live(Still, widgets.VBox):
    """A picture that `draw(figure, **values) -> words` paints anew whenever a control moves.

    `.controls` holds the widget of each control by name, `.image` the picture, `.words` the readout.
    Where widgets are not rendered, the notebook shows the first picture with its words as alt text.
    """

    def __init__(self, draw, controls, columns=()):
        self._draw, self._figure, self._held = draw, blank(), False
        label = _longest(controls.values())
        built = {name: control.build(label) for name, control in controls.items()}
        self.controls = {name: widget for name, (widget, _) in built.items()}
        self._valued = [n for n, control in controls.items() if not isinstance(control, Button)]
        self._when = {n: c.when for n, c in controls.items() if getattr(c, "when", None)}
        self.image = NamedImage(
            format="png",
            layout={"max_width": "100%", "align_self": "flex-start", "margin": "2px 0"},
        )
        self.readout = Status()
        self.readout.observe(self._lay_out, "narrow")
        self.words = ""
        self._connect(controls)
        rows = [row for _, row in built.values()]
        if columns:
            rows = [widgets.VBox([built[name][1] for name in column]) for column in columns]
        wrap = widgets.Layout(display="flex", flex_flow=tr("row wrap"), grid_gap=_APART)
        self._redraw()
        ink = is_ink(self._figure)
        if ink:
            self.image.add_class(INK)
        self._still = bundle(self.image.value, self.words, ink=ink)
        super().__init__([widgets.Box(rows, layout=wrap), self.image, self.readout])

    def _connect(self, controls):
        for name in self._valued:
            self.controls[name].observe(self._redraw, "value")
        for name, control in controls.items():
            if isinstance(control, Button):
                self.controls[name].on_click(
                    lambda _, c=control: self.set(**c.change(self.values()))
                )

    def values(self):
        """What the controls say now, by name."""
        return {name: self.controls[name].value for name in self._valued}

    def set(self, **values):
        """Move several controls at once and draw once."""
        self._held = True
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._held = False
        self._redraw()

    def _lay_out(self, change):
        """On a page as narrow as a telephone, panels that stand side by side stand below one another."""
        if is_narrow(self._figure) or wants_narrow(self._figure):
            self._figure = blank(change.new)
            self._redraw()

    def _redraw(self, _=None):
        if self._held:
            return
        for name, when in self._when.items():
            self.controls[name].disabled = not when(self.values())
        try:
            self.words = self._draw(self._figure, **self.values())
            self.image.value = png(self._figure)
        except Exception as error:
            self.readout.value = f"{type(error).__name__}: {error}"
            raise
        self.image.tooltip = self.words
        self.readout.value = self.words


def live(draw: Callable[..., str], /, **controls: "Slider | Choice | Toggle | Button") -> Live:
    """Put a picture under controls: `draw(figure, **values) -> words` is called at once and at every move.

    `controls` are Slider, Choice, Toggle or Button, by the name of the parameter they move. Returns a Live widget.
    """
    return Live(draw, controls)
