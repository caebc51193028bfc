"""Chapter 2, XOR: six graded functions, 18 points. Two of them ask for weights: any that are right are accepted."""

from functools import cache
from itertools import product

import numpy as np

from nnlib.grading.exercise import Case, Exercise, Misfit, Part, Slip
from nnlib.grading.exercises.draw import fortran, short
from nnlib.grading.trial import AnswerFailed

MODIFIED = Slip(
    "input-modified",
    "Your numbers are right, but your function writes into its input. Whoever called it still needs those numbers: "
    "make a new array and fill that.",
)
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0.0, 1.0, 1.0, 0.0])


def step(z):
    """1 where z >= 0, else 0."""
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)


@np.errstate(all="ignore")  # weights of 1e300 are nobody's slip but their own
def product_by_loops(A, B):
    """A times B with three loops: the truth owes nothing to anyone's @."""
    out = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                out[i, j] += A[i, k] * B[k, j]
    return out


@np.errstate(all="ignore")
def affine_by_loops(X, W, b):
    """X W + b: three loops, and one more for the bias."""
    Z = product_by_loops(X, W)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            Z[i, j] += b[j]
    return Z


# --- xor out of gates -----------------------------------------------------------------------------------------------


def no_truth_values(result):
    """Gates give the numbers 0 and 1. True and False come from a comparison of the two inputs."""
    kind = getattr(result, "dtype", None)
    if isinstance(result, bool) or (kind is not None and kind.kind == "b"):
        raise Misfit(
            "comparison-for-gates",
            "You return True and False, as a comparison does. The question is which threshold units do it: "
            "call gates, and return the 0 and 1 that the last gate gives.",
        )
    return {"y": result}


def gate_case(x1, x2, about="", run=None):
    x1, x2 = np.asarray(x1, dtype=np.float64), np.asarray(x2, dtype=np.float64)
    truth = np.zeros(x1.shape)
    for place in np.ndindex(x1.shape):  # the bits as a person reads them, one by one
        truth[place] = 1.0 if (x1[place] > 0.5) != (x2[place] > 0.5) else 0.0
    return Case({"x1": x1, "x2": x2}, {"y": truth}, about, run=run, read=no_truth_values)


def xor_table(rng):
    one = Case({"x1": 1.0, "x2": 0.0}, {"y": 1.0}, "two numbers", read=no_truth_values)
    bits = rng.permutation(np.repeat(CORNERS, 2, axis=0))
    return [gate_case(CORNERS[:, 0], CORNERS[:, 1]), gate_case(bits[:, 0], bits[:, 1]), one]


def or_refused(function, given):
    """The call; who refuses what is no clean bit (as the library does) has passed on nothing wrong."""
    try:
        return function(given["x1"], given["x2"])
    except (ValueError, AnswerFailed) as error:
        if isinstance(error, AnswerFailed) and "ValueError" not in error.message:
            raise
        return gate_case(given["x1"], given["x2"]).truth["y"]


def xor_wires(rng):
    # every corner with each pair of a small and a large disturbance: a corner on a line falls on its wrong side
    bits = np.repeat(CORNERS, 4, axis=0)
    small, large = rng.uniform(0.005, 0.015, bits.shape), rng.uniform(0.04, 0.05, bits.shape)
    order = rng.permutation(len(bits))
    bits, noise = bits[order], np.where(np.tile(CORNERS, (4, 1)), large, small)[order]
    worn = np.where(bits > 0.5, bits - noise, bits + noise)
    grid = rng.integers(0, 2, (2, 3, 4)).astype(np.float64)
    grid[:, 0] = CORNERS.T
    wires = "signals a little off 0 and 1"
    return [gate_case(worn[:, 0], worn[:, 1], wires, or_refused), gate_case(grid[0], grid[1])]


def _learned_gates(x1, x2):
    """The gates that the perceptron of chapter 1 learns: two of them have corners on the line."""
    return step(2 * step(-2 * x1 - x2 + 2) + step(x1 + x2 - 1) - 3)


