"""fit_history(model, X, y, epochs, B, rng, validation): the loop behind fit, and the history that it keeps."""

import copy
import inspect
from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch08._shared import NOT_SHUFFLED, RNG_UNUSED, SAME_ORDER

ex = exercise("fit_history", "model, X, y, epochs, B, rng, validation")

TRAINED_ON_VALIDATION = (
    "trained-on-validation",
    tr(
        "You call train_on_batch with rows of the validation data. What is trained on can measure memory only: "
        "use evaluate for them."
    ),
)
EVALUATED_BEFORE = (
    "evaluated-before",
    tr("Your val_loss is measured before the epoch's training. It belongs behind its last batch."),
)
OF_THE_TRAINING_ROWS = (
    "val-loss-of-training-rows",
    tr("Your val_loss is measured on X and y. Measure it on the two arrays in validation."),
)
MEASURED_ONCE = (
    "val-loss-of-another-epoch",
    tr(
        "Your val_loss should hold what evaluate gives after each epoch, one number per epoch, in order."
    ),
)
AFTER_THE_EPOCH = (
    "loss-after-the-epoch",
    tr(
        "Your loss comes from evaluate, after the epoch. Here it is the mean of what train_on_batch returned, the "
        "loss while the model was still learning."
    ),
)
PLAIN_MEAN = (
    "plain-mean",
    tr(
        "You give every batch the same weight, also the short one at the end. For how many examples does each loss "
        "speak?"
    ),
)
WRONG_LOSS = (
    "wrong-loss",
    tr(
        "Your loss should hold the mean loss per example of each epoch, from what train_on_batch returned."
    ),
)
ROWS_LOST = (
    "rows-not-once",
    tr("In an epoch every row has one turn. Of some rows you make more, or none."),
)
TORN = ("torn-pairs", tr("Rows of X reach train_on_batch with the labels of other rows."))
BATCHES = (
    "wrong-batches",
    tr("Give train_on_batch B rows at a time; only the last batch of an epoch may be shorter."),
)
EPOCHS = (
    "wrong-number-of-epochs",
    tr("You do not go through the rows `epochs` times. Where it is not given, once is meant."),
)
KEYS = (
    "wrong-keys",
    tr(
        'Return a dict of lists: "loss" always, "val_loss" where there are validation data and only there, one number '
        "per epoch in each."
    ),
)


class Model:
    """Stands in for a network: it notes what it is called with. Its loss falls with every step it has made."""

    methods = ("train_on_batch", "evaluate")

    def __init__(self):
        self.trained, self.measured = [], []

    def __call__(self, X):
        return np.zeros((len(X), 1))

    def train_on_batch(self, X, y):
        loss = self.loss(X, y, len(self.trained))
        self.trained.append((np.array(X), np.array(y), loss))
        return loss

    def evaluate(self, X, y):
        loss = self.loss(X, y, len(self.trained))
        self.measured.append(loss)
        return loss

    def loss(self, X, y, steps):
        return float((np.mean(y) + np.mean(X) / 64) * 0.9**steps)


def _runs(left_out, function, given):
    """Two trainings with equal generators, and one with what is left of the first: (history, model) of each."""
    twin, ran = copy.deepcopy(given["rng"]), []
    for rng in (given["rng"], twin, given["rng"]):
        model = Model()
        ran.append((_called(function, given | {"model": model, "rng": rng}, left_out), model))
    return ran


def _called(function, given, left_out):
    """A call without the arguments in `left_out`, the later ones by name, where the function has these names."""
    names = inspect.signature(function).parameters
    if not left_out or not set(given) <= set(names):
        return function(*given.values())
    first = [given.pop(name) for name in ("model", "X", "y")]
    return function(*first, **{name: v for name, v in given.items() if name not in left_out})


def _read(X, y, epochs, B, validation, ran):
    """{"steps": how many} where all is as it should be, for all three trainings."""
    orders = []
    for history, model in ran:
        if history is None:
            raise Misfit(
                "returns-none", tr("Your function returned None. Is there a return at its end?")
            )
        orders.append(_order(X, y, epochs, B, validation, model))
        _history_of(history, model, X, y, epochs, validation)
    if len(X) > 8:
        _drawn(orders, epochs)
    return {"steps": float(len(ran[0][1].trained))}


def _order(X, y, epochs, B, validation, model):
    """The rows in the order in which the model saw them, one epoch per line."""
    place = {tuple(row): i for i, row in enumerate(X)}
    rows = [place.get(tuple(row)) for A, _, _ in model.trained for row in np.atleast_2d(A)]
    held = {tuple(row) for row in validation[0]} if validation is not None else set()
    if any(tuple(row) in held for A, _, _ in model.trained for row in np.atleast_2d(A)):
        raise Misfit(*TRAINED_ON_VALIDATION)
    if None in rows:
        raise Misfit(*ROWS_LOST)
    if len(rows) != epochs * len(X):
        whole = len(rows) % len(X) == 0 and _once(rows, len(X))
        raise Misfit(*(EPOCHS if whole else ROWS_LOST))
    if not _once(rows, len(X)):
        raise Misfit(*ROWS_LOST)
    labels = np.concatenate([np.atleast_1d(t) for _, t, _ in model.trained])
    if labels.shape != (len(rows),) or (labels != y[rows]).any():
        raise Misfit(*TORN)
    sizes = [min(B, len(X) - start) for start in range(0, len(X), B)]
    if [len(A) for A, _, _ in model.trained] != sizes * epochs:
        raise Misfit(*BATCHES)
    return np.array(rows).reshape(epochs, -1)


