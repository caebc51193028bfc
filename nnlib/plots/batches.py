"""Batches: how an epoch is cut, how noisy a batch's gradient is, and what that means for time, memory and learning."""

import time
import tracemalloc
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.patches import Rectangle

from nnlib.batching import iterations_per_epoch, minibatches, per_example_gradients
from nnlib.layers import affine_forward
from nnlib.neuron import logistic_loss_and_grads
from nnlib.optimizers import gd_step
from nnlib.plots.live_figures import Choice, Slider, Toggle
from nnlib.plots.numbers import plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    SERIES,
    SKY,
    VERMILION,
    log_axis,
    note,
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


def deck_data(n=100, B=32, drop_last=False, epochs=1):
    """Cut n examples into batches of B."""
    count = iterations_per_epoch(n, B, drop_last) if B <= n or not drop_last else 0
    batch_of = np.arange(n) // B
    batch_of[batch_of >= count] = -1
    sizes = tuple(int(np.sum(batch_of == k)) for k in range(count))
    return Deck(n, B, batch_of, sizes, epochs)


@painter(9, 3.4, left=0.02, right=0.98, bottom=0.06, top=0.86)
def paint_deck(deck, figure):
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
    axes.set_title(f"one epoch: {len(deck.sizes)} batches from {deck.n} examples")


def read_deck(deck):
    left = int(np.sum(deck.batch_of < 0))
    last = deck.sizes[-1] if deck.sizes else 0
    short = f" The last batch has {last}." if last and last != deck.B else ""
    lost = f" Left out of this epoch: {number_of(left, 'example')}." if left else ""
    batches = number_of(len(deck.sizes), "batch", "batches")
    return (
        f"{number_of(deck.n, 'example')} in batches of {deck.B}: {batches}, so "
        f"{number_of(len(deck.sizes), 'update')} in an epoch and {deck.updates} in "
        f"{number_of(deck.epochs, 'epoch')}.{short}{lost}"
    )


def number_of(count, one, many=""):
    """1 batch, 2 batches."""
    return f"{count} {one if count == 1 else many or one + 's'}"


DECK = Picture(deck_data, paint_deck, read_deck)


def epoch_counter():
    """Widget: examples, batch size, drop the last one, epochs -> the deck, and the number of updates."""
    controls = {
        "n": Slider("examples n", 1, 200, 100, 1),
        "B": Slider("batch size B", 1, 200, 32, 1),
        "epochs": Slider("epochs", 1, 20, 1, 1),
        "drop_last": Toggle("drop a short last batch"),
    }
    return DECK.live(controls)


# -- (b) the gradient cloud -------------------------------------------------------------------------------------------

N_CLOUD, DRAWS = 1000, 300


def two_clouds(rng, n=N_CLOUD):
    """Two overlapping clouds of points on a line: X (n, 1), y (n,) of 0 and 1."""
    y = (rng.random(n) < 0.5).astype(float)
    return (rng.standard_normal(n) + 1.2 * y - 0.6)[:, None], y


@dataclass(frozen=True)
class Cloud:
    """Gradients (dw, db) of minibatches around the full one, and how wide they scatter, measured and by the formula."""

    B: int
    n: int
    full: np.ndarray
    drawn: np.ndarray
    spread: float
    law: float
    angle: float


def cloud_data(B=16, seed=0, w=-0.5, b=0.3, draws=DRAWS):
    """Draw minibatches of B from 1,000 examples and take the gradient of a logistic neuron on each."""
    rng = np.random.default_rng(seed)
    X, y = two_clouds(np.random.default_rng(0))
    each = per_example_gradients(X, y, np.array([w]), b)
    full = each.mean(axis=0)
    picks = [rng.choice(len(X), B, replace=False) for _ in range(draws)]
    drawn = np.array([each[rows].mean(axis=0) for rows in picks])
    return Cloud(
        B, len(X), full, drawn, scatter(drawn, full), spread_law(each, B), _angle(drawn, full)
    )