XOR_FROM_GATES = Exercise(
    "xor_from_gates",
    ("x1", "x2"),
    (
        Part("value", 1, xor_table),
        Part("robustness", 1, xor_wires, hidden=True, pure=True),
    ),
    (
        Slip(
            "or-only",
            "At (1, 1) you say 1: that is OR. Exclusive or wants one of the two and not both, so some gate has to "
            "notice the both.",
            lambda x1, x2: step(x1 + x2 - 0.5),
        ),
        Slip(
            "opposite",
            "You have every row the wrong way round: 1 where the inputs are equal. Write the truth table of each of "
            "your gates in a column, and see which column should be turned.",
            lambda x1, x2: 1 - step(step(-x1 - x2 + 1.5) + step(x1 + x2 - 0.5) - 1.5),
        ),
        Slip(
            "all-ones",
            "You say 1 in every row. Your two first gates are right for the task, and the last one lets through "
            "what only one of them says.",
            lambda x1, x2: step(step(-x1 - x2 + 1.5) + step(x1 + x2 - 0.5) - 0.5),
        ),
        Slip(
            "nand-only",
            "At (0, 0) you say 1: that is NAND. It knows that the two are not both 1. Which gate knows that they "
            "are not both 0?",
            lambda x1, x2: step(-x1 - x2 + 1.5),
        ),
        Slip(
            "and-only",
            "You say 1 at (1, 1) alone: that is AND. Exclusive or wants exactly one of the two, so both together "
            "should give 0.",
            lambda x1, x2: step(x1 + x2 - 1.5),
        ),
        Slip(
            "comparison-for-gates",
            "The table is right, but no gate made it: you compare the inputs, and 0.97 and 1 count as different. "
            "A threshold unit takes both for a 1. Call the gates of the set-up cell.",
            lambda x1, x2: (x1 != x2) * 1.0,
        ),
        Slip(
            "arithmetic-for-gates",
            "The table is right, but no gate made it: for signals a little off 0 and 1 your answer is a fraction. "
            "A gate answers 0 or 1 and nothing between. Call the gates of the set-up cell.",
            lambda x1, x2: abs(x1 - x2),
        ),
        Slip(
            "arithmetic-for-gates",
            "The table is right, but no gate made it: for signals a little off 0 and 1 your answer is a fraction. "
            "A gate answers 0 or 1 and nothing between. Call the gates of the set-up cell.",
            lambda x1, x2: x1 + x2 - 2 * x1 * x2,
        ),
        Slip(
            "no-margin",
            "The table is right, but a signal of 0.97 for a 1 turns one of your gates. One of its corners lies on "
            "its line, or nearly: the gates of the set-up cell keep away from theirs.",
            _learned_gates,
        ),
        MODIFIED,
    ),
)

# --- linearly separable ---------------------------------------------------------------------------------------------


def tables(d):
    """All truth tables of d inputs, one per row, and the corners that their columns stand for."""
    corners = np.array(list(product((0.0, 1.0), repeat=d)))
    return corners, np.array(list(product((0.0, 1.0), repeat=2**d)))


@cache
def separable_tables():
    """All tables of three inputs that some plane separates, by brute force: 104.

    Weights up to 2 and biases between the whole numbers draw them all: the thresholds of three inputs need no more.
    """
    corners, _ = tables(3)
    weights = np.array(list(product(range(-2, 3), repeat=3)))
    sums = (corners @ weights.T).T
    return {tuple(row) for bias in np.arange(-6.5, 7) for row in step(sums + bias)}


def epochs_needed(X, y, most):
    """How many epochs the perceptron of chapter 1 takes, or None where `most` are not enough."""
    w, b = [0.0] * X.shape[1], 0.0
    for epoch in range(1, most + 1):
        mistakes = 0
        for x, label in zip(X.tolist(), y.tolist(), strict=True):
            error = label - (1.0 if sum(map(float.__mul__, w, x)) + b >= 0 else 0.0)
            w, b = [v + error * u for v, u in zip(w, x, strict=True)], b + error
            mistakes += error != 0
        if not mistakes:
            return epoch
    return None


