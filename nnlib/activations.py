"""Activations: each function, and under it its derivative.

Every backward takes the upstream gradient `dout` and the forward's *output* `a`, so that one function can stand in
for another; only those of gelu and swish, whose output does not tell their input, take the input `z`. Arrays have any
shape; softmax works along the last axis. What comes back is a new array of that shape, or a number for a number;
float32 stays float32, everything else is float64, NaN stays NaN.
In the source, the last parameter of each loop is the array that it writes into: callers do not give it.
"""

from __future__ import annotations

from math import erfc, exp, expm1, inf, log1p, pi, sqrt
from math import tanh as _tanh

from nnlib.core.faces import pointwise
from nnlib.core.kernel import kernel, public
from nnlib.core.types import Array, ArrayLike, Number

_LARGEST = 709.782712893384  # e to this is still a float64; above it plain Python's exp stops with an error


@public(pointwise)
def identity(z: ArrayLike, a) -> Array:
    """The identity, identity(z) = z: the output of a regression network. Range: all numbers.

    Raises TypeError where z is no number.
    >>> identity([-1.5, 2])
    array([-1.5,  2. ])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j]


@public(pointwise)
def identity_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The identity's backward, dz = dout: its slope is 1 everywhere.

    Raises TypeError where one is no number, ValueError where their shapes differ.
    >>> identity_backward([0.5, -2], [3, 4])
    array([ 0.5, -2. ])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j]


@public(pointwise)
def step(z: ArrayLike, a) -> Array:
    """The step of a threshold unit, step(z) = 1 where z >= 0, else 0. At the threshold it fires: step(0) = 1.

    Raises TypeError where z is no number.
    >>> step([-0.1, 0, 7])
    array([0., 1., 1.])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = 1 if z[i, j] >= 0 else z[i, j] * 0 if z[i, j] != z[i, j] else 0


@public(pointwise)
def step_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The step's backward, dz = 0: it is flat on both sides, so no gradient passes and it cannot be trained by one.

    Raises TypeError where one is no number, ValueError where their shapes differ.
    >>> step_backward([5, 5], [0, 1])
    array([0., 0.])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = 0


@kernel
def _logistic(x):
    """1 / (1 + e^-x) without overflow: e is only raised to a negative power."""
    if x >= 0:
        return 1 / (1 + exp(-x))
    e = exp(x)
    return e / (1 + e)


@public(pointwise)
def sigmoid(z: ArrayLike, a) -> Array:
    """The logistic sigmoid, sigmoid(z) = 1 / (1 + e^-z), between 0 and 1.

    Law: sigmoid(-z) = 1 - sigmoid(z). Steepest at 0, where its slope is 1/4. Raises TypeError where z is no number.
    >>> sigmoid([-2, 0, 2]).round(3)
    array([0.119, 0.5  , 0.881])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = _logistic(z[i, j])


@public(pointwise)
def sigmoid_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The sigmoid's backward, dz = dout * a * (1 - a), with a = sigmoid(z): a factor of at most 1/4.

    Raises TypeError where one is no number, ValueError where their shapes differ.
    >>> sigmoid_backward([1, 1], [0.5, 0.9]).round(3)
    array([0.25, 0.09])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] * a[i, j] * (1 - a[i, j])


@public(pointwise)
def tanh(z: ArrayLike, a) -> Array:
    """The hyperbolic tangent, tanh(z) = (e^z - e^-z) / (e^z + e^-z), between -1 and 1.

    Law: tanh(-z) = -tanh(z). Its slope at 0 is 1, four times that of the sigmoid. TypeError where z is no number.
    >>> tanh([-1, 0, 1]).round(3)
    array([-0.762,  0.   ,  0.762])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = _tanh(z[i, j])


@public(pointwise)
def tanh_from_sigmoid(z: ArrayLike, a) -> Array:
    """The hyperbolic tangent as a stretched sigmoid, tanh(z) = 2 sigmoid(2 z) - 1.

    Raises TypeError where z is no number.
    >>> tanh_from_sigmoid([-1, 0, 1]).round(3)
    array([-0.762,  0.   ,  0.762])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = 2 * _logistic(2 * z[i, j]) - 1


@public(pointwise)
def tanh_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The hyperbolic tangent's backward, dz = dout * (1 - a^2), with a = tanh(z).

    Raises TypeError where one is no number, ValueError where their shapes differ.
    >>> tanh_backward([1, 1], [0, 0.9]).round(3)
    array([1.  , 0.19])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] * (1 - a[i, j] * a[i, j])


@public(pointwise)
def relu(z: ArrayLike, a) -> Array:
    """The rectified linear unit, relu(z) = max(z, 0). Range: 0 and up.

    Raises TypeError where z is no number.
    >>> relu([-2, 0, 3])
    array([0., 0., 3.])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = 0 if z[i, j] <= 0 else z[i, j]