def scatter(drawn, full):
    """The root mean square distance of the drawn gradients from the full one."""
    return float(np.sqrt(np.mean(np.sum((drawn - full) ** 2, axis=1))))


def spread_law(each, B):
    """How far batches of B scatter: sqrt(variance / B), times sqrt((n - B) / (n - 1)), for n is finite."""
    n = len(each)
    variance = np.sum(each.var(axis=0))
    return float(np.sqrt(variance / B * (n - B) / (n - 1)))


def _angle(drawn, full):
    """The mean angle between a batch's gradient and the full one, in degrees."""
    cosines = drawn @ full / (np.linalg.norm(drawn, axis=1) * np.linalg.norm(full))
    return float(np.degrees(np.arccos(np.clip(cosines, -1, 1))).mean())


@painter(6.4, 4.4)
def paint_cloud(cloud, figure):
    axes = panels(figure)
    axes.plot(*cloud.drawn.T, "o", color=SKY, markersize=4, alpha=0.7, label="gradients of batches")
    arrow = {"arrowstyle": "-|>", "color": VERMILION, "linewidth": 2.5}
    axes.annotate("", cloud.full, (0, 0), arrowprops=arrow)
    axes.plot(*cloud.full, "s", color=VERMILION, markersize=9, label="gradient of all 1,000")
    axes.plot(0, 0, "+", color=BLACK, markersize=12)
    axes.set(xlim=(-1.75, 1.05), ylim=(-0.95, 1.05), xlabel="slope for w", ylabel="slope for b")
    axes.legend(loc="upper right")


def read_cloud(cloud):
    return (
        f"Batches of {cloud.B}: the gradients scatter {plain(cloud.spread)} around the full one, whose length is "
        f"{plain(float(np.linalg.norm(cloud.full)))}; the formula says {plain(cloud.law)}. "
        f"On average they point {plain(cloud.angle, 2)} degrees beside it."
    )


CLOUD = Picture(cloud_data, paint_cloud, read_cloud)


def gradient_cloud():
    """Widget: batch size, draw -> the cloud of minibatch gradients around the true one."""
    return CLOUD.live(
        {"B": Slider("batch size B", 1, 1000, 16, 1), "seed": Slider("draw", 0, 20, 0, 1)}
    )


# -- noise against batch size -----------------------------------------------------------------------------------------

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 990)


def noise_data(rng, draws=2000):
    """For each batch size the measured scatter, and the formula with and without the factor for a finite n."""
    X, y = two_clouds(np.random.default_rng(0))
    each = per_example_gradients(X, y, np.array([-0.5]), 0.3)
    full, sizes = each.mean(axis=0), np.array(SIZES)
    measured = []
    for B in sizes:
        picks = rng.permuted(np.tile(np.arange(len(X)), (draws, 1)), axis=1)[:, :B]
        measured.append(scatter(each[picks].mean(axis=1), full))
    variance = np.sum(each.var(axis=0))
    return {
        "sizes": sizes,
        "measured": np.array(measured),
        "law": np.array([spread_law(each, B) for B in sizes]),
        "simple": np.sqrt(variance / sizes),
    }


@painter(7.2, 4)
def paint_noise(data, figure):
    axes = panels(figure)
    axes.loglog(data["sizes"], data["simple"], ":", color=GREY, label="1 / √B alone")
    axes.loglog(data["sizes"], data["law"], "-", color=BLUE, label="with the factor for n = 1,000")
    axes.loglog(data["sizes"], data["measured"], "o", color=VERMILION, label="measured")
    axes.set(xlabel="batch size B", ylabel="scatter of the gradient")
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    axes.legend(loc="lower left")


def read_noise(data):
    at = dict(zip(data["sizes"].tolist(), data["measured"].tolist()))
    shown = ", ".join(f"{plain(at[B])} at B = {B}" for B in (1, 4, 16, 64, 256))
    return (
        f"Scatter of minibatch gradients: {shown}. Four times the batch, half the scatter, until B comes near n = "
        f"1,000, where it falls faster: {plain(at[990])} at 990."
    )


NOISE = Picture(noise_data, paint_noise, read_noise)