def ask_all(function, given):
    """One call per row of Y, each on copies; a copy that was written into is shown to who looks for that."""
    clean, answers = given["X"].copy(), []
    for y in given["Y"]:
        X, label = clean.copy(), y.copy()
        answers.append(function(X, label, given["max_epochs"]))
        if not (np.array_equal(X, clean) and np.array_equal(label, y)):
            given["X"] = X + np.nan
    return answers


def all_bools(results):
    for answer in results:
        if answer is None:
            said = "Your function returned None for some rows. Does every way through it end in a return?"
            raise Misfit("returns-none", said)
        if not isinstance(answer, (bool, np.bool_)):
            raise Misfit("wrong-type", "Return True or False: can one unit be right on every row?")
    return {"separable": np.array(results, dtype=np.float64)}


def wrongly_told(truth, about):
    """A judge that shows the first table on which the answer is wrong."""

    def judge(values, arguments):
        wrong = np.flatnonzero(values["separable"] != truth)
        if not len(wrong):
            return None
        y = [int(v) for v in arguments["Y"][wrong[0]]]
        told = f"{len(wrong)} of {len(truth)} answers are wrong for {about}. The first: y = {y}."
        if truth[wrong[0]]:
            return "separable-missed", (
                f"{told} You say False, but there is a unit that is right on every row. Does your unit have a bias, "
                "and does it get all the epochs that it may take?"
            )
        return "not-separable", (
            f"{told} You say True, but no unit is right on all the rows. When do you know that all are right, and "
            "not only the last one?"
        )

    return judge


def separable_case(X, Y, truth, max_epochs, about):
    truth = np.asarray(truth, dtype=np.float64)
    return Case(
        {"X": X, "Y": Y, "max_epochs": max_epochs},
        {"separable": truth},
        about,
        run=ask_all,
        read=all_bools,
        judge=wrongly_told(truth, about),
        seconds=5.0,
    )


def sixteen(rng):
    X, Y = tables(2)
    truth = [list(y) not in ([0, 1, 1, 0], [1, 0, 0, 1]) for y in Y]  # proved in the chapter
    return [separable_case(X, Y, truth, 100, "the 16 functions of two inputs")]


def three_inputs(rng):
    """One of each pair f, not f: all 52 that a plane separates, and six of the 76 that none does."""
    X, Y = tables(3)
    half = np.where(rng.random((128, 1)) < 0.5, Y[:128], 1 - Y[:128])
    truth = np.array([tuple(y) in separable_tables() for y in half])
    kept = np.concatenate([np.flatnonzero(truth), rng.choice(np.flatnonzero(~truth), 6, False)])
    kept = rng.permutation(kept)
    return separable_case(X, half[kept], truth[kept], 200, "functions of three inputs")


def far_away(rng):
    """Two clouds with a clear gap, and one point far out on the right side of it: a least-squares line gives in."""
    X = short(rng.uniform(-1, 1, (10, 2)))
    X[:, 0] += np.where(np.arange(10) < 5, -1.5, 1.5)
    X[-1] = [short(rng.uniform(60, 90)), 0.0]
    y = np.repeat([0.0, 1.0], 5)
    return separable_case(X, np.array([y, 1 - y]), [1, 1], 1000, "a point far from the line")


def narrow(rng):
    """Rows that the perceptron separates, but not quickly."""
    while True:
        X, w = short(rng.uniform(-1, 1, (16, 2))), rng.normal(0, 1, 2)
        y = step(X @ w + 0.2)
        needed = epochs_needed(X, y, 300)
        if needed and needed > 60:
            return separable_case(X, y[None], [1], 3000, "a narrow gap, with 3000 epochs allowed")


def least_squares(X, y, max_epochs):
    A = np.column_stack([X, np.ones(len(X))])
    found = A @ np.linalg.lstsq(A, y, rcond=None)[0]
    return bool(np.array_equal(found >= 0.5, y == 1))


def _fixed_epochs(most):
    return lambda X, y, max_epochs: epochs_needed(X, y, most) is not None


