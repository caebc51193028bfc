"""One variable: what the rate does on a bowl of known curvature, and where walks end on a ground with two valleys."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLACK, BLUE, GREEN, GREY, SERIES, VERMILION, painter, panels

CURVATURE = 4.0  # of J(w) = 2 w^2: the limit of the rate is 2 / 4
SHOWN = (0.05, 0.25, 0.45, 0.52)


def walk(rate: float, start: float = 1.0, steps: int = 12) -> np.ndarray:
    """The places on J(w) = 2 w^2, whose slope is 4 w."""
    places = [start]
    for _ in range(steps):
        places.append(places[-1] - rate * CURVATURE * places[-1])
    return np.array(places)


# -- the strip of rates ----------------------------------------------------------------------------------------------


def strip_data(rates: tuple = SHOWN, steps: int = 12):
    """{rate: places} for each rate."""
    return {rate: walk(rate, steps=steps) for rate in rates}


@painter(10, 3.1)
def paint_strip(walks: dict, figure: Figure):
    """One bowl for each rate, with the walk on it."""
    row = np.atleast_1d(panels(figure, 1, len(walks), sharey=True))
    w = np.linspace(-1.9, 1.9, 80)
    for axes, (rate, places) in zip(row, walks.items()):
        axes.plot(w, 2 * w * w, color=GREY, linewidth=2)
        axes.plot(places, 2 * places**2, "o-", color=BLUE, markersize=5, linewidth=1.2)
        axes.plot(places[0], 2 * places[0] ** 2, "^", color=BLACK, markersize=9)
        axes.set(xlim=(-1.9, 1.9), ylim=(-0.3, 7), xlabel="w")
        axes.set_title(tr("rate {rate}", rate=plain(rate)))
    row[0].set_ylabel("J(w)")


def read_strip(walks: dict):
    """In words: where each walk stands after its steps."""
    ends = "; ".join(
        tr("with {rate} it is at w = {place}", rate=plain(rate), place=plain(places[-1], 2))
        for rate, places in walks.items()
    )
    steps = len(next(iter(walks.values()))) - 1
    return tr(
        "Descent on the bowl 2w² from w = 1 (the triangle), after {steps} steps: {ends}. The "
        "limit of the rate is 0.5.",
        steps=steps,
        ends=ends,
    )


RATE_STRIP = Picture(strip_data, paint_strip, read_strip)


def _one(rate: float = 0.25, steps: int = 12):
    return strip_data((rate,), steps)


ONE_RATE = Picture(_one, paint_strip, read_strip)


def one_rate() -> Live:
    """Widget: rate, steps -> the walk on the bowl 2 w^2."""
    return ONE_RATE.live(
        {
            "rate": Slider(tr("rate"), 0.01, 0.6, 0.25, 0.01),
            "steps": Slider(tr("steps"), 1, 40, 12, 1),
        }
    )


# -- two valleys -----------------------------------------------------------------------------------------------------


def height(w):
    """(w^2 - 1)^2 + 0.3 w: a deep valley on the left, a shallow one on the right."""
    return (w * w - 1) ** 2 + 0.3 * w


def slope(w):
    """Its derivative."""
    return 4 * w * (w * w - 1) + 0.3


PASS, SHALLOW, DEEP = sorted(np.roots([4, 0, -4, 0.3]).real, key=abs)  # where the slope is 0


def descend(kind: str, starts, rate: float, steps: int, noise: float = 0.0, rng=None) -> np.ndarray:
    """All walks at once, (steps + 1, walks): descent, momentum 0.9, Adam, or descent with noise that fades out."""
    w, m, v = np.array(starts, float), np.zeros(len(starts)), np.zeros(len(starts))
    places = [w]
    for t in range(1, steps + 1):
        g = slope(w)
        if kind == "noisy":
            g = g + noise * (1 - t / steps) * rng.standard_normal(len(w))
        if kind == "momentum":
            m = 0.9 * m - rate * g
            w = w + m
        elif kind == "adam":
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
            w = w - rate * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        else:
            w = w - rate * g
        places.append(w)
    return np.array(places)


@dataclass(frozen=True)
class Start:
    """Where one start leads: the places of the walk, its rate, and the noise."""

    places: np.ndarray
    rate: float
    noise: float


def start_data(
    w: float = 1.6, rate: float = 0.02, noise: float = 0.0, seed: int = 0, steps: int = 300
):
    """Walk down from w, with slopes that are measured with an error of size `noise`, fading to 0."""
    rng = np.random.default_rng(seed)
    return Start(descend("noisy", [w], rate, steps, noise, rng)[:, 0], rate, noise)


@painter(7, 3.9)
def paint_start(walked: Start, figure: Figure):
    """The two valleys, and the walk in them."""
    axes = panels(figure)
    w = np.linspace(-1.75, 1.75, 160)
    axes.plot(w, height(w), color=GREY, linewidth=2.5)
    axes.plot(walked.places, height(walked.places), ".-", color=BLUE, linewidth=0.8, markersize=5)
    axes.plot(walked.places[0], height(walked.places[0]), "^", color=BLACK, markersize=10)
    axes.plot(walked.places[-1], height(walked.places[-1]), "s", color=VERMILION, markersize=10)
    for w, x, said in ((SHALLOW, 1.0, tr("local minimum")), (DEEP, -0.95, tr("global minimum"))):
        arrow = {"arrowstyle": "->"}
        axes.annotate(said, (w, height(w)), (x, 1.35), ha="center", arrowprops=arrow)
    axes.set(xlim=(-1.8, 1.8), ylim=(-0.5, 4.2), xlabel="w", ylabel=tr("height"))


def read_start(walked: Start):
    """In words: from where to where, and which minimum that is."""
    end = walked.places[-1]
    if abs(end - DEEP) < 0.1:
        where = tr("at the global minimum")
    else:
        where = tr("in the local minimum") if abs(end - SHALLOW) < 0.1 else tr("in neither minimum")
    return tr(
        "Two valleys. From w = {start} (triangle), with the rate {rate} and the noise {noise}, "
        "{steps} steps lead to w = {end} (square), {where}. Crossings of the "
        "hill on the way: {crossings}.",
        start=plain(walked.places[0]),
        rate=plain(walked.rate),
        noise=plain(walked.noise),
        steps=len(walked.places) - 1,
        end=plain(end, 4),
        where=where,
        crossings=int(np.sum(np.diff(walked.places > PASS) != 0)),
    )


TWO_VALLEYS = Picture(start_data, paint_start, read_start)


def two_valleys() -> Live:
    """Widget: start, rate, noise, draw -> which of the two minima the walk ends in."""
    return TWO_VALLEYS.live(
        {
            "w": Slider(tr("start"), -1.7, 1.7, 1.6, 0.05),
            "rate": Slider(tr("rate"), 0.005, 0.1, 0.02, 0.005),
            "noise": Slider(tr("noise"), 0, 20, 0, 1),
            "seed": Slider(tr("draw"), 0, 20, 0, 1, when=lambda values: values["noise"] > 0),
        }
    )


# -- how often each kind of step ends at the bottom ------------------------------------------------------------------

KINDS = {
    "descent": tr("descent"),
    "momentum": tr("momentum 0.9"),
    "adam": "Adam",
    "noisy": tr("noise that fades"),
}


def share_data(starts: int = 500, rate: float = 0.05, steps: int = 400, seeds: int = 5):
    """{kind: shares (seeds,)}: how many of the random starts between -2 and 2 end at the global minimum."""
    found = {kind: [] for kind in KINDS}
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        w = rng.uniform(-2, 2, starts)
        for kind in KINDS:
            ends = descend(kind, w, rate, steps, 6.0, rng)[-1]
            found[kind].append(np.mean(np.abs(ends - DEEP) < 0.1))
    return {kind: np.array(shares) for kind, shares in found.items()}


@painter(7, 2.9)
def paint_share(shares: dict, figure: Figure):
    """A bar for each kind of step, from the smallest share of the seeds to the largest."""
    axes = panels(figure)
    for row, (kind, look) in enumerate(zip(shares, SERIES)):
        percent = 100 * shares[kind]
        axes.barh(row, percent.mean(), color="#DDDDDD", height=0.6)
        axes.plot(percent, [row] * len(percent), look["marker"], color=look["color"], markersize=8)
    axes.axvline(50, color=GREEN, linestyle=":", linewidth=1.5)
    axes.set_yticks(range(len(shares)), [KINDS[kind] for kind in shares])
    axes.set(xlim=(0, 100), xlabel=tr("starts that end at the global minimum, in percent"))
    axes.invert_yaxis()


def read_share(shares: dict):
    """In words: the mean share of each kind, and its range over the seeds."""
    told = "; ".join(
        tr(
            "{kind} {mean:.0f} percent ({least:.0f} to {most:.0f})",
            kind=KINDS[kind],
            mean=100 * found.mean(),
            least=100 * found.min(),
            most=100 * found.max(),
        )
        for kind, found in shares.items()
    )
    return tr(
        "Random starts on the ground with two valleys, the share that ends at the global "
        "minimum, over {seeds} seeds: {told}.",
        seeds=len(next(iter(shares.values()))),
        told=told,
    )


WHICH_VALLEY = Picture(share_data, paint_share, read_share)
