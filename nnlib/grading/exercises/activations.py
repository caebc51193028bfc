"""Chapter 3, activations: eight graded functions, 24 points, and relu as a warm-up."""

import numpy as np

from nnlib import activations as book
from nnlib.grading.exercise import Case, Exercise, Part, Slip
from nnlib.grading.exercises.draw import (
    fortran,
    off_zero,
    reference,
    short,
    slopes,
    upstream,
    values,
)

sigmoid, tanh, relu = reference(book.sigmoid), reference(book.tanh), reference(book.relu)
leaky_relu, softmax = reference(book.leaky_relu), reference(book.softmax)

MODIFIED = Slip(
    "input-modified",
    "Your numbers are right, but your function writes into its input. Whoever called it still needs those numbers: "
    "make a new array and fill that.",
)
UPSTREAM = (
    "Your dz does not depend on dout: you return the slope itself. "
    "The gradient that arrives from above has to be passed on through that slope."
)


def rows(*numbers):
    """The numbers as one row."""
    return np.array([numbers], dtype=np.float64)


# --- sigmoid --------------------------------------------------------------------------------------------------------


def sigmoid_values(rng):
    known = Case({"z": rows(-1, 0, 1)}, {"a": rows(0.2689414213699951, 0.5, 0.7310585786300049)})
    return [known, *values("a", sigmoid, rng.normal(0, 3, (3, 4)), rng.normal(0, 3, (2, 2)))]


def sigmoid_extremes(rng):
    far = Case({"z": rows(-1000, 1000, 0)}, {"a": rows(0, 1, 0.5)}, "z = -1000 and 1000")
    tail = np.concatenate([rows(-40), short(rng.uniform(-45, -32, (1, 3)))], axis=1)
    small = Case({"z": tail}, {"a": sigmoid(tail)}, "z near -40", elementwise=True)
    wide = fortran(rng.normal(0, 20, (4, 3)))
    return [far, small, *values("a", sigmoid, rng.normal(0, 1, (1, 1)), wide, about="other shapes")]


SIGMOID = Exercise(
    "sigmoid",
    ("z",),
    (
        Part("value", 2, sigmoid_values),
        Part("robustness", 1, sigmoid_extremes, hidden=True, pure=True),
    ),
    (
        Slip(
            "sign-in-exponent",
            "Your curve falls where it should rise: at z = 1 you give 0.27, and 0.73 is right. "
            "Look at the sign in the exponent.",
            lambda z: 1 / (1 + np.exp(z)),
        ),
        Slip(
            "clipped",
            "Far out your values stand still, as if z had been cut off at ±30: at -40 the true value is about 4e-18. "
            "No cutting is needed if e is only ever raised to a power below 0.",
            lambda z: 1 / (1 + np.exp(-np.clip(z, -30, 30))),
        ),
        Slip(
            "cancellation",
            "Near z = -40 you give 0, where the true value, about 4e-18, is a perfectly good number. "
            "Taking two nearly equal numbers from each other wiped out its digits.",
            lambda z: 1 - 1 / (1 + np.exp(z)),
        ),
        Slip(
            "overflow",
            "At z = 1000 you divide inf by inf, and that gives nan. "
            "For large z use the form in which e is raised to a power below 0.",
            lambda z: np.exp(z) / (1 + np.exp(z)),
        ),
        Slip(
            "tanh-for-sigmoid",
            "Your values run from -1 to 1: that is tanh. The sigmoid stays between 0 and 1 and is 0.5 at 0.",
            np.tanh,
        ),
        Slip(
            "missing-one",
            "Your values leave the range from 0 to 1: at z = 0 you give 1, and 0.5 is right. "
            "Is a term missing below the fraction line?",
            lambda z: 1 / np.exp(-z),
        ),
    ),
)


def sigmoid_slopes(rng):
    shapes = [(1, 3), (3, 4), (3, 3)]
    return [slopes(sigmoid, rng.normal(0, 1.5, shape), upstream(rng, shape)) for shape in shapes]


def sigmoid_purity(rng):
    ends = Case(
        {"dout": rows(3, -2), "a": rows(0, 1)},
        {"dz": rows(0, 0)},
        "saturated units (a = 0 and a = 1)",
        scale=1,
    )
    case = slopes(sigmoid, rng.normal(0, 2, (4, 2)), upstream(rng, (4, 2)), about="other shapes")
    return [
        case,
        ends,
        slopes(sigmoid, rng.normal(0, 1, (1, 1)), upstream(rng, (1, 1)), about="one number"),
    ]