@public(pointwise)
def relu_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The rectified linear unit's backward, dz = dout where a > 0, else 0.

    At the kink z = 0 no slope exists; the book, like most libraries, takes 0. Raises TypeError where one is no number,
    ValueError where their shapes differ.
    >>> relu_backward([5, 5, 5], [0, 0.1, 3])
    array([0., 5., 5.])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] if a[i, j] > 0 else 0


@public(pointwise)
def leaky_relu(z: ArrayLike, alpha: Number, a) -> Array:
    """The leaky rectified linear unit, leaky_relu(z) = z where z > 0, else alpha * z, with 0 < alpha < 1.

    Raises TypeError where one is no number, ValueError for alpha below 0.
    >>> leaky_relu([-2, 0, 3], 0.1)
    array([-0.2,  0. ,  3. ])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j] if z[i, j] > 0 else alpha * z[i, j]


@public(pointwise)
def leaky_relu_backward(dout: ArrayLike, a: ArrayLike, alpha: Number, dz) -> Array:
    """The leaky rectified linear unit's backward, dz = dout where a > 0, else alpha * dout.

    The output serves as well as the input: alpha > 0 keeps the sign. At the kink the book takes alpha. Raises
    TypeError where one is no number, ValueError for other shapes and alpha below 0.
    >>> leaky_relu_backward([5, 5], [-0.2, 3], 0.1)
    array([0.5, 5. ])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] if a[i, j] > 0 else alpha * dout[i, j]


SQRT_HALF, NORMAL_TOP = sqrt(0.5), 1 / sqrt(2 * pi)  # 1 / sqrt(2), the normal density at 0
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


@public(pointwise)
def selu(z: ArrayLike, a) -> Array:
    """The scaled exponential linear unit, selu(z) = s z where z > 0, else s alpha (e^z - 1).

    s = 1.0507... and alpha = 1.6732... are such that sums of mean 0 and variance 1 come out with mean 0 and
    variance 1 again. Range: above -s alpha = -1.758... Source: Klambauer et al. (2017), Self-normalizing networks.
    Raises TypeError where z is no number.
    >>> selu([-1, 0, 1]).round(3)
    array([-1.111,  0.   ,  1.051])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = SELU_SCALE * (z[i, j] if z[i, j] > 0 else SELU_ALPHA * expm1(z[i, j]))


@public(pointwise)
def selu_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The scaled exponential linear unit's backward, dz = dout * s where a > 0, else dout * (a + s alpha).

    At the kink z = 0 the book takes the slope from the left, s alpha. Raises TypeError where one is no number,
    ValueError where their shapes differ.
    >>> selu_backward([1, 1], [-1.111, 1.051]).round(3)
    array([0.647, 1.051])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            slope = SELU_SCALE if a[i, j] > 0 else a[i, j] + SELU_SCALE * SELU_ALPHA
            dz[i, j] = dout[i, j] * slope


@public(pointwise)
def softplus(z: ArrayLike, a) -> Array:
    """The softplus, softplus(z) = log(1 + e^z), a relu without a corner. Range: above 0.

    Laws: softplus(z) - softplus(-z) = z, and its slope is sigmoid(z). Computed as max(z, 0) + log(1 + e^-|z|), so that
    e is only raised to a negative power. Source: Dugas et al. (2000). Raises TypeError where z is no number.
    >>> softplus([-2, 0, 2]).round(3)
    array([0.127, 0.693, 2.127])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = (z[i, j] if z[i, j] > 0 else 0) + log1p(exp(-abs(z[i, j])))


@public(pointwise)
def softplus_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The softplus's backward, dz = dout * (1 - e^-a), with a = softplus(z): the factor is sigmoid(z).

    Raises TypeError where one is no number, ValueError where their shapes differ.
    >>> softplus_backward([1, 1], [0.127, 2.127]).round(3)
    array([0.119, 0.881])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = -dout[i, j] * expm1(-a[i, j])


