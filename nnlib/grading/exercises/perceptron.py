"""Chapter 1, the perceptron: seven graded functions, 20 points. The truth comes from loops and hand-made tables."""

import numpy as np

from nnlib.grading.exercise import Case, Exercise, Misfit, Part, Slip
from nnlib.grading.exercises.draw import numbers

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TABLES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "NOR": (1, 0, 0, 0)}
XOR = np.array([0.0, 1.0, 1.0, 0.0])
MODIFIED = Slip(
    "input-modified",
    "Your numbers are right, but your function writes into its input. Whoever called it still needs those numbers: "
    "make new arrays.",
)


def fires(total):
    """1 where a sum is 0 or more, else 0."""
    return 1.0 if total >= 0 else 0.0


def total(x, w, b):
    """The weighted sum, by a loop."""
    z = float(b)
    for k in range(len(x)):
        z += float(x[k]) * float(w[k])
    return z


# --- heaviside and sgn ----------------------------------------------------------------------------------------------


def away_from_zero(rng, shape):
    z = rng.normal(0, 2, shape)
    return np.where(np.abs(z) < 0.05, 0.5, z)


def entrywise(one, z, about=""):
    out = np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        out[index] = one(z[index])
    return Case({"z": z}, {"a": out}, about, scale=1.0)


def sign(v):
    return 1.0 if v > 0 else -1.0 if v < 0 else 0.0


def steps(rng):
    known = np.array([[-2.0, -0.5, 0.0, 0.5, 3.0]])
    return [
        entrywise(fires, known, "the values of the statement"),
        entrywise(fires, away_from_zero(rng, (3, 4))),
    ]


def signs(rng):
    known = np.array([[-2.0, -0.5, 0.0, 0.5, 3.0]])
    return [
        entrywise(sign, known, "the values of the statement"),
        entrywise(sign, away_from_zero(rng, (3, 4))),
    ]


HEAVISIDE = Exercise(
    "heaviside",
    ("z",),
    (Part("value", 1, steps, pure=True),),
    (
        Slip(
            "strict-threshold",
            "Your unit is silent at exactly 0. In this book a unit fires when it reaches its threshold: H(0) = 1.",
            lambda z: np.where(z > 0, 1.0, 0.0),
        ),
        Slip(
            "half-at-zero",
            "At exactly 0 you give one half. A unit that fires or stays silent knows no half: H(0) = 1.",
            lambda z: (np.sign(z) + 1) / 2,
        ),
        Slip(
            "sign-for-step",
            "You give -1 where the unit is silent. That is the sign; the step gives 0 there.",
            lambda z: np.where(z >= 0, 1.0, -1.0),
        ),
        Slip(
            "turned-round",
            "Your unit fires where it should be silent, and is silent where it should fire. Look at the comparison.",
            lambda z: np.where(z < 0, 1.0, 0.0),
        ),
    ),
)

SGN = Exercise(
    "sgn",
    ("z",),
    (Part("value", 1, signs, pure=True),),
    (
        Slip(
            "two-valued",
            "You give two values only. At exactly 0 the sign is 0: neither up nor down.",
            lambda z: np.where(z >= 0, 1.0, -1.0),
        ),
        Slip(
            "two-valued-down",
            "At exactly 0 you give -1. There the sign is 0: neither up nor down.",
            lambda z: np.where(z > 0, 1.0, -1.0),
        ),
        Slip(
            "step-for-sign",
            "You give 0 for negative numbers. That is the step; the sign gives -1 there.",
            lambda z: np.where(z > 0, 1.0, 0.0),
        ),
    ),
)


# --- tlu_predict ----------------------------------------------------------------------------------------------------


def predicted(X, w, b, about=""):
    rows = np.array([fires(total(x, w, b)) for x in X])
    return Case({"X": X, "w": w, "b": b}, {"y": rows}, about, scale=1.0)


