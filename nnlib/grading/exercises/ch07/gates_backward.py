"""gates_backward(x, y, z): the slopes of f = (x + y) z."""

import numpy as np

from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.draw import exact_gradient
from nnlib.grading.exercises.single import HUGE, uneven

ex = exercise("gates_backward", "x, y, z -> df_dx, df_dy, df_dz")


def _gates(x, y, z):
    """A case with measured slopes of f = (x + y) z, for numbers or arrays."""
    given = {"x": x, "y": y, "z": z}

    def slope(name):
        def f(moved):
            at = given | {name: moved}
            return np.sum((at["x"] + at["y"]) * at["z"])

        return exact_gradient(f, given[name])

    truth = {f"df_d{name}": slope(name) for name in given}
    return Case(given, truth, "arrays" if np.ndim(x) else "", scale=1, slopes=True)


@ex.part(points=1)
def value(rng):
    known = {"df_dx": -4, "df_dy": -4, "df_dz": 3}
    numbers = [2.0, -3.0, 5.0, 7.0, -6.0]
    drawn = [_gates(*map(float, rng.choice(numbers, 3, replace=False))) for _ in range(2)]
    # f is HUGE times as large as its slope for y
    big = uneven({"x": HUGE, "y": 5.0, "z": 4.0}, {"df_dx": 4.0, "df_dy": 4.0, "df_dz": HUGE + 5})
    return [Case({"x": -2.0, "y": 5.0, "z": -4.0}, known), *drawn, big]


@ex.part(points=1, hidden=True)
def gradient(rng):
    shapes = [(3,), (2, 3), (3, 3)]
    numbers = _gates(*map(float, rng.normal(0, 2, 3)))
    x, y, z = np.array([[HUGE, 2.0], [5.0, 3.0], [4.0, -7.0]])
    big = uneven({"x": x, "y": y, "z": z}, {"df_dx": z, "df_dy": z, "df_dz": x + y})
    return [numbers, *(_gates(*rng.normal(0, 2, (3, *shape))) for shape in shapes), big]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def inverted_direction(x, y, z):
    """Your slopes are upside down: you say how the input changes with the output. Asked is how much f changes
    when x, y or z is nudged.
    """
    return 1 / z, 1 / z, 1 / (x + y)


@ex.slip
def z_forgotten(x, y, z):
    """Your slopes for x and y stop at q = x + y. From q it is one more step to f: multiply along the way."""
    return x * 0 + 1, y * 0 + 1, x + y


@ex.slip
def own_factor(x, y, z):
    """At the product you hand each factor its own value. Nudge z a little, with numbers: which number decides how
    far f moves?
    """
    return x + y, x + y, z


@ex.slip(key="own-factor")
def own_factor_z(x, y, z):
    """At the product you hand z its own value. Nudge z a little, with numbers: which number decides how far f
    moves?
    """
    return z, z, z


@ex.slip
def value_for_slope(x, y, z):
    """You return how much each input adds to f. Asked is how fast f changes when that input is nudged."""
    return x * z, y * z, (x + y) * z


@ex.slip
def product_for_sum(x, y, z):
    """Your df_dz multiplies x and y. z meets q = x + y at the product: which number decides how far f moves with z?"""
    return z, z, x * y


@ex.slip
def all_factors(x, y, z):
    """Your slopes are those of f = x y z. Here x and y are added first: what does nudging x do to q = x + y?"""
    return y * z, x * z, x * y


@ex.slip(key="all-factors")
def other_factor_at_the_sum(x, y, z):
    """At the sum you multiply by the other input, as at a product. Nudge x a little: how far does x + y move?"""
    return y * z, x * z, x + y


@ex.slip
def all_ones(x, y, z):
    """Your slopes are all 1. That is what the sum does; the product lets z, and x + y, decide."""
    return x * 0 + 1.0, y * 0 + 1.0, z * 0 + 1.0


@ex.slip
def z_slope_one(x, y, z):
    """Your df_dz is 1. At the product the other factor decides how far f moves with z: which is that?"""
    return z * 1.0, z * 1.0, z * 0 + 1.0


@ex.slip
def difference_for_sum(x, y, z):
    """Your df_dz takes y away. f is (x + y) z: which factor does z have?"""
    return z * 1.0, z * 1.0, x - y


@ex.slip
def sign_flipped(x, y, z):
    """Your slopes have the right size and the wrong sign. f rises with x where z is positive."""
    return -z, -z, -(x + y)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def gates_by_q(x, y, z):
    q = x + y
    df_dq = z
    dq_dx = dq_dy = 1.0
    return df_dq * dq_dx, df_dq * dq_dy, q


ex.right(lambda x, y, z: [z, z, x + y])


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="measured", points=0)
def gates_by_nudges(x, y, z):
    def f(x, y, z):
        return (x + y) * z

    h = 1e-5
    return (
        (f(x + h, y, z) - f(x - h, y, z)) / (2 * h),
        (f(x, y + h, z) - f(x, y - h, z)) / (2 * h),
        (f(x, y, z + h) - f(x, y, z - h)) / (2 * h),
    )


ex.right(lambda x, y, z: [z, z, x + y])


ex.right(lambda x, y, z: tuple(np.einsum("...->...", v) * 1.0 for v in (z, z, x + y)))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="inverted-direction", points=0)(lambda x, y, z: (1 / z, 1 / z, 1 / (x + y)))
ex.wrong(slip="z-forgotten", points=0)(lambda x, y, z: (1.0, 1.0, x + y))
ex.wrong(slip="own-factor", points=0)(lambda x, y, z: (x + y, x + y, z))
ex.wrong(slip="product-for-sum", points=0)(lambda x, y, z: (z, z, x * y))
ex.wrong(slip="wrong-type", points=0)(lambda x, y, z: (z, z))
ex.wrong(slip="returns-none", points=0)(lambda x, y, z: None)


ex.wrong(slip="all-factors", points=0)(lambda x, y, z: (y * z, x * z, x + y))
ex.wrong(slip="all-ones", points=0)(lambda x, y, z: (1.0 + 0 * x, 1.0 + 0 * y, 1.0 + 0 * z))
ex.wrong(slip="value-for-slope", points=0)(lambda x, y, z: (x * z, y * z, (x + y) * z))
ex.wrong(slip="sign-flipped", points=0)(lambda x, y, z: (-z, -z, -x - y))


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "return (1.0 * df_dq, 1.0 * df_dq, 1.0 * df_dz)", "return (1.0 * df_dq, 1.0 * df_dq, df_dz)"
)
ex.same(
    "return (1.0 * df_dq, 1.0 * df_dq, 1.0 * df_dz)", "return (1.0 * df_dq, df_dq, 1.0 * df_dz)"
)
ex.same(
    "return (1.0 * df_dq, 1.0 * df_dq, 1.0 * df_dz)", "return (df_dq, 1.0 * df_dq, 1.0 * df_dz)"
)