@public(pointwise)
def softmax(Z: ArrayLike, P) -> Array:
    """The softmax of each row, softmax(z)_j = e^z_j / sum_k e^z_k: positive, and each row sums to 1.

    Law: adding one number to a whole row changes nothing; so the row's largest entry is taken off first,
    and no power overflows. Raises TypeError where Z is no number.
    >>> softmax([[0, 0, 0], [1, 2, 3]]).round(3)
    array([[0.333, 0.333, 0.333],
           [0.09 , 0.245, 0.665]])
    """
    for i in range(Z.shape[0]):
        top = Z[i, 0]
        for j in range(Z.shape[1]):
            top = Z[i, j] if Z[i, j] > top else top
        total = 0.0
        for j in range(Z.shape[1]):
            P[i, j] = exp(Z[i, j] - top)
            total += P[i, j]
        for j in range(Z.shape[1]):
            P[i, j] /= total


@public(pointwise)
def softmax_backward(dout: ArrayLike, P: ArrayLike, dZ) -> Array:
    """The softmax's backward, dz = p * (dout - <dout, p>) in each row, with p = softmax(z).

    It is the product of dout with the Jacobian diag(p) - p p^T. Law: each row of the result sums to 0. Raises
    TypeError where one is no number, ValueError where their shapes differ.
    >>> softmax_backward([[1, 0, 0]], [[0.5, 0.3, 0.2]])
    array([[ 0.25, -0.15, -0.1 ]])
    """
    for i in range(P.shape[0]):
        mean = 0.0
        for j in range(P.shape[1]):
            mean += dout[i, j] * P[i, j]
        for j in range(P.shape[1]):
            dZ[i, j] = P[i, j] * (dout[i, j] - mean)


@public(pointwise)
def elu(z: ArrayLike, a) -> Array:
    """The exponential linear unit, elu(z) = z where z > 0, else e^z - 1. Range: above -1.

    Law: its slope has no jump at 0. Source: Clevert et al. (2016), with alpha = 1; `elu_alpha` takes others.
    Raises TypeError where z is no number.
    >>> elu([-1, 0, 2]).round(3)
    array([-0.632,  0.   ,  2.   ])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j] if z[i, j] > 0 else expm1(z[i, j])


@public(pointwise)
def elu_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The exponential linear unit's backward, dz = dout where a > 0, else dout * (a + 1).

    Raises TypeError where one is no number, ValueError where their shapes differ.
    >>> elu_backward([1, 1], [-0.632, 2]).round(3)
    array([0.368, 1.   ])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] if a[i, j] > 0 else dout[i, j] * (a[i, j] + 1)


@public(pointwise)
def elu_alpha(z: ArrayLike, alpha: Number, a) -> Array:
    """The exponential linear unit that levels off at -alpha, elu_alpha(z) = z where z > 0, else alpha (e^z - 1).

    Law: alpha = 1 is `elu`; for any other its slope jumps at 0, from alpha to 1. Source: Clevert et al. (2016).
    Raises TypeError where one is no number, ValueError for alpha below 0.
    >>> elu_alpha([-1, 0, 2], 0.5).round(3)
    array([-0.316,  0.   ,  2.   ])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j] if z[i, j] > 0 else alpha * expm1(z[i, j])


@public(pointwise)
def elu_alpha_backward(dout: ArrayLike, a: ArrayLike, alpha: Number, dz) -> Array:
    """The backward of `elu_alpha`, dz = dout where a > 0, else dout * (a + alpha). At the kink the book takes alpha.

    Raises TypeError where one is no number, ValueError for other shapes and alpha below 0.
    >>> elu_alpha_backward([1, 1], [-0.316, 2], 0.5).round(3)
    array([0.184, 1.   ])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] if a[i, j] > 0 else dout[i, j] * (a[i, j] + alpha)


@public(pointwise)
def exponential(z: ArrayLike, a) -> Array:
    """The exponential, exponential(z) = e^z: a last layer for counts. Range: 0 to infinity.

    Raises TypeError where z is no number.
    >>> exponential([0, 1]).round(3)
    array([1.   , 2.718])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = inf if z[i, j] > _LARGEST else exp(z[i, j])


@public(pointwise)
def exponential_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The exponential's backward, dz = dout * a: it is its own slope.

    Raises TypeError where one is no number, ValueError where their shapes differ.
    >>> exponential_backward([2, 2], [1, 3])
    array([2., 6.])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] * a[i, j]