SIGMOID_BACKWARD = Exercise(
    "sigmoid_backward",
    ("dout", "a"),
    (
        Part("gradient", 2, sigmoid_slopes),
        Part("purity", 1, sigmoid_purity, hidden=True, pure=True),
    ),
    (
        Slip(
            "derivative-at-a",
            "You apply the sigmoid to a once more. But a is the sigmoid's output already: the slope "
            "can be read off it directly.",
            lambda dout, a: dout * sigmoid(a) * (1 - sigmoid(a)),
        ),
        Slip("upstream-ignored", UPSTREAM, lambda dout, a: a * (1 - a)),
        Slip(
            "value-for-slope",
            "You multiply dout by a, the sigmoid's height. Its slope is wanted: at the top, where a "
            "is near 1, the curve is flat.",
            lambda dout, a: dout * a,
        ),
        Slip(
            "slope-twice",
            "The sigmoid's slope is in your dz twice. dout is the gradient at a: one slope carries it to z.",
            lambda dout, a: dout * (a * (1 - a)) ** 2,
        ),
        Slip(
            "tanh-slope",
            "That is the slope of tanh. The sigmoid's is 1/4 at most, where a = 0.5.",
            lambda dout, a: dout * (1 - a * a),
        ),
        MODIFIED,
    ),
)

# --- tanh -----------------------------------------------------------------------------------------------------------


def tanh_values(rng):
    known = Case({"z": rows(-1, 0, 1)}, {"a": rows(-0.7615941559557649, 0, 0.7615941559557649)})
    drawn = rng.normal(0, 1.5, (3, 4)), rng.normal(0, 1.5, (2, 2))
    return [known, *values("a", np.tanh, *drawn, scale=1.0)]


def tanh_extremes(rng):
    far = Case({"z": rows(-800, 800, 0)}, {"a": rows(-1, 1, 0)}, "z = -800 and 800")
    return [
        far,
        *values(
            "a",
            np.tanh,
            off_zero(rng, (1, 1)),
            fortran(rng.normal(0, 9, (4, 3))),
            about="other shapes",
            scale=1.0,  # 2 times a sigmoid, less 1
        ),
    ]


TANH_FROM_SIGMOID = Exercise(
    "tanh_from_sigmoid",
    ("z",),
    (
        Part("value", 1, tanh_values),
        Part("robustness", 1, tanh_extremes, hidden=True, pure=True),
    ),
    (
        Slip(
            "half-argument",
            "You give tanh(z / 2): at z = 1 that is 0.4621, and 0.7616 is right. "
            "The slope of tanh at 0 is 1, and yours is 1/2: where does z need to be stretched?",
            lambda z: np.tanh(z / 2),
        ),
        Slip(
            "overflow",
            "At z = ±800 you divide inf by inf, and that gives nan. A sigmoid that never overflows can do the work.",
            lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
        ),
        Slip(
            "not-stretched",
            "Your values lie between 0 and 1, and those of tanh between -1 and 1. Stretch and shift the output too.",
            lambda z: sigmoid(2 * z),
        ),
        Slip(
            "not-shifted",
            "Your values run from 0 to 2, and those of tanh from -1 to 1. What is yours at z = 0?",
            lambda z: 2 * sigmoid(2 * z),
        ),
    ),
)


def tanh_slopes(rng):
    shapes = [(1, 3), (3, 4), (3, 3)]
    return [slopes(tanh, rng.normal(0, 1, shape), upstream(rng, shape)) for shape in shapes]


def tanh_ends(rng):
    ends = Case(
        {"dout": rows(3, -2, 5), "a": rows(-1, 1, 0)},
        {"dz": rows(0, 0, 5)},
        "saturated units (a = -1 and a = 1)",
        scale=1,
    )
    Z, dout = rng.normal(0, 1, (4, 2)), upstream(rng, (4, 2))
    return [slopes(tanh, Z, dout, about="other shapes"), ends]