def _through_origin(X, y, max_epochs):
    w = np.zeros(X.shape[1])
    for _ in range(max_epochs):
        before = w
        for x, label in zip(X, y, strict=True):
            w = w + (label - step(x @ w)) * x
        if np.array_equal(step(X @ w), y):
            return True
        if np.array_equal(w, before):
            return False
    return False


def _last_row_only(X, y, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_epochs):
        for x, label in zip(X, y, strict=True):
            error = label - step(x @ w + b)
            w, b = w + error * x, b + error
        if error == 0:
            return True
    return False


LINEARLY_SEPARABLE = Exercise(
    "linearly_separable",
    ("X", "y", "max_epochs"),
    (
        Part("value", 2, sixteen),
        Part(
            "robustness",
            2,
            lambda rng: [three_inputs(rng), far_away(rng), narrow(rng)],
            hidden=True,
            pure=True,
        ),
    ),
    (
        Slip(
            "always-true",
            "You say True whatever the rows are. For XOR no line exists: how does your function come to notice that "
            "a perceptron does not settle?",
            lambda X, y, max_epochs: True,
        ),
        Slip(
            "always-false",
            "You say False whatever the rows are, also for AND. Does your loop ever come to see an epoch without a "
            "mistake?",
            lambda X, y, max_epochs: False,
        ),
        Slip(
            "least-squares",
            "Your line is the one with the least squared error, and one far point can pull it across another. That no "
            "row is on the wrong side and that the squares are small are two different questions.",
            least_squares,
        ),
        *(
            Slip(
                "too-few-epochs",
                "You seem to stop after a number of epochs of your own, whatever max_epochs says. Some of these rows "
                "can be learned and take longer: go on until an epoch brings no mistake, or max_epochs are over.",
                _fixed_epochs(most),
            )
            for most in (1, 2, 3, 4, 5, 10, 20, 50)
        ),
        Slip(
            "no-bias",
            "Your line always passes through the origin, so it misses lines that do exist. What lets a line move away "
            "from there?",
            _through_origin,
        ),
        Slip(
            "last-row-only",
            "You say True as soon as the last row of an epoch is right. One mistake anywhere in the epoch is enough "
            "to go on: count them over all its rows.",
            _last_row_only,
        ),
        MODIFIED,
    ),
)

# --- two layers of threshold units ----------------------------------------------------------------------------------


def eighths(rng, *shape):
    """Multiples of 1/8, none of them 0: sums of their products are exact, in float32 too."""
    return rng.integers(1, 17, shape) / 8 * rng.choice((-1.0, 1.0), shape)


def tlu_case(rng, n, d, h, k, about="", layout=np.asarray):
    """Sums lie at least 1/128 from the threshold: the biases are odd multiples of it, all else is even."""
    while True:
        X, W1, W2 = eighths(rng, n, d), eighths(rng, d, h), eighths(rng, h, k)
        b1, b2 = eighths(rng, h) / 4 + 1 / 128, eighths(rng, k) / 4 + 1 / 128
        H = step(affine_by_loops(X, W1, b1))
        Y = step(affine_by_loops(H, W2, b2))
        if n < 3 or (0.2 < H.mean() < 0.8 and 0.2 < Y.mean() < 0.8):
            break
    given = {"X": layout(X), "W1": layout(W1), "b1": b1, "W2": layout(W2), "b2": b2}
    return Case(given, {"H": H, "Y": Y}, about, scale=1)


def tlu_values(rng):
    """All widths are equal, and so is the number of rows: here no shape error warns of anything."""
    known = Case(
        {
            "X": np.array([[1.0, 2.0], [0.0, 1.0]]),
            "W1": np.array([[1.0, -1.0], [1.0, 1.0]]),
            "b1": np.array([-2.0, 0.5]),
            "W2": np.array([[1.0, -1.0], [-2.0, 1.0]]),
            "b2": np.array([0.5, 0.5]),
        },
        {"H": np.array([[1.0, 1.0], [0.0, 1.0]]), "Y": np.array([[0.0, 1.0], [0.0, 1.0]])},
    )
    return [known, *(tlu_case(rng, m, m, m, m) for m in (4, 5, 6))]