@public(pointwise)
def softsign(z: ArrayLike, a) -> Array:
    """The softsign, softsign(z) = z / (1 + |z|): like tanh, but slower to its ends. Range: between -1 and 1.

    Law: softsign(-z) = -softsign(z). Source: Bergstra et al. (2009). Raises TypeError where z is no number.
    >>> softsign([-3, 0, 1])
    array([-0.75,  0.  ,  0.5 ])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            size = abs(z[i, j])
            sign = 1 if z[i, j] > 0 else -1  # of the infinite ones, which cannot be divided
            a[i, j] = z[i, j] / (1 + size) if size + 1 != size else sign


@public(pointwise)
def softsign_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The softsign's backward, dz = dout * (1 - |a|)^2.

    Raises TypeError where one is no number, ValueError where their shapes differ.
    >>> softsign_backward([4, 4], [-0.75, 0.5])
    array([0.25, 1.  ])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            rest = 1 - abs(a[i, j])
            dz[i, j] = dout[i, j] * rest * rest


@public(pointwise)
def hard_sigmoid(z: ArrayLike, a) -> Array:
    """The hard sigmoid, hard_sigmoid(z) = z / 6 + 1/2, held between 0 and 1: a sigmoid of three straight lines.

    Law: hard_sigmoid(z) + hard_sigmoid(-z) = 1. Source: Courbariaux et al. (2015). Raises TypeError for no number.
    >>> hard_sigmoid([-4, 0, 1.5])
    array([0.  , 0.5 , 0.75])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            line = z[i, j] / 6 + 0.5
            a[i, j] = 0 if line < 0 else 1 if line > 1 else line


@public(pointwise)
def hard_sigmoid_backward(dout: ArrayLike, a: ArrayLike, dz) -> Array:
    """The hard sigmoid's backward, dz = dout / 6 where 0 < a < 1, else 0. At the kinks the book takes 0.

    Raises TypeError where one is no number, ValueError where their shapes differ.
    >>> hard_sigmoid_backward([6, 6], [0.75, 1])
    array([1., 0.])
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] / 6 if 0 < a[i, j] < 1 else 0


@public(pointwise)
def gelu(z: ArrayLike, a) -> Array:
    """The Gaussian error linear unit, gelu(z) = z Phi(z), Phi the share of a standard normal below z.

    It falls to -0.17 at z = -0.75 and rises on both sides of it, so its output does not tell its input. Law:
    gelu(z) - gelu(-z) = z. Source: Hendrycks & Gimpel (2016), the exact form. Raises TypeError where z is no number.
    >>> gelu([-1, 0, 2]).round(3)
    array([-0.159,  0.   ,  1.954])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            below = erfc(-z[i, j] * SQRT_HALF) / 2
            a[i, j] = z[i, j] * below if below != 0 else 0


@public(pointwise)
def gelu_backward(dout: ArrayLike, z: ArrayLike, dz) -> Array:
    """The Gaussian error linear unit's backward, dz = dout * (Phi(z) + z phi(z)), phi the normal density.

    It takes the forward's *input*: two inputs can have one output, and other slopes. Raises TypeError where one is no
    number, ValueError where their shapes differ.
    >>> gelu_backward([1, 1, 1], [-1, 0, 2]).round(3)
    array([-0.083,  0.5  ,  1.085])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            near = exp(-z[i, j] * z[i, j] / 2)
            tilt = z[i, j] * near * NORMAL_TOP if near != 0 else 0
            dz[i, j] = dout[i, j] * (erfc(-z[i, j] * SQRT_HALF) / 2 + tilt)


@public(pointwise)
def swish(z: ArrayLike, a) -> Array:
    """The swish, swish(z) = z sigmoid(z), also called silu.

    It falls to -0.28 at z = -1.28 and rises on both sides of it, so its output does not tell its input. Law:
    swish(z) - swish(-z) = z. Source: Ramachandran et al. (2017). Raises TypeError where z is no number.
    >>> swish([-1, 0, 2]).round(3)
    array([-0.269,  0.   ,  1.762])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            share = exp(-abs(z[i, j]))
            part = (1 if z[i, j] > 0 else share) / (1 + share)
            a[i, j] = z[i, j] * part if part != 0 else 0


@public(pointwise)
def swish_backward(dout: ArrayLike, z: ArrayLike, dz) -> Array:
    """The swish's backward, dz = dout * s (1 + z (1 - s)), with s = sigmoid(z).

    It takes the forward's *input*: two inputs can have one output, and other slopes. Raises TypeError where one is no
    number, ValueError where their shapes differ.
    >>> swish_backward([1, 1, 1], [-1, 0, 2]).round(3)
    array([0.072, 0.5  , 1.091])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            share = exp(-abs(z[i, j]))
            part = (1 if z[i, j] > 0 else share) / (1 + share)
            tilt = z[i, j] * share / ((1 + share) * (1 + share)) if share != 0 else 0
            dz[i, j] = dout[i, j] * (part + tilt)