TANH_BACKWARD = Exercise(
    "tanh_backward",
    ("dout", "a"),
    (
        Part("gradient", 1, tanh_slopes),
        Part("robustness", 1, tanh_ends, hidden=True, pure=True),
    ),
    (
        Slip(
            "derivative-at-a",
            "You apply tanh to a once more. But a is tanh's output already: the slope can be read off it directly.",
            lambda dout, a: dout * (1 - np.tanh(a) ** 2),
        ),
        Slip(
            "sigmoid-slope",
            "That is the slope of the sigmoid. Tanh is steepest at a = 0, with slope 1, and yours is 0 there.",
            lambda dout, a: dout * a * (1 - a),
        ),
        Slip(
            "missing-square",
            "At a = 0 your slope is right, and at a = -1 it is 2 where the curve is flat. It should "
            "be the same on both sides.",
            lambda dout, a: dout * (1 - a),
        ),
        Slip("upstream-ignored", UPSTREAM, lambda dout, a: 1 - a * a),
        MODIFIED,
    ),
)

# --- relu and leaky relu --------------------------------------------------------------------------------------------


def relu_values(rng):
    known = Case({"z": rows(-2, 0, 3)}, {"a": rows(0, 0, 3)})
    return [known, *values("a", relu, off_zero(rng, (3, 4)), fortran(off_zero(rng, (2, 2))))]


RELU = Exercise(
    "relu",
    ("z",),
    (Part("value", 0, relu_values, pure=True),),
    (
        Slip("absolute-value", "You turn negative numbers positive. ReLU sets them to 0.", np.abs),
        Slip(
            "wrong-side",
            "You keep the negative numbers and drop the positive ones. Turn the comparison round.",
            lambda z: np.where(z < 0, z, 0),
        ),
        Slip(
            "step-for-relu",
            "You return 1 for every positive number: that is the step. ReLU returns the number itself.",
            lambda z: np.where(z > 0, 1.0, 0.0),
        ),
        MODIFIED,
    ),
)


def relu_slopes(rng):
    shapes = [(1, 3), (3, 4), (3, 3)]
    at_kink = Case(
        {"dout": rows(2, -5, 7), "a": rows(0, 0, 4)}, {"dz": rows(0, 0, 7)}, "a = 0, at the kink"
    )
    return [
        *(slopes(relu, off_zero(rng, shape), upstream(rng, shape)) for shape in shapes),
        at_kink,
    ]


def relu_purity(rng):
    whole = [
        slopes(relu, off_zero(rng, shape), upstream(rng, shape), about="other shapes")
        for shape in [(4, 2), (1, 1)]
    ]
    dead = Case(
        {"dout": upstream(rng, (2, 3)), "a": np.zeros((2, 3))},
        {"dz": np.zeros((2, 3))},
        "dead units",
    )
    return [*whole, dead]


RELU_BACKWARD = Exercise(
    "relu_backward",
    ("dout", "a"),
    (
        Part("gradient", 2, relu_slopes),
        Part("purity", 1, relu_purity, hidden=True, pure=True),
    ),
    (
        Slip(
            "kink-slope",
            "You let dout through everywhere, also where the unit is silent. A silent unit has a = 0, and the book "
            "takes slope 0 there: is your comparison > or >=?",
            lambda dout, a: np.where(a >= 0, dout, 0),
        ),
        Slip(
            "mask-on-dout",
            "You look at the sign of dout. Whether a unit lets the gradient through depends on the unit: look at a.",
            lambda dout, a: np.where(dout > 0, dout, 0),
        ),
        Slip("upstream-ignored", UPSTREAM, lambda dout, a: np.where(a > 0, 1.0, 0.0)),
        Slip(
            "value-for-slope",
            "You multiply dout by a, the height of the curve. Its slope is wanted, and that is the "
            "same for a = 1 and a = 5.",
            lambda dout, a: dout * a,
        ),
        Slip(
            "wrong-side",
            "You let the gradient through where the unit is silent, and stop it where it is active. "
            "Turn the comparison round.",
            lambda dout, a: np.where(a > 0, 0, dout),
        ),
        MODIFIED,
    ),
)


def _leaky_case(rng, shape, alpha, about=""):
    return slopes(
        leaky_relu,
        off_zero(rng, shape),
        upstream(rng, shape),
        alpha,
        names=("dout", "a", "alpha"),
        about=about,
    )


def leaky_slopes(rng):
    return [
        _leaky_case(rng, shape, alpha)
        for shape, alpha in [((1, 3), 0.1), ((3, 4), 0.3), ((3, 3), 0.1)]
    ]