def decided(rng, n, d, bias):
    """Rows of which both answers occur, none closer than 0.05 to the boundary, and b matters for some."""
    while True:
        X, w = rng.normal(size=(n, d)), rng.normal(size=d)
        sums = np.array([total(x, w, bias) for x in X])
        without = np.array([total(x, w, 0.0) for x in X])
        against = without - bias
        lines = [
            sums > 0,
            without > 0,
            against > 0,
        ]  # with b, without it, and with b as the threshold
        clear = min(np.abs(v).min() for v in (sums, without, against)) > 0.05
        differ = all(np.any(lines[i] != lines[j]) for i, j in ((0, 1), (0, 2), (1, 2)))
        if clear and differ and 0 < np.sum(lines[0]) < n:
            return X, w


def predictions(rng):
    found = []
    for bias in (0.8, -0.8):
        X, w = decided(rng, 8, 3, bias)
        found.append(predicted(X, w, bias, f"b = {bias:g}"))
    return [predicted(CORNERS, np.array([1.0, 1.0]), -1.5, "the gate AND"), *found]


def ties(rng):
    on_the_line = predicted(CORNERS, np.array([1.0, 1.0]), -1.0, "points exactly on the line")
    X, w = decided(rng, 6, 1, 0.5)
    return [
        on_the_line,
        predicted(X, w, 0.5, "one input"),
        predicted(np.ones((1, 2)), np.ones(2), 0.0, "one row"),
    ]


TLU_PREDICT = Exercise(
    "tlu_predict",
    ("X", "w", "b"),
    (
        Part("value", 2, predictions),
        Part("robustness", 1, ties, hidden=True, pure=True),
    ),
    (
        Slip(
            "bias-forgotten",
            "Your unit has no bias: its line always goes through the origin. b belongs into the sum.",
            lambda X, w, b: np.where(X @ w >= 0, 1.0, 0.0),
        ),
        Slip(
            "bias-as-threshold",
            "You compare the sum with b. The bias is added to the sum, and then the sum is compared with 0.",
            lambda X, w, b: np.where(X @ w >= b, 1.0, 0.0),
        ),
        Slip(
            "strict-threshold",
            "A point exactly on the line makes your unit silent. In this book it fires there: H(0) = 1.",
            lambda X, w, b: np.where(X @ w + b > 0, 1.0, 0.0),
        ),
        Slip(
            "score-for-answer",
            "You return the sums themselves. The unit answers with 1 or 0: let the step decide.",
            lambda X, w, b: X @ w + b,
        ),
        Slip(
            "turned-round",
            "Every answer of yours is the opposite. On which side of the line does the unit fire?",
            lambda X, w, b: np.where(X @ w + b >= 0, 0.0, 1.0),
        ),
    ),
)


# --- gate_weights ---------------------------------------------------------------------------------------------------

LEAST = 1e-6  # how far a corner must lie from the line: rounding must not decide


def read_weights(result):
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit(
            "wrong-type",
            "gate_weights should return two things: w, an array of two numbers, and b.",
        )
    w, b = result
    if isinstance(w, (tuple, list)) and all(isinstance(v, (int, float)) for v in w):
        w = np.array(w, dtype=float)  # a pair of numbers is as good
    if isinstance(b, np.ndarray) and b.size == 1:
        b = b.reshape(())
    return {"w": w, "b": b}


def gate(name):
    """Any weights are right that draw the gate's table and keep every corner off the line."""

    def judge(values, _):
        sums = np.array([total(x, values["w"], values["b"]) for x in CORNERS])
        table = tuple(int(s >= 0) for s in sums)
        if not np.all(np.isfinite(sums)):
            return "not-finite", f"Your {name} has weights that are no ordinary numbers."
        if table == TABLES[name] and np.abs(sums).min() > LEAST:
            return None
        on = [
            tuple(int(v) for v in x) for x, s in zip(CORNERS, sums, strict=True) if abs(s) <= LEAST
        ]
        if on:
            return "on-the-line", (
                f"Your {name} has the point {on[0]} exactly on its line, where a hair decides. "
                "Move the line so that every point has some room."
            )
        return _which(name, table)

    return Case(
        {"name": name}, {"w": np.zeros(2), "b": 0.0}, f"{name}", read=read_weights, judge=judge
    )


