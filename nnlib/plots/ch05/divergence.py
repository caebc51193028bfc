"""Cross entropy is the entropy of the truth and something more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

import nnlib
from nnlib.core.words import tr
from nnlib.plots.ch05.costs import by_whom, chosen
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.numbers import fixed
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    GREEN,
    PURPLE,
    SKY,
    painter,
    panels,
)

# -- (d) cross entropy is entropy and something more ----------------------------------------------------------------

TRUTHS = {"three weathers": (0.5, 0.25, 0.25), "always sun": (1.0, 0.0, 0.0)}
BELIEF, WEATHERS = (0.1, 0.3, 0.6), ("sun", "rain", "snow")


@dataclass(frozen=True)
class Bars:
    """Truth and belief, and the parts of their cross entropy."""

    p: np.ndarray
    q: np.ndarray
    entropy: float
    cross: float
    credit: str

    @property
    def extra(self):
        return self.cross - self.entropy


def bars_data(
    toward: float = 0.0,
    truth: str = tr("three weathers"),
    functions: Mapping[str, Callable] | None = None,
):
    """A belief q on its straight way to the truth p, the entropy of p, and the cross entropy of q."""
    p = np.array(TRUTHS[truth])
    q = (1 - toward) * np.array(BELIEF) + toward * p
    entropy = float(nnlib.cross_entropy(p, p))
    cross = float(chosen("cross_entropy", functions)(p, q))
    return Bars(p, q, entropy + 0.0, cross + 0.0, by_whom(("cross_entropy",), functions))


@painter(9.4, 4, left=0.065, right=0.985, bottom=0.12, top=0.9, wspace=0.2)
def paint_bars(data: Bars, figure: Figure):
    """Truth and belief as bars, and the cross entropy as entropy plus divergence."""
    left, right = panels(figure, 1, 2)
    for shift, (name, values, colour, hatch) in zip(
        (-0.2, 0.2), ((tr("truth p"), data.p, GREEN, ""), (tr("belief q"), data.q, SKY, "//"))
    ):
        look = {"color": colour, "hatch": hatch, "edgecolor": "black", "label": name}
        left.bar(np.arange(3) + shift, values, 0.38, **look)
        for k, value in enumerate(values):
            left.text(k + shift, value + 0.02, fixed(value, 2), ha="center")
    left.set_xticks(range(3), WEATHERS)
    left.set(ylim=(0, 1.19), title=tr("how often it happens, and what is believed"))
    left.legend(loc="upper right")
    right.barh(1, data.cross, color=SKY, hatch="//", edgecolor="black")
    right.barh(0, data.entropy, color=GREEN, edgecolor="black")
    right.barh(0, data.extra, left=data.entropy, color=PURPLE, hatch="..", edgecolor="black")
    right.text(
        0.02, 1.57, tr("cross entropy H(p, q) = {fixed}", fixed=fixed(data.cross)), va="center"
    )
    parts = tr(
        "H(p) = {fixed}, and KL = {fixed2} on top",
        fixed=fixed(data.entropy),
        fixed2=fixed(data.extra),
    )
    right.text(0.02, -0.57, parts, va="center")
    right.set(xlim=(0, 2.4), ylim=(-0.85, 1.85), yticks=[], title=tr("average surprise"))
    right.grid(False, axis="y")


def read_bars(data: Bars):
    """In words: cross entropy, entropy and what is on top."""
    p, q = (", ".join(fixed(v, 2) for v in values) for values in (data.p, data.q))
    return tr(
        "Truth p = {p}, belief q = {q}. The cross entropy {fixed} is the entropy of the "
        "truth, {fixed2}, and {fixed3} on top, the KL divergence. {credit}",
        p=p,
        q=q,
        fixed=fixed(data.cross),
        fixed2=fixed(data.entropy),
        fixed3=fixed(data.extra),
        credit=data.credit,
    )


CROSS_BARS = Picture(bars_data, paint_bars, read_bars)


def cross_entropy_bars(functions: Mapping[str, Callable] | None = None) -> Live:
    """Widget: a belief walks towards the truth; what is left is the entropy of the truth."""
    controls = {
        "toward": Slider(tr("q toward p"), 0.0, 1.0, 0.0, 0.05),
        "truth": Choice("truth", tuple(TRUTHS), tr("three weathers")),
    }
    return CROSS_BARS.live(controls, functions=functions)