def _once(rows, n):
    """Whether every stretch of n rows holds each row once."""
    return all(sorted(rows[i : i + n]) == list(range(n)) for i in range(0, len(rows), n))


def _history_of(history, model, X, y, epochs, validation):
    wanted = {"loss"} if validation is None else {"loss", "val_loss"}
    if type(history) is not dict or set(history) != wanted:
        raise Misfit(*KEYS)
    if any(
        not isinstance(listed, (list, tuple)) or len(listed) != epochs
        for listed in history.values()
    ):
        raise Misfit(*KEYS)
    per_epoch = len(model.trained) // epochs
    losses = np.array([loss for _, _, loss in model.trained]).reshape(epochs, per_epoch)
    sizes = np.array([len(t) for _, t, _ in model.trained[:per_epoch]])
    after = per_epoch * (1 + np.arange(epochs))
    _losses_of(history["loss"], losses, sizes, [model.loss(X, y, k) for k in after])
    if validation is not None:
        _val_losses_of(history["val_loss"], model, (X, y), validation, after)


def _alike(listed, wanted):
    try:
        return np.allclose(np.array(listed, dtype=np.float64), wanted, rtol=1e-9, atol=0)
    except (TypeError, ValueError):
        return False


def _losses_of(listed, losses, sizes, later):
    if _alike(listed, losses @ sizes / sizes.sum()):
        return
    if _alike(listed, losses.mean(axis=1)):
        raise Misfit(*PLAIN_MEAN)
    raise Misfit(*(AFTER_THE_EPOCH if _alike(listed, later) else WRONG_LOSS))


def _val_losses_of(listed, model, seen, held_out, after):
    if _alike(listed, [model.loss(*held_out, k) for k in after]):
        return
    step = after[0]
    if _alike(listed, [model.loss(*held_out, k - step) for k in after]):
        raise Misfit(*EVALUATED_BEFORE)
    if _alike(listed, [model.loss(*seen, k) for k in after]):
        raise Misfit(*OF_THE_TRAINING_ROWS)
    raise Misfit(*MEASURED_ONCE)


def _drawn(orders, epochs):
    first, again, then = orders
    if (first == np.arange(first.shape[1])).all():
        raise Misfit(*NOT_SHUFFLED)
    if (first != again).any():
        raise Misfit(*RNG_UNUSED)
    if (epochs > 1 and (first == first[0]).all()) or (first == then).all():
        raise Misfit(*SAME_ORDER)


def _made(values, arguments):
    """None: what came as far as this has been looked at."""
    return None if values["steps"] > 0 else EPOCHS