# -- paths ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Walk:
    """The way of (w, b) through the loss for one batch size, and the loss at its end."""

    B: int
    steps: np.ndarray
    loss: float


def paths_data(rng, sizes=(1, 16, 256), updates=60, lr=1.0, start=(-2.0, 2.0)):
    """Walk down the loss of a logistic neuron with minibatches of several sizes, the same number of updates each."""
    X, y = two_clouds(np.random.default_rng(0), 256)
    walks = [_walk(X, y, B, updates, lr, start, rng) for B in sizes]
    ws, bs = np.linspace(-2.6, 3.2, 70), np.linspace(-2.2, 2.6, 60)
    loss = np.array([[logistic_loss_and_grads(X, y, np.array([w]), b)[0] for w in ws] for b in bs])
    return {"walks": walks, "ws": ws, "bs": bs, "loss": loss}


def _walk(X, y, B, updates, lr, start, rng):
    w, b, steps = np.array([start[0]]), start[1], [start]
    while len(steps) <= updates:
        for rows in minibatches(len(X), B, rng):
            _, dw, db = logistic_loss_and_grads(X[rows], y[rows], w, b)
            w, b = gd_step(w, dw, lr), float(gd_step(b, db, lr))
            steps.append((w[0], b))
    steps = np.array(steps[: updates + 1])
    end = logistic_loss_and_grads(X, y, steps[-1, :1], steps[-1, 1])[0]
    return Walk(B, steps, float(end))


@painter(9, 3.5, left=0.07, right=0.985, bottom=0.17, top=0.88, wspace=0.12)
def paint_paths(data, figure):
    row = panels(figure, 1, len(data["walks"]), sharex=True, sharey=True)
    for axes, walk, look in zip(row, data["walks"], SERIES):
        axes.contour(data["ws"], data["bs"], data["loss"], 12, colors="#B0B0B0", linewidths=0.9)
        axes.plot(*walk.steps.T, **look | {"linestyle": "-"}, markersize=3, linewidth=1.4)
        axes.plot(*walk.steps[0], "k^", markersize=9)
        axes.set_title(f"B = {walk.B}")
        axes.set_xlabel("w")
        axes.grid(False)
        axes.set(xlim=(data["ws"][0], data["ws"][-1]), ylim=(data["bs"][0], data["bs"][-1]))
    row[0].set_ylabel("b")


def read_paths(data):
    ends = "; ".join(f"B = {walk.B} ends at loss {walk.loss:.3f}" for walk in data["walks"])
    updates = len(data["walks"][0].steps) - 1
    said = f"Three walks from the same start, {updates} updates each: {ends}."
    return f"{said} The smaller the batch, the more it zigzags."


PATHS = Picture(paths_data, paint_paths, read_paths)


# -- throughput and memory --------------------------------------------------------------------------------------------


def throughput_data(rng, sizes=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512), rows=1024, rounds=5):
    """Rows per second through one layer of 256 x 256, B rows at a time, the best of several rounds; and bytes kept."""
    X, W = rng.standard_normal((rows, 256)), rng.standard_normal((256, 256))
    best = np.full(len(sizes), np.inf)
    for _ in range(rounds):
        for k, B in enumerate(sizes):
            start = time.perf_counter()
            for at in range(0, rows, B):
                X[at : at + B] @ W
            best[k] = min(best[k], time.perf_counter() - start)
    memory = np.array([kept_bytes(X[:B], W) for B in sizes])
    return {"sizes": np.array(sizes), "speed": rows / best, "memory": memory}


def kept_bytes(X, W):
    """How many bytes more Python holds with the input and the output of a layer, as the way back wants them."""
    affine_forward(X, W, np.zeros(W.shape[1]))  # what is loaded at the first call is no part of it
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        kept = X.copy(), affine_forward(X, W, np.zeros(W.shape[1]))
        return tracemalloc.get_traced_memory()[0] - before if kept else 0
    finally:
        tracemalloc.stop()