def tlu_robust(rng):
    X = np.array([[1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    tie = Case(
        {
            "X": X,
            "W1": np.array([[1.0, 1.0], [1.0, -1.0]]),
            "b1": np.array([-2.0, 0.0]),
            "W2": np.array([[1.0], [1.0]]),
            "b2": np.array([-1.0]),
        },
        {"H": np.array([[1.0, 1.0], [0.0, 0.0], [0.0, 1.0]]), "Y": np.array([[1.0], [0.0], [1.0]])},
        "sums of exactly 0, at the threshold",
        scale=1,
    )
    others = [(5, 3, 4, 2), (1, 4, 3, 5), (7, 2, 5, 1)]
    return [tie, *(tlu_case(rng, *shape, "other shapes", fortran) for shape in others)]


def _two_layers(first=step, second=step, into=lambda X, H: H):
    def wrong(X, W1, b1, W2, b2):
        H = first(X @ W1 + b1)
        return H, second(into(X, H) @ W2 + b2)

    return wrong


def _strict(z):
    return np.where(z > 0, 1.0, 0.0)


TWO_LAYER_TLU = Exercise(
    "two_layer_tlu",
    ("X", "W1", "b1", "W2", "b2"),
    (
        Part("value", 2, tlu_values),
        Part("robustness", 1, tlu_robust, hidden=True, pure=True),
    ),
    (
        Slip(
            "second-layer-reads-x",
            "Your second layer looks at X again. It should see only what the hidden units say. The widths are equal "
            "here, so no shape warned you.",
            _two_layers(into=lambda X, H: X),
        ),
        Slip(
            "hidden-not-thresholded",
            "Your H holds sums, and hidden units say 0 or 1. Without their threshold the two layers are no more than "
            "one.",
            _two_layers(first=lambda z: z),
        ),
        Slip(
            "output-not-thresholded",
            "Your H is right, and your Y holds sums. The units of the last layer are threshold units too.",
            _two_layers(second=lambda z: z),
        ),
        Slip(
            "no-threshold",
            "You return the sums themselves, in both layers. A threshold unit says 0 or 1.",
            _two_layers(lambda z: z, lambda z: z),
        ),
        Slip(
            "swapped-results",
            "You return Y and H in that order. The statement asks for H first, then Y.",
            lambda *given: _two_layers()(*given)[::-1],
        ),
        Slip(
            "sign-for-step",
            "Your units say -1 and 1. In this book a unit that stays silent says 0.",
            _two_layers(
                lambda z: np.where(z >= 0, 1.0, -1.0), lambda z: np.where(z >= 0, 1.0, -1.0)
            ),
        ),
        Slip(
            "strict-threshold",
            "Your units stay silent where the sum is exactly 0. In this book a unit fires there: look at the "
            "comparison.",
            _two_layers(_strict, _strict),
        ),
        Slip(
            "biases-missing",
            "Your thresholds all stand at 0: no unit uses its bias. Where do b1 and b2 come in?",
            lambda X, W1, b1, W2, b2: (step(X @ W1), step(step(X @ W1) @ W2)),
        ),
        Slip(
            "second-bias-missing",
            "Your H is right, and your Y looks as if the second layer had no bias. Where does b2 come in?",
            lambda X, W1, b1, W2, b2: (step(X @ W1 + b1), step(step(X @ W1 + b1) @ W2)),
        ),
        Slip(
            "weights-transposed",
            "Your units read the rows of the weight matrices. Column j holds the weights of unit j; the widths are "
            "equal here, so no shape warned you.",
            lambda X, W1, b1, W2, b2: (step(X @ W1.T + b1), step(step(X @ W1.T + b1) @ W2.T + b2)),
        ),
        MODIFIED,
    ),
)

# --- weights of your own --------------------------------------------------------------------------------------------


def two_layers_of(result):
    """W1 (2, h), b1 (h,), W2 (h, 1), b2 (1,) as float arrays, for any number h of hidden units."""
    if not isinstance(result, (tuple, list)) or len(result) != 4:
        raise Misfit("wrong-type", "Return four arrays: W1, b1, W2, b2.")
    for name, value in zip(("W1", "b1", "W2", "b2"), result, strict=True):
        if type(value) is not np.ndarray or value.dtype.kind not in "fiu":
            raise Misfit("wrong-type", f"{name} is no NumPy array of numbers. Return four arrays.")
    W1, b1, W2, b2 = (np.array(value, dtype=np.float64) for value in result)
    h = W1.shape[-1] if W1.ndim else 0
    if h > 50:
        raise Misfit("too-many-units", f"W1 asks for {h} hidden units. A handful is enough.")
    for name, value, wanted in (
        *(("W1", W1, (2, h)), ("b1", b1, (h,))),
        *(("W2", W2, (h, 1)), ("b2", b2, (1,))),
    ):
        if value.shape != wanted or not h:
            raise Misfit(
                "wrong-shape",
                f"{name} has shape {value.shape}. For h hidden units the shapes are W1 (2, h), b1 (h,), W2 (h, 1) "
                f"and b2 (1,)" + (f", and W1 says that h is {h}." if h else "."),
            )
    if not all(np.isfinite(value).all() for value in (W1, b1, W2, b2)):
        raise Misfit("not-finite", "One of your weights is nan or inf. Ordinary numbers will do.")
    return W1, b1, W2, b2


def steps_of(result):
    """What a network of threshold units says at the four corners, and how near its sums come to a threshold."""
    W1, b1, W2, b2 = two_layers_of(result)
    Z1 = affine_by_loops(CORNERS, W1, b1)
    Z2 = affine_by_loops(step(Z1), W2, b2)
    return {"y": step(Z2)[:, 0], "hidden": np.abs(Z1).min(), "output": np.abs(Z2).min()}


def far_from_the_line(values, arguments):
    """Any weights will do that draw the table and keep a distance of 0.1."""
    if not np.array_equal(values["y"], XOR):
        return "wrong-table", _table_told(values["y"])
    for layer in ("hidden", "output"):
        if not values[layer] >= 0.1 - 1e-6:
            return "on-the-line", (
                f"The table is right, but in the {layer} layer a sum comes as near to 0 as {values[layer]:.2g}: that "
                "corner lies on a unit's line, or nearly. Move the bias until all the sums keep away by 0.1."
            )
    return None


def _table_told(y):
    said = ", ".join(f"{v:g}" for v in y)
    return (
        f"At (0, 0), (0, 1), (1, 0), (1, 1) your network says {said}. Write down what each hidden unit says there: "
        "which of them is not the gate that you had in mind?"
    )


def right_table(values, arguments):
    return None if np.array_equal(values["y"], XOR) else ("wrong-table", _table_told(values["y"]))


def layers(W1, b1, W2, b2):
    """Four arrays; W2 written as one row, b2 as a number."""
    W1, b1, W2 = (np.array(v, dtype=np.float64) for v in (W1, b1, W2))
    return W1, b1, W2[:, None], np.array([float(b2)])


_AND = [[-1, 1], [-1, 1]], [1.5, -0.5]  # the hidden units NAND and OR
XOR_NETWORK_PARAMS = Exercise(
    "xor_network_params",
    (),
    (
        Part(
            "value",
            2,
            lambda rng: [Case({}, {"y": XOR}, read=steps_of, judge=right_table, scale=1)],
        ),
        Part(
            "margin",
            1,
            lambda rng: [
                Case(
                    {},
                    {"y": XOR, "hidden": 0.5, "output": 0.5},
                    read=steps_of,
                    judge=far_from_the_line,
                )
            ],
            hidden=True,
        ),
    ),
    (
        Slip(
            "or-only",
            "Your network says 1 at (1, 1) as well: that is OR. Which hidden unit should have noticed that both "
            "inputs are 1?",
            lambda: layers([[1, 1], [1, 1]], [-0.5, -0.5], [1, 1], -0.5),
        ),
        Slip(
            "opposite",
            "Every corner is the wrong way round: your network says 1 where the inputs are equal. Which one unit "
            "do you have to turn?",
            lambda: layers(*_AND, [-1, -1], 1.5),
        ),
        Slip(
            "all-ones",
            "Your network says 1 at every corner. What does the last unit get at (0, 0) and at (1, 1), and does its "
            "bias tell that from 2?",
            lambda: layers(*_AND, [1, 1], -0.5),
        ),
        Slip(
            "silent",
            "Your network says 0 at every corner. What is the largest sum that the last unit ever gets, and is its "
            "bias below that?",
            lambda: layers(*_AND, [1, 1], -2.5),
        ),
        Slip(
            "and-for-nand",
            "Your network is 1 at (1, 1) alone, as AND is. One hidden unit should fire everywhere but at (1, 1): "
            "look at the signs of its weights and its bias.",
            lambda: layers([[1, 1], [1, 1]], [-1.5, -0.5], [1, 1], -1.5),
        ),
    ),
)

# --- two affine maps in a row ---------------------------------------------------------------------------------------


def collapse_case(rng, d, h, k, about=""):
    W1, b1, W2, b2 = (eighths(rng, *shape) for shape in ((d, h), (h,), (h, k), (k,)))
    truth = {"W": product_by_loops(W1, W2), "b": affine_by_loops(b1[None], W2, b2)[0]}
    return Case({"W1": W1, "b1": b1, "W2": W2, "b2": b2}, truth, about)


def collapse_values(rng):
    known = Case(
        {
            "W1": np.array([[1.0, 2.0], [0.0, 1.0]]),
            "b1": np.array([1.0, -1.0]),
            "W2": np.array([[3.0, 0.0], [1.0, 2.0]]),
            "b2": np.array([10.0, 20.0]),
        },
        {"W": np.array([[5.0, 4.0], [1.0, 2.0]]), "b": np.array([12.0, 18.0])},
    )
    return [known, *(collapse_case(rng, m, m, m) for m in (3, 4))]


def collapse_robust(rng):
    shapes = [(4, 3, 2), (2, 5, 3), (3, 1, 4), (1, 4, 1)]
    cases = [collapse_case(rng, *shape, "unequal widths") for shape in shapes]
    square = collapse_case(rng, 5, 5, 5, "equal widths")
    flipped = {k: fortran(v) if v.ndim == 2 else v for k, v in square.arguments.items()}
    return [*cases, Case(flipped, square.truth, square.about)]


COLLAPSE_AFFINE = Exercise(
    "collapse_affine",
    ("W1", "b1", "W2", "b2"),
    (
        Part("value", 2, collapse_values),
        Part("robustness", 1, collapse_robust, hidden=True, pure=True),
    ),
    (
        Slip(
            "swapped-order",
            "Your W is the product in the other order. A row of X meets one of the two matrices first: with equal "
            "widths no shape error warns you.",
            lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2),
        ),
        Slip(
            "swapped-order",
            "Your W is the product in the other order. A row of X meets one of the two matrices first: with equal "
            "widths no shape error warns you.",
            lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1 + b2),
        ),
        Slip(
            "biases-added",
            "Your W is right, and your b is the sum of the two biases. But b1 is added before the second layer: what "
            "does that layer do to it?",
            lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2),
        ),
        Slip(
            "first-bias-lost",
            "Your W is right, and your b knows nothing of b1. Send a row of zeros through both layers: what comes "
            "out?",
            lambda W1, b1, W2, b2: (W1 @ W2, b2 + 0.0),
        ),
        Slip(
            "second-bias-lost",
            "Your W is right, and your b knows nothing of b2. Send a row of zeros through both layers: what comes "
            "out?",
            lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2),
        ),
        Slip(
            "bias-from-the-left",
            "Your W is right. In your b, the first bias meets the second layer from the wrong side: it travels as a "
            "row, like the examples do.",
            lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2),
        ),
        Slip(
            "entry-by-entry",
            "You multiply the two matrices entry by entry. One layer after the other is the product of matrices, row "
            "by column.",
            lambda W1, b1, W2, b2: (W1 * W2, b1 @ W2 + b2),
        ),
        Slip(
            "layers-added",
            "You add the two layers. They stand one after the other, not side by side: what goes into the second?",
            lambda W1, b1, W2, b2: (W1 + W2, b1 + b2),
        ),
        MODIFIED,
    ),
)