def _which(name, table):
    other = next((n for n, t in TABLES.items() if t == table), None)
    turned = tuple(1 - t for t in table)
    if other:
        return "another-gate", (
            f"Asked for {name}, your unit draws the table of {other}. Compare the two tables row by row."
        )
    if turned == TABLES[name]:
        return (
            "turned-round",
            f"Your {name} is right everywhere the wrong way round. Turn the signs of w and b.",
        )
    wrong = [
        tuple(int(v) for v in x)
        for x, a, t in zip(CORNERS, table, TABLES[name], strict=True)
        if a != t
    ]
    return "wrong-table", (
        f"Your {name} answers wrongly at {' and '.join(map(str, wrong))}. Add up the weights and the bias there."
    )


GATE_WEIGHTS = Exercise(
    "gate_weights",
    ("name",),
    (
        Part("value", 2, lambda rng: [gate("AND"), gate("OR")]),
        Part("robustness", 1, lambda rng: [gate("NAND"), gate("NOR")], hidden=True),
    ),
)


# --- perceptron_step ------------------------------------------------------------------------------------------------


def one_step(w, b, x, y, eta):
    error = float(y) - fires(total(x, w, b))
    return np.array([w[k] + eta * error * x[k] for k in range(len(w))]), b + eta * error


def stepped(w, b, x, y, eta, about=""):
    new_w, new_b = one_step(w, b, x, y, eta)
    arguments = {"w": w, "b": b, "x": x, "y": y, "eta": eta}
    return Case(arguments, {"w": new_w, "b": float(new_b)}, about, scale=1.0)


def met(rng, answer, label, d=3):
    """A unit that gives `answer` to x, clearly, with the label and a rate that is not 1."""
    while True:
        w, x, b = rng.normal(size=d), rng.normal(size=d), float(rng.normal())
        z = total(x, w, b)
        if abs(z) > 0.1 and fires(z) == answer:
            return w, b, x, float(label), float(rng.uniform(0.2, 0.8))


def steps_of_the_rule(rng):
    by_hand = stepped(
        np.array([1.0, -1.0]), 0.0, np.array([2.0, 3.0]), 1.0, 0.5, "the example by hand"
    )
    return [
        by_hand,
        stepped(*met(rng, 0, 1), "a silent unit that should fire"),
        stepped(*met(rng, 1, 0), "a firing unit that should be silent"),
        stepped(*met(rng, 1, 1), "a right answer"),
        stepped(*met(rng, 0, 0), "another right answer"),
    ]


def steps_at_the_edge(rng):
    tie = stepped(np.zeros(2), 0.0, np.array([1.0, 2.0]), 0.0, 1.0, "a sum of exactly 0")
    fires_already = stepped(
        np.zeros(2), 0.0, np.array([1.0, 2.0]), 1.0, 1.0, "a sum of exactly 0, rightly"
    )
    return [
        tie,
        fires_already,
        stepped(*met(rng, 0, 1, 1), "one input"),
        stepped(*met(rng, 1, 0, 6), "six inputs"),
    ]


def _step(change):
    """A wrong rule from its change: change(error, w, b, x, y, eta) -> what is added to w and to b."""

    def wrong(w, b, x, y, eta):
        error = y - np.where(x @ w + b >= 0, 1.0, 0.0)
        dw, db = change(error, w, b, x, y, eta)
        return w + dw, float(b + db)

    return wrong