@painter(9, 3.6)
def paint_throughput(data, figure):
    left, right = panels(figure, 1, 2)
    left.loglog(data["sizes"], data["speed"], "-o", color=BLUE)
    left.set(xlabel="batch size B", ylabel="rows per second", title="speed on this machine")
    right.loglog(data["sizes"], data["memory"] / 1024, "-s", color=VERMILION)
    right.set(xlabel="batch size B", ylabel="kilobytes kept", title="input and output of the layer")
    for axes in (left, right):
        log_axis(axes.xaxis)
        log_axis(axes.yaxis)


def read_throughput(data):
    first, best = data["speed"][0], data["speed"].max()
    at = data["sizes"][int(data["speed"].argmax())]
    kept = f"{plain(data['memory'][0] / 1024)} kilobytes to {plain(data['memory'][-1] / 1024)}"
    return (
        f"One layer of 256 by 256 on this machine: {plain(first, 2)} rows per second one at a time, "
        f"{plain(best, 2)} in batches of {at}, {plain(best / first, 2)} times as many. What has to be kept for the way "
        f"back grows with B, from {kept}."
    )


THROUGHPUT = Picture(throughput_data, paint_throughput, read_throughput)


# -- (c) the race and (d) the shuffle trap ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Lane:
    """One way to train: its batch size, and per seed the accuracies after each epoch, and the seconds of an epoch."""

    label: str
    epochs: np.ndarray
    accuracies: np.ndarray
    updates: int
    seconds: float


def batch_race_data(
    X, y, seeds=5, epochs=60, train=None, settings=((1, 0.02, 5), (32, 0.1, 60), (None, 0.1, 60))
):
    """Train 64-32-10 on digits with several batch sizes (None: all rows): accuracy on 397 held-out rows by epoch.

    Each setting is (batch size, learning rate, epochs). `train` is nnlib's.
    """
    from nnlib.datasets import split
    from nnlib.training import train as book

    lanes = []
    for B, lr, most in settings:
        found, spent = [], 0.0
        for seed in range(seeds):
            rng = np.random.default_rng(seed)
            X_train, y_train, X_test, y_test = split(X, y, 397, rng)
            size = len(X_train) if B is None else B
            start = time.perf_counter()
            trained = (train or book)(
                X_train, y_train, [64, 32, 10], rng, epochs=min(most, epochs), batch_size=size, lr=lr,
                validation=(X_test, y_test),
            )  # fmt: skip
            spent += time.perf_counter() - start
            found.append(trained.history["accuracy"])
        label = "B = n" if B is None else f"B = {B}"
        count, per_epoch = len(found[0]), iterations_per_epoch(len(X_train), size)
        lanes.append(
            Lane(label, np.arange(1, count + 1), np.array(found), per_epoch, spent / seeds / count)
        )
    return lanes