def leaky_more(rng):
    alphas = rng.uniform(0.05, 0.9, 2).round(2)
    cases = [((4, 2), alphas[0]), ((1, 2), alphas[1]), ((5, 2), 0.01)]
    at_kink = Case(
        {"dout": rows(2, -5, 7), "a": rows(0, 0, 4), "alpha": 0.5},
        {"dz": rows(1, -2.5, 7)},
        "a = 0, at the kink",
    )
    drawn = (_leaky_case(rng, shape, float(alpha), f"alpha = {alpha:g}") for shape, alpha in cases)
    return [*drawn, at_kink]


LEAKY_RELU_BACKWARD = Exercise(
    "leaky_relu_backward",
    ("dout", "a", "alpha"),
    (
        Part("gradient", 1, leaky_slopes),
        Part("robustness", 1, leaky_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "value-for-slope",
            "Where a is negative you return alpha times a, the height of the curve. "
            "Its slope there is one number, and dout passes through it.",
            lambda dout, a, alpha: np.where(a > 0, dout, alpha * a),
        ),
        Slip(
            "relu-slope",
            "Where a is negative you stop the gradient: that is ReLU. The leaky one lets a share of it through.",
            lambda dout, a, alpha: np.where(a > 0, dout, 0),
        ),
        Slip(
            "fixed-alpha",
            "You use 0.01 as the slope on the left, whatever alpha is. Use the parameter.",
            lambda dout, a, alpha: np.where(a > 0, dout, 0.01 * dout),
        ),
        Slip(
            "upstream-lost-left",
            "Where a is negative you return alpha alone. The gradient from above has to pass through there too.",
            lambda dout, a, alpha: np.where(a > 0, dout, alpha),
        ),
        Slip("upstream-ignored", UPSTREAM, lambda dout, a, alpha: np.where(a > 0, 1.0, alpha)),
        Slip(
            "mask-on-dout",
            "You look at the sign of dout. Which slope counts depends on the unit: look at a.",
            lambda dout, a, alpha: np.where(dout > 0, dout, alpha * dout),
        ),
        Slip(
            "kink-slope",
            "Where a is exactly 0 you let dout through whole. There the book takes the slope from the left: is your "
            "comparison > or >=?",
            lambda dout, a, alpha: np.where(a >= 0, dout, alpha * dout),
        ),
        MODIFIED,
    ),
)

# --- softmax --------------------------------------------------------------------------------------------------------


def softmax_values(rng):
    known = Case({"Z": rows(0, np.log(3))}, {"P": rows(0.25, 0.75)})
    Z = rng.normal(0, 1.5, (3, 4))
    shifted = Case({"Z": Z + 5}, {"P": softmax(Z)}, "a number added to every logit")
    return [
        known,
        *values(
            "P", softmax, Z, rng.normal(0, 1.5, (3, 3)), rng.normal(0, 1, (4, 2)), names=("Z",)
        ),
        shifted,
    ]


def softmax_extremes(rng):
    big = Case({"Z": rows(1000, 1000, 0)}, {"P": rows(0.5, 0.5, 0)}, "logits of 1000")
    low = Case({"Z": rows(-1000, -1000)}, {"P": rows(0.5, 0.5)}, "logits of -1000")
    Z = short(rng.normal(0, 1, (3, 4))) + np.array([[1000.0], [0.0], [-1000.0]])
    uneven = Case({"Z": Z}, {"P": softmax(Z)}, "rows of very different size")
    one = Case({"Z": rng.normal(0, 1, (3, 1))}, {"P": np.ones((3, 1))}, "a single class")
    return [
        big,
        low,
        uneven,
        one,
        *values(
            "P", softmax, fortran(rng.normal(0, 2, (2, 5))), names=("Z",), about="other shapes"
        ),
    ]