# --- the paper folded -----------------------------------------------------------------------------------------------


def folds_of(X):
    """A reading of W1, b1, W2, b2: what the network with ReLU between says at the rows of X."""

    def read(result):
        W1, b1, W2, b2 = two_layers_of(result)
        return {"y": affine_by_loops(np.maximum(affine_by_loops(X, W1, b1), 0), W2, b2)[:, 0]}

    return read


def relu_corners(rng):
    return [Case({}, {"y": XOR}, "(0, 0), (0, 1), (1, 0), (1, 1)", read=folds_of(CORNERS))]


def relu_plane(rng):
    """A grid over the plane, moved by a little, on both sides of the fold and on it."""
    ticks = short(np.linspace(-2, 2, 9) + rng.uniform(-0.1, 0.1))
    X = np.array([[p, q] for p in ticks for q in ticks])
    truth = np.array([max(p, q) - min(p, q) for p, q in X])
    return [Case({}, {"y": truth}, "points between and beyond the corners", read=folds_of(X))]


RELU_XOR_PARAMS = Exercise(
    "relu_xor_params",
    (),
    (
        Part("value", 2, relu_corners),
        Part("plane", 1, relu_plane, hidden=True),
    ),
    (
        Slip(
            "one-side-only",
            "At one of the corners (0, 1) and (1, 0) your network says 0. The paper rises on one side of the fold "
            "only: what would raise the other side?",
            lambda: layers([[1], [-1]], [0], [1], 0),
        ),
        Slip(
            "one-side-only",
            "At one of the corners (0, 1) and (1, 0) your network says 0. The paper rises on one side of the fold "
            "only: what would raise the other side?",
            lambda: layers([[-1], [1]], [0], [1], 0),
        ),
        Slip(
            "plain-difference",
            "Your network says -1 at one corner: it is x1 - x2 or x2 - x1, with no fold in it. With which signs do "
            "the two halves have to be put together?",
            lambda: layers([[1, -1], [-1, 1]], [0, 0], [1, -1], 0),
        ),
        Slip(
            "plain-difference",
            "Your network says -1 at one corner: it is x1 - x2 or x2 - x1, with no fold in it. With which signs do "
            "the two halves have to be put together?",
            lambda: layers([[1, -1], [-1, 1]], [0, 0], [-1, 1], 0),
        ),
        Slip(
            "plain-sum",
            "At (1, 1) your network says 2: it adds the inputs. A hidden unit should stay silent where the two are "
            "equal.",
            lambda: layers([[1, 0], [0, 1]], [0, 0], [1, 1], 0),
        ),
        Slip(
            "opposite",
            "Every corner is the wrong way round: your network says 1 where the inputs are equal. What should the "
            "network give along the fold?",
            lambda: layers([[1, -1], [-1, 1]], [0, 0], [-1, -1], 1),
        ),
        Slip(
            "thresholds-for-relu",
            "These are weights for threshold units: they say 0 or 1 where a ReLU lets the whole sum through. Work "
            "the sums out again at (0, 1), with ReLU in mind.",
            lambda: layers(*_AND, [1, 1], -1.5),
        ),
        Slip(
            "corners-only",
            "The four corners are right, and between and beyond them the paper lies elsewhere. Try (0.5, 0.5) and "
            "(2, 2): how far apart are the inputs there, and what does your network say?",
            lambda: layers([[1, 1], [1, 1]], [0, -1], [1, -2], 0),
        ),
    ),
)

EXERCISES = (
    XOR_FROM_GATES,
    LINEARLY_SEPARABLE,
    TWO_LAYER_TLU,
    XOR_NETWORK_PARAMS,
    COLLAPSE_AFFINE,
    RELU_XOR_PARAMS,
)