PERCEPTRON_STEP = Exercise(
    "perceptron_step",
    ("w", "b", "x", "y", "eta"),
    (
        Part("value", 3, steps_of_the_rule),
        Part("robustness", 1, steps_at_the_edge, hidden=True, pure=True),
    ),
    (
        MODIFIED,
        Slip(
            "sign-flipped",
            "Your line turns away from where it should go. Is it the label minus the answer, or the other way round?",
            _step(lambda e, w, b, x, y, eta: (-eta * e * x, -eta * e)),
        ),
        Slip(
            "bias-forgotten",
            "The weights move as they should, and b stays where it is. The bias learns, too: its input is always 1.",
            _step(lambda e, w, b, x, y, eta: (eta * e * x, 0.0)),
        ),
        Slip(
            "always-moves",
            "Your unit moves also where its answer was right. Where there is no mistake, nothing changes.",
            _step(lambda e, w, b, x, y, eta: (eta * (2 * y - 1) * x, eta * (2 * y - 1))),
        ),
        Slip(
            "rate-forgotten",
            "Your step does not depend on eta. The rate says how far each correction goes.",
            _step(lambda e, w, b, x, y, eta: (e * x, e)),
        ),
        Slip(
            "score-for-answer",
            "Your mistake is measured from the sum, before the threshold. The perceptron compares the label with its "
            "answer, 0 or 1.",
            lambda w, b, x, y, eta: (
                w + eta * (y - (x @ w + b)) * x,
                float(b + eta * (y - (x @ w + b))),
            ),
        ),
        Slip(
            "label-for-error",
            "You correct by the label alone. The correction belongs to the mistake: label minus answer.",
            _step(lambda e, w, b, x, y, eta: (eta * y * x, eta * y)),
        ),
        Slip(
            "input-forgotten",
            "Every weight moves by the same amount. Each weight moves with its own input.",
            _step(lambda e, w, b, x, y, eta: (eta * e, eta * e)),
        ),
        Slip(
            "strict-threshold",
            "At a sum of exactly 0 your unit counts as silent. In this book it fires there: H(0) = 1.",
            lambda w, b, x, y, eta: (
                w + eta * (y - float(x @ w + b > 0)) * x,
                float(b + eta * (y - float(x @ w + b > 0))),
            ),
        ),
    ),
)


# --- perceptron_fit -------------------------------------------------------------------------------------------------