@painter(9, 3.8, left=0.08, right=0.985, bottom=0.16, top=0.9, wspace=0.1)
def paint_batch_race(lanes, figure):
    left, right = panels(figure, 1, 2, sharey=True)
    for lane, look in zip(lanes, SERIES):
        mean = 100 * lane.accuracies.mean(axis=0)
        band = 100 * lane.accuracies.min(axis=0), 100 * lane.accuracies.max(axis=0)
        every = max(len(mean) // 8, 1)
        for axes, x in ((left, lane.epochs), (right, lane.epochs * lane.seconds)):
            axes.plot(x, mean, **look, markevery=every, label=lane.label)
            axes.fill_between(x, *band, color=look["color"], alpha=0.2, linewidth=0)
    left.set(xlabel="epochs", ylabel="test accuracy in %", ylim=(0, 101))
    right.set(xlabel="seconds on this machine", xscale="log")
    left.set_title("equal epochs")
    right.set_title("equal time")
    left.legend(loc="lower right")


def read_batch_race(lanes):
    ends = [
        f"{lane.label}: {100 * lane.accuracies[:, -1].mean():.1f}% after {len(lane.epochs)} epochs, that is "
        f"{lane.updates * len(lane.epochs):,} updates (from {100 * lane.accuracies[:, -1].min():.1f} to "
        f"{100 * lane.accuracies[:, -1].max():.1f})"
        for lane in lanes
    ]
    return f"Test accuracy on digits, mean of {len(lanes[0].accuracies)} seeds. {'; '.join(ends)}."


BATCH_RACE = Picture(batch_race_data, paint_batch_race, read_batch_race)


def shuffle_trap_data(X, y, seeds=5, epochs=10):
    """Accuracy with the pairs kept together, and with X alone shuffled before training, per seed."""
    from nnlib.datasets import split
    from nnlib.training import train

    found = {"X and y together": [], "X alone": []}
    for seed in range(seeds):
        for name, accuracies in found.items():
            rng = np.random.default_rng(seed)
            X_train, y_train, X_test, y_test = split(X, y, 397, rng)
            if name == "X alone":
                X_train = X_train[rng.permutation(len(X_train))]
            trained = train(X_train, y_train, [64, 32, 10], rng, epochs=epochs)
            accuracies.append(trained.accuracy(X_test, y_test))
    return {name: np.array(accuracies) for name, accuracies in found.items()}


@painter(6.6, 2.5)
def paint_shuffle_trap(data, figure):
    axes = panels(figure)
    for k, (accuracies, look) in enumerate(zip(data.values(), SERIES)):
        axes.plot(
            100 * accuracies,
            np.full(len(accuracies), k),
            look["marker"],
            color=look["color"],
            markersize=9,
        )
    axes.axvline(10, color=GREY, linestyle=":")
    note(axes, "guessing", 0.11, 0.6)
    axes.set_yticks(range(len(data)), list(data))
    axes.set(xlim=(0, 101), ylim=(-0.6, len(data) - 0.4), xlabel="test accuracy in %")


def read_shuffle_trap(data):
    parts = [
        f"{name} shuffled: {100 * a.mean():.1f}% (from {100 * a.min():.1f} to {100 * a.max():.1f})"
        for name, a in data.items()
    ]
    return f"Test accuracy on digits, {len(next(iter(data.values())))} seeds. {'; '.join(parts)}. Guessing gives 10%."


SHUFFLE_TRAP = Picture(shuffle_trap_data, paint_shuffle_trap, read_shuffle_trap)


# -- the race, stopped at any moment ----------------------------------------------------------------------------------

EPOCHS, TIME = "equal epochs", "equal time"


@dataclass(frozen=True)
class Stop:
    """The race stopped at `budget` (epochs or seconds): per lane its curve, and how far it is (epochs, accuracy)."""

    by: str
    budget: float
    lanes: list
    epochs: list
    accuracies: list


def race_at_data(lanes, by=EPOCHS, share=100):
    """Stop the race when `share` percent of the longest lane's epochs, or of its seconds, have passed."""
    units = [1.0 if by == EPOCHS else lane.seconds for lane in lanes]
    budget = share / 100 * max(unit * len(lane.epochs) for unit, lane in zip(units, lanes))
    done = [min(int(budget / unit + 1e-9), len(lane.epochs)) for unit, lane in zip(units, lanes)]
    means = [lane.accuracies.mean(axis=0)[n - 1] if n else np.nan for n, lane in zip(done, lanes)]
    return Stop(by, budget, lanes, done, means)


@painter(7.6, 4)
def paint_race_at(stop, figure):
    axes = panels(figure)
    for lane, look, count, accuracy in zip(stop.lanes, SERIES, stop.epochs, stop.accuracies):
        unit = 1.0 if stop.by == EPOCHS else lane.seconds
        x, mean = unit * lane.epochs, 100 * lane.accuracies.mean(axis=0)
        axes.plot(x, mean, color=look["color"], linewidth=1.2, alpha=0.5)
        axes.plot(x[:count], mean[:count], **look, markevery=max(count // 8, 1), label=lane.label)
        if count:
            axes.plot(
                x[count - 1], 100 * accuracy, look["marker"], color=look["color"], markersize=12
            )
    axes.axvline(stop.budget, color=BLACK, linestyle=":")
    if stop.by == TIME:
        axes.set_xscale("log")
        log_axis(axes.xaxis)
    axes.set(xlabel="epochs" if stop.by == EPOCHS else "seconds on this machine", ylim=(0, 101))
    axes.set(ylabel="test accuracy in %", title=stop.by)
    axes.legend(loc="lower right")


def read_race_at(stop):
    unit = "epochs" if stop.by == EPOCHS else "seconds"
    parts = [
        f"{lane.label} has made {number_of(count, 'epoch')}, {count * lane.updates:,} updates, and is right "
        f"in {100 * a:.1f}%"
        if count
        else f"{lane.label} has not finished one epoch"
        for lane, count, a in zip(stop.lanes, stop.epochs, stop.accuracies)
    ]
    return f"After {plain(stop.budget, 2)} {unit}: {'; '.join(parts)}."


RACE_AT = Picture(race_at_data, paint_race_at, read_race_at)


def batch_race(lanes):
    """Widget: equal epochs or equal time, and when to stop -> how far each batch size has come."""
    controls = {
        "by": Choice("compare at", (EPOCHS, TIME), EPOCHS),
        "share": Slider("share of the race", 1, 100, 100, 1),
    }
    return RACE_AT.live(controls, lanes=lanes)


# -- the shuffle trap, tried out --------------------------------------------------------------------------------------

SHUFFLES = ("X and y together", "X alone", "nothing")
LONGEST = 40  # epochs


@dataclass(frozen=True)
class Trapped:
    """What was shuffled before training, and the accuracies after each epoch, on training and on new pictures."""

    what: str
    train: np.ndarray
    new: np.ndarray


@cache
def train_shuffled(what, seed):
    """Accuracy per epoch of 64-32-10 on digits, on its own training pairs and on 397 new pictures."""
    from nnlib.datasets import load_digits, split
    from nnlib.training import train

    found = []
    for seen in (True, False):
        rng = np.random.default_rng(seed)
        X, y, X_new, y_new = split(*load_digits(), 397, rng)
        order = rng.permutation(len(X)) if what != SHUFFLES[2] else np.arange(len(X))
        X, y = X[order], y if what == SHUFFLES[1] else y[order]
        asked = (X, y) if seen else (X_new, y_new)
        trained = train(X, y, [64, 32, 10], rng, epochs=LONGEST, validation=asked)
        found.append(np.array(trained.history["accuracy"]))
    return found


def trap_data(what=SHUFFLES[0], epochs=10, seed=0):
    train, new = train_shuffled(what, seed)
    return Trapped(what, train[:epochs], new[:epochs])


@painter(6.8, 3.8)
def paint_trap(trap, figure):
    axes, x = panels(figure), np.arange(1, len(trap.new) + 1)
    for values, look, name in zip(
        (trap.train, trap.new), SERIES, ("the pairs it learns from", "new pictures")
    ):
        axes.plot(x, 100 * values, **look, markevery=max(len(x) // 8, 1), label=name)
    axes.axhline(10, color=GREY, linestyle=":")
    axes.set(xlabel="epochs", ylabel="right answers in %", ylim=(0, 101), xlim=(0.5, LONGEST + 0.5))
    axes.set_title(f"shuffled: {trap.what} (dotted: guessing)")
    axes.legend(loc="center right")


def read_trap(trap):
    return (
        f"Shuffled before training: {trap.what}. After {len(trap.new)} epochs the network is right for "
        f"{100 * trap.train[-1]:.1f}% of the pairs that it learns from, and for {100 * trap.new[-1]:.1f}% of the new "
        "pictures. Guessing gives 10%."
    )


TRAP = Picture(trap_data, paint_trap, read_trap)


def shuffle_trap():
    """Widget: what is shuffled, epochs, seed -> accuracy on the training pairs and on new pictures."""
    controls = {
        "what": Choice("shuffle", SHUFFLES, SHUFFLES[1]),
        "epochs": Slider("epochs", 1, LONGEST, 10, 1),
        "seed": Slider("seed", 0, 9, 0, 1),
    }
    return TRAP.live(controls)