def _global_max(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


SOFTMAX = Exercise(
    "softmax",
    ("Z",),
    (
        Part("value", 2, softmax_values),
        Part("robustness", 2, softmax_extremes, hidden=True, pure=True),
    ),
    (
        Slip(
            "wrong-axis",
            "Your columns sum to 1, and the rows should: each row is one example, and its classes share the 1.",
            lambda Z: softmax(np.ascontiguousarray(Z.T)).T,
        ),
        Slip(
            "no-shift",
            "With logits of 1000 a power of e overflows, and inf / inf is nan. "
            "The softmax does not change when one number is taken from a whole row: which number helps?",
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True),
        ),
        Slip(
            "global-max",
            "You take the largest entry of the whole array from every row. A row of far smaller numbers becomes all "
            "zeros, and 0 / 0 is nan: each row needs a largest entry of its own.",
            _global_max,
        ),
        Slip(
            "global-sum",
            "The whole array sums to 1, and each row should. One sum per row is needed.",
            lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(),
        ),
        Slip(
            "no-exponential",
            "You divide the logits by their sum. Softmax raises e to them first, so that nothing is negative.",
            lambda Z: Z / Z.sum(axis=1, keepdims=True),
        ),
        Slip(
            "sigmoid-for-softmax",
            "You squash each logit on its own: the rows do not sum to 1. In softmax the classes share the 1.",
            sigmoid,
        ),
        MODIFIED,
    ),
)


def _softmax_case(rng, shape, about="", scale=1.0):
    Z, dout = rng.normal(0, scale, shape), upstream(rng, shape)
    return slopes(softmax, Z, dout, output="dZ", names=("dout", "P"), about=about)


def softmax_slopes(rng):
    return [_softmax_case(rng, shape) for shape in [(1, 3), (3, 4), (3, 3)]]


def softmax_laws(rng):
    sure = Case(
        {"dout": rows(3, -2, 1), "P": rows(0, 1, 0)},
        {"dZ": rows(0, 0, 0)},
        "a row that is certain",
        scale=1,
    )
    P = softmax(rng.normal(0, 1, (2, 4)))
    even = Case(
        {"dout": np.full((2, 4), 2.5), "P": P},
        {"dZ": np.zeros((2, 4))},
        "an upstream of equal numbers",
        scale=1,
    )
    big = _softmax_case(rng, (2, 3), "a large upstream")
    scaled = Case(
        {"dout": 1000 * big.arguments["dout"], "P": big.arguments["P"]},
        {"dZ": 1000 * big.truth["dZ"]},
        big.about,
    )
    return [_softmax_case(rng, (4, 2), "other shapes"), sure, even, scaled]


SOFTMAX_BACKWARD = Exercise(
    "softmax_backward",
    ("dout", "P"),
    (
        Part("gradient", 3, softmax_slopes),
        Part("robustness", 2, softmax_laws, hidden=True, pure=True),
    ),
    (
        Slip(
            "all-zeros",
            "Your dZ is zero everywhere. It would be so if dout held equal numbers; with others, logits do matter.",
            lambda dout, P: np.zeros_like(P),
        ),
        Slip(
            "diagonal-only",
            "You pass each gradient back to its own logit only. But every logit moves all the "
            "probabilities of its row: "
            "the other paths are missing.",
            lambda dout, P: dout * P * (1 - P),
        ),
        Slip(
            "plain-mean",
            "You take the plain mean of dout from each row. Classes do not count alike here: which "
            "weights does the row have?",
            lambda dout, P: dout - dout.mean(axis=1, keepdims=True),
        ),
        Slip(
            "plain-mean",
            "You take the plain mean of dout from each row. Classes do not count alike here: which "
            "weights does the row have?",
            lambda dout, P: P * (dout - dout.mean(axis=1, keepdims=True)),
        ),
        Slip(
            "sum-over-array",
            "You sum over the whole array. Rows are separate examples: one row's gradient must not reach another.",
            lambda dout, P: P * (dout - (dout * P).sum()),
        ),
        Slip(
            "probability-missing",
            "Your rows should each sum to 0, and they do not. A class of probability 0 cannot move: "
            "which factor says so?",
            lambda dout, P: dout - (dout * P).sum(axis=1, keepdims=True),
        ),
        Slip(
            "second-path-missing",
            "You keep how a logit lifts its own class, and forget that it pushes all classes of the row down.",
            lambda dout, P: P * dout,
        ),
        Slip(
            "wrong-axis",
            "You sum over the examples, down the columns. The classes of one example share the 1: "
            "sum along the rows.",
            lambda dout, P: P * (dout - (dout * P).sum(axis=0)),
        ),
        MODIFIED,
    ),
)

EXERCISES = (
    SIGMOID,
    SIGMOID_BACKWARD,
    TANH_FROM_SIGMOID,
    TANH_BACKWARD,
    RELU,
    RELU_BACKWARD,
    LEAKY_RELU_BACKWARD,
    SOFTMAX,
    SOFTMAX_BACKWARD,
)