def _case(rng, n, about, *, epochs=None, B=None, held_out=0):
    X, y = rng.permutation(4 * n).reshape(n, 4) / 8.0, rng.permutation(np.arange(1, n + 1)) / 4.0
    validation = None
    if held_out:
        validation = (
            -1.0 - rng.permutation(4 * held_out).reshape(held_out, 4),
            50.0 + np.arange(held_out),
        )
    arguments = {"model": Model(), "X": X, "y": y, "epochs": epochs or 1, "B": B or 32}
    arguments |= {"rng": np.random.default_rng(int(rng.integers(2**31))), "validation": validation}
    left_out = () if epochs else ("epochs", "B", "validation")
    truth = {"steps": float((epochs or 1) * -(-n // (B or 32)))}
    read = partial(_read, X, y, epochs or 1, B or 32, validation)
    return Case(arguments, truth, about, run=partial(_runs, left_out), read=read, judge=_made)


@ex.part(points=2)
def loop(rng):
    return [
        _case(rng, 10, tr("10 rows in batches of 4, 3 epochs"), epochs=3, B=4),
        _case(rng, 12, tr("12 rows in batches of 3, 2 epochs"), epochs=2, B=3),
    ]


@ex.part(points=1)
def validation(rng):
    return [_case(rng, 11, tr("with 5 rows held out, 3 epochs"), epochs=3, B=4, held_out=5)]


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    return [
        _case(rng, 40, tr("epochs and B not given: 1 and 32")),
        _case(rng, 9, tr("B > n"), epochs=2, B=50),
        _case(rng, 13, tr("held-out rows, batches of one"), epochs=2, B=1, held_out=3),
        _case(rng, 1, tr("one row"), epochs=2, B=1),
    ]


# ---- slips -----------------------------------------------------------------------------------------

for said in (
    *(TRAINED_ON_VALIDATION, EVALUATED_BEFORE, OF_THE_TRAINING_ROWS, MEASURED_ONCE, PLAIN_MEAN),
    *(AFTER_THE_EPOCH, WRONG_LOSS, ROWS_LOST, TORN, BATCHES, EPOCHS, KEYS),
    *(NOT_SHUFFLED, RNG_UNUSED, SAME_ORDER),
):
    ex.effect(*said)


# ---- answers: one loop, with a wrong turn here or there ----------------------------------------------


def training(
    order=lambda n, rng, epoch: rng.permutation(n),
    batches=lambda rows, B: [rows[i : i + B] for i in range(0, len(rows), B)],
    mean=lambda losses, sizes: float(np.average(losses, weights=sizes)),
    before=lambda model, history, validation: None,
    after=lambda model, X, y, validation: model.evaluate(*validation),
    done=lambda history, model, X, y: None,
):
    """A fit_history with these pieces; the default ones are right."""

    def fit(model, X, y, epochs=1, B=32, rng=None, validation=None):
        history = {"loss": []} | ({} if validation is None else {"val_loss": []})
        for epoch in range(epochs):
            before(model, history, validation)
            losses, sizes = [], []
            for rows in batches(order(len(X), rng, epoch), B):
                losses.append(model.train_on_batch(X[rows], y[rows]))
                sizes.append(len(rows))
            history["loss"].append(mean(losses, sizes))
            if validation is not None and after is not None:
                history["val_loss"].append(after(model, X, y, validation))
            done(history, model, X, y)
        return history

    return fit


ex.right(training())


@ex.right
def by_sums(model, X, y, epochs=1, B=32, rng=None, validation=None):
    losses, val_losses = [], []
    for _ in range(epochs):
        order, total, start = np.arange(len(y)), 0.0, 0
        rng.shuffle(order)
        while start < len(order):
            rows = order[start : start + B]
            total += len(rows) * model.train_on_batch(X[rows], y[rows])
            start += B
        losses.append(total / len(y))
        if validation is not None:
            X_held, y_held = validation
            val_losses.append(model.evaluate(X_held, y_held))
    return {"loss": losses} if validation is None else {"loss": losses, "val_loss": val_losses}


def _measured_first(model, history, validation):
    if validation is not None:
        history["val_loss"].append(model.evaluate(*validation))


def _trained_too(model, X, y, validation):
    return model.train_on_batch(*validation)


def _loss_after(history, model, X, y):
    history["loss"][-1] = model.evaluate(X, y)


ex.wrong(slip="trained-on-validation", points=2)(training(after=_trained_too))
ex.wrong(slip="evaluated-before", points=2)(training(before=_measured_first, after=None))
ex.wrong(slip="val-loss-of-training-rows", points=2)(
    training(after=lambda model, X, y, validation: model.evaluate(X, y))
)
ex.wrong(slip="loss-after-the-epoch", points=0)(training(done=_loss_after))
ex.wrong(slip="plain-mean", points=0)(training(mean=lambda losses, sizes: float(np.mean(losses))))
ex.wrong(slip="wrong-loss", points=0)(training(mean=lambda losses, sizes: losses[-1]))
ex.wrong(slip="not-shuffled", points=0)(training(order=lambda n, rng, epoch: np.arange(n)))
ex.wrong(slip="rng-unused", points=0)(
    training(order=lambda n, rng, epoch: np.random.permutation(n))
)
ex.wrong(slip="same-order-again", points=0)(
    training(order=lambda n, rng, epoch: np.random.default_rng(0).permutation(n))
)
ex.wrong(slip="rows-not-once", points=0)(
    training(
        batches=lambda rows, B: [rows[i * B : (i + 1) * B] for i in range(len(rows) // B)] or [rows]
    )
)
ex.wrong(slip="wrong-batches", points=0)(training(batches=lambda rows, B: [rows]))


@ex.wrong(slip="torn-pairs", points=0)
def labels_in_their_old_order(model, X, y, epochs=1, B=32, rng=None, validation=None):
    return training()(model, X[rng.permutation(len(X))], y, epochs, B, rng, validation)


@ex.wrong(slip="wrong-number-of-epochs", points=3)
def ten_epochs_by_default(model, X, y, epochs=10, B=32, rng=None, validation=None):
    return training()(model, X, y, epochs, B, rng, validation)


@ex.wrong(slip="wrong-keys", points=1)
def always_both_keys(model, X, y, epochs=1, B=32, rng=None, validation=None):
    history = training()(model, X, y, epochs, B, rng, validation)
    return {"val_loss": [0.0] * epochs} | history


@ex.wrong(slip="wrong-keys", points=0)
def the_losses_alone(model, X, y, epochs=1, B=32, rng=None, validation=None):
    return training()(model, X, y, epochs, B, rng, validation)["loss"]


# ---- changes of the solution that are as right as it -------------------------------------------------

ex.same(
    "history['val_loss'].append(model.evaluate(validation[0], validation[1]))",
    "history['val_loss'].append(model.evaluate(validation[0], validation[-1]))",
)