def fit(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for k in range(len(X)):
            wrong += fires(total(X[k], w, b)) != y[k]
            w, b = one_step(w, b, X[k], y[k], eta)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def read_fit(result):
    if not isinstance(result, (tuple, list)) or len(result) != 3:
        raise Misfit(
            "wrong-type",
            "perceptron_fit should return three things: w, b and the list of mistakes.",
        )
    w, b, mistakes = result
    if not isinstance(mistakes, (list, tuple, np.ndarray)):
        raise Misfit("wrong-type", "mistakes should be a list: one number for each epoch.")
    if isinstance(b, np.ndarray) and b.size == 1:
        b = b.reshape(())
    return {"w": w, "b": b, "mistakes": _padded(mistakes)}


EPOCHS = 64  # lists of mistakes are compared in this room; what is not there is -1


def _padded(mistakes):
    counts = numbers("mistakes", mistakes)[:EPOCHS]
    return np.concatenate([counts, np.full(EPOCHS - len(counts), -1.0)])


def fitted(X, y, eta, max_epochs, about):
    w, b, mistakes = fit(X, y, eta, max_epochs)
    arguments = {"X": X, "y": y, "eta": eta, "max_epochs": max_epochs}
    truth = {"w": w, "b": b, "mistakes": _padded(mistakes)}
    return Case(arguments, truth, about, 1e-9, scale=1.0, read=read_fit, judge=_judge(truth))


def _judge(truth):
    """What is wrong with a course of learning: how many epochs, how many mistakes, or where it ends."""

    def judge(values, arguments):
        got, wanted = values["mistakes"], truth["mistakes"]
        n, most = int(np.sum(got >= 0)), int(np.sum(wanted >= 0))
        if np.array_equal(got, wanted):
            alike = all(np.allclose(values[k], truth[k], atol=1e-9) for k in "wb")
            return (
                None
                if alike
                else (
                    "wrong-weights",
                    "Your mistakes are counted rightly, but w or b is not what the rule gives at the end. "
                    "Which w do you return?",
                )
            )
        if n > most:
            return "no-early-stop", (
                f"Your learning goes on for {n} epochs, and after {most} there was nothing left to learn. "
                "Stop after the first epoch without a mistake."
            )
        if n < most:
            return "stops-too-early", (
                f"Your learning ends after {n} epochs; {most} are needed here. It ends when a whole epoch brings no "
                "mistake, or at max_epochs."
            )
        k = int(np.argmax(got != wanted))
        return "wrong-mistakes", (
            f"In epoch {k + 1} you count {got[k]:g} mistakes, and {wanted[k]:g} are right. "
            "Count a mistake when it happens, before the step that answers it."
        )

    return judge


def learned_gates(rng):
    table = {name: np.array(t, dtype=float) for name, t in TABLES.items()}
    return [
        fitted(CORNERS, table["AND"], 1.0, 20, "AND"),
        fitted(CORNERS, table["OR"], 1.0, 20, "OR"),
        fitted(CORNERS, table["AND"], 0.25, 20, "AND with eta = 1/4"),
        fitted(CORNERS, XOR, 1.0, 12, "XOR, which never settles"),
    ]


def learned_clouds(rng):
    """Two clouds with room between them, and numbers that floats hold exactly, so that no tie hangs on rounding."""
    w = rng.normal(size=2)
    w /= np.linalg.norm(w)
    X = np.round(rng.uniform(-1, 1, (30, 2)) * 64) / 64
    X = X[np.abs(X @ w) > 0.15][:16]
    clouds = fitted(X, (X @ w > 0).astype(float), 0.5, 50, "two clouds")
    narrow = np.array([[1.0], [1.125], [-1.0], [0.875]])
    return [
        fitted(CORNERS, np.array(TABLES["NAND"], dtype=float), 2.0, 20, "NAND with eta = 2"),
        clouds,
        fitted(narrow, np.array([0.0, 1.0, 0.0, 0.0]), 1.0, 3, "too few epochs"),
        fitted(CORNERS, np.ones(4), 1.0, 5, "a task without a mistake"),
    ]


def _fit(batch=False, stop=True, after=False, restart=False, no_bias=False, last=False):
    """A wrong course of learning, with one thing done otherwise."""

    def wrong(X, y, eta, max_epochs):
        w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
        for _ in range(max_epochs):
            count, answers = 0, [fires(total(x, w, b)) for x in X]
            if restart:
                w, b = np.zeros(X.shape[1]), 0.0
            for k, x in enumerate(X):
                answer = answers[k] if batch else fires(total(x, w, b))
                e = y[k] - answer
                w, b = w + eta * e * x, b + (0 if no_bias else eta * e)
                count += (fires(total(x, w, b)) != y[k]) if after else e != 0
            mistakes.append(int(count))
            if stop and count == 0:
                break
        return w, b, mistakes[-1:] if last else mistakes

    return wrong


PERCEPTRON_FIT = Exercise(
    "perceptron_fit",
    ("X", "y", "eta", "max_epochs"),
    (
        Part("value", 4, learned_gates),
        Part("robustness", 2, learned_clouds, hidden=True, pure=True),
    ),
    (
        Slip(
            "answers-too-old",
            "You ask for all answers at the start of an epoch. Each row must be answered by the unit as it is then, "
            "after the steps before.",
            _fit(batch=True),
        ),
        Slip(
            "no-early-stop",
            "Your learning goes on when there is nothing left to learn. Stop after the first epoch without a mistake.",
            _fit(stop=False),
        ),
        Slip(
            "counted-after-step",
            "You look for the mistake after the step that has just answered it. Count before you move.",
            _fit(after=True),
        ),
        Slip(
            "starts-again",
            "Every epoch of yours starts again from zero. What was learned in one epoch is where the next begins.",
            _fit(restart=True),
        ),
        Slip(
            "bias-forgotten",
            "Your bias never moves, so your line always goes through the origin. The bias learns with every mistake.",
            _fit(no_bias=True),
        ),
    ),
)


# --- perceptron_layer_step ------------------------------------------------------------------------------------------


def layer_stepped(W, b, x, y, eta, about=""):
    """Unit by unit: the truth of a layer is that of its columns."""
    columns = [one_step(W[:, j], float(b[j]), x, y[j], eta) for j in range(len(b))]
    truth = {"W": np.column_stack([w for w, _ in columns]), "b": np.array([v for _, v in columns])}
    return Case({"W": W, "b": b, "x": x, "y": y, "eta": eta}, truth, about, scale=1.0)


def layer_case(rng, d, k, about=""):
    """A layer with units of every kind: too silent, too loud, right."""
    W, b, x = rng.normal(size=(d, k)), rng.normal(size=k), rng.normal(size=d)
    answers = np.array([fires(total(x, W[:, j], b[j])) for j in range(k)])
    y = answers.copy()
    y[: max(k - 1, 1)] = 1 - y[: max(k - 1, 1)]
    return layer_stepped(W, b, x, y, float(rng.uniform(0.2, 0.8)), about)


LAYER_STEP = Exercise(
    "perceptron_layer_step",
    ("W", "b", "x", "y", "eta"),
    (
        Part("value", 1, lambda rng: [layer_case(rng, 3, 3), layer_case(rng, 4, 4)]),
        Part(
            "robustness",
            1,
            lambda rng: [
                layer_case(rng, 3, 2, "three inputs, two units"),
                layer_case(rng, 2, 4, "two inputs, four units"),
                layer_case(rng, 3, 1, "one unit"),
                layer_stepped(
                    np.zeros((2, 3)),
                    np.zeros(3),
                    np.array([1.0, 2.0]),
                    np.array([0.0, 1, 0]),
                    0.5,
                    "sums of exactly 0",
                ),
            ],
            hidden=True,
            pure=True,
        ),
    ),
    (
        MODIFIED,
        Slip(
            "transposed",
            "Your change of W has rows and columns exchanged. Row i belongs to input i, column j to unit j; with equal "
            "numbers of both, no shape error warns you.",
            lambda W, b, x, y, eta: (
                W + eta * np.outer(y - (x @ W + b >= 0), x),
                b + eta * (y - (x @ W + b >= 0)),
            ),
        ),
        Slip(
            "bias-forgotten",
            "The weights move as they should, and b stays where it is. Every unit has a bias that learns.",
            lambda W, b, x, y, eta: (W + eta * np.outer(x, y - (x @ W + b >= 0)), b + 0.0),
        ),
        Slip(
            "sign-flipped",
            "Every unit moves away from where it should go. Is it the label minus the answer, or the other way round?",
            lambda W, b, x, y, eta: (
                W - eta * np.outer(x, y - (x @ W + b >= 0)),
                b - eta * (y - (x @ W + b >= 0)),
            ),
        ),
        Slip(
            "rate-forgotten",
            "Your step does not depend on eta. The rate says how far each correction goes.",
            lambda W, b, x, y, eta: (
                W + np.outer(x, y - (x @ W + b >= 0)),
                b + (y - (x @ W + b >= 0)),
            ),
        ),
        Slip(
            "tie-silent",
            "At a sum of exactly 0 your units count as silent. In this book they fire there: H(0) = 1.",
            lambda W, b, x, y, eta: (
                W + eta * np.outer(x, y - (x @ W + b > 0)),
                b + eta * (y - (x @ W + b > 0)),
            ),
        ),
        Slip(
            "units-mixed",
            "All your units move by the same error. Each unit has its own label, its own answer, and its own column.",
            lambda W, b, x, y, eta: (
                W + eta * np.outer(x, np.full(len(b), np.sum(y - (x @ W + b >= 0)))),
                b + eta * np.sum(y - (x @ W + b >= 0)),
            ),
        ),
    ),
)

EXERCISES = (
    HEAVISIDE, SGN, TLU_PREDICT, GATE_WEIGHTS, PERCEPTRON_STEP, PERCEPTRON_FIT, LAYER_STEP,
)  # fmt: skip
