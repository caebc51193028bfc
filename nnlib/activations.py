"""Activations: each function, and under it its derivative.

Every backward takes the upstream gradient `dout` and the forward's *output* `a`, so that one function can stand in
for another. Arrays have any shape; softmax works along the last axis. float32 stays float32, NaN stays NaN.
All raise TypeError for what is no number and ValueError where `dout` and `a` differ in shape.
"""

from math import exp, expm1, log1p
from math import tanh as _tanh

from nnlib.gates import pointwise
from nnlib.kernel import kernel, public


@public(pointwise)
def identity(z, a):
    """The identity, identity(z) = z: the output of a regression network. Range: all numbers."""
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j]


@public(pointwise)
def identity_backward(dout, a, dz):
    """The identity's backward, dz = dout: its slope is 1 everywhere."""
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j]


@public(pointwise)
def step(z, a):
    """The step of a threshold unit, step(z) = 1 where z >= 0, else 0. At the threshold it fires: step(0) = 1."""
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = 1 if z[i, j] >= 0 else z[i, j] * 0 if z[i, j] != z[i, j] else 0


@public(pointwise)
def step_backward(dout, a, dz):
    """The step's backward, dz = 0: it is flat on both sides, so no gradient passes and it cannot be trained by one."""
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
def sigmoid(z, a):
    """The logistic sigmoid, sigmoid(z) = 1 / (1 + e^-z), between 0 and 1.

    Law: sigmoid(-z) = 1 - sigmoid(z). Steepest at 0, where its slope is 1/4.
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = _logistic(z[i, j])


@public(pointwise)
def sigmoid_backward(dout, a, dz):
    """The sigmoid's backward, dz = dout * a * (1 - a), with a = sigmoid(z): a factor of at most 1/4."""
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] * a[i, j] * (1 - a[i, j])


@public(pointwise)
def tanh(z, a):
    """The hyperbolic tangent, tanh(z) = (e^z - e^-z) / (e^z + e^-z), between -1 and 1.

    Law: tanh(-z) = -tanh(z). Its slope at 0 is 1, four times that of the sigmoid.
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = _tanh(z[i, j])


@public(pointwise)
def tanh_from_sigmoid(z, a):
    """The hyperbolic tangent as a stretched sigmoid, tanh(z) = 2 sigmoid(2 z) - 1."""
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = 2 * _logistic(2 * z[i, j]) - 1


@public(pointwise)
def tanh_backward(dout, a, dz):
    """The hyperbolic tangent's backward, dz = dout * (1 - a^2), with a = tanh(z)."""
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] * (1 - a[i, j] * a[i, j])


@public(pointwise)
def relu(z, a):
    """The rectified linear unit, relu(z) = max(z, 0). Range: 0 and up."""
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = 0 if z[i, j] <= 0 else z[i, j]


@public(pointwise)
def relu_backward(dout, a, dz):
    """The rectified linear unit's backward, dz = dout where a > 0, else 0.

    At the kink z = 0 no slope exists; the book, like most libraries, takes 0.
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] if a[i, j] > 0 else 0


@public(pointwise)
def leaky_relu(z, alpha, a):
    """The leaky rectified linear unit, leaky_relu(z) = z where z > 0, else alpha * z, with 0 < alpha < 1."""
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j] if z[i, j] > 0 else alpha * z[i, j]


@public(pointwise)
def leaky_relu_backward(dout, a, alpha, dz):
    """The leaky rectified linear unit's backward, dz = dout where a > 0, else alpha * dout.

    The output serves as well as the input: alpha > 0 keeps the sign. At the kink the book takes alpha.
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] if a[i, j] > 0 else alpha * dout[i, j]


SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


@public(pointwise)
def selu(z, a):
    """The scaled exponential linear unit, selu(z) = s z where z > 0, else s alpha (e^z - 1).

    s = 1.0507... and alpha = 1.6732... are such that sums of mean 0 and variance 1 come out with mean 0 and
    variance 1 again. Range: above -s alpha = -1.758... Source: Klambauer et al. (2017), Self-normalizing networks.
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = SELU_SCALE * (z[i, j] if z[i, j] > 0 else SELU_ALPHA * expm1(z[i, j]))


@public(pointwise)
def selu_backward(dout, a, dz):
    """The scaled exponential linear unit's backward, dz = dout * s where a > 0, else dout * (a + s alpha).

    At the kink z = 0 the book takes the slope from the left, s alpha.
    """
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            slope = SELU_SCALE if a[i, j] > 0 else a[i, j] + SELU_SCALE * SELU_ALPHA
            dz[i, j] = dout[i, j] * slope


@public(pointwise)
def softplus(z, a):
    """The softplus, softplus(z) = log(1 + e^z), a relu without a corner. Range: above 0.

    Laws: softplus(z) - softplus(-z) = z, and its slope is sigmoid(z). Computed as max(z, 0) + log(1 + e^-|z|), so that
    e is only raised to a negative power. Source: Dugas et al. (2000).
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = (z[i, j] if z[i, j] > 0 else 0) + log1p(exp(-abs(z[i, j])))


@public(pointwise)
def softplus_backward(dout, a, dz):
    """The softplus's backward, dz = dout * (1 - e^-a), with a = softplus(z): the factor is sigmoid(z)."""
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = -dout[i, j] * expm1(-a[i, j])


@public(pointwise)
def softmax(Z, P):
    """The softmax of each row, softmax(z)_j = e^z_j / sum_k e^z_k: positive, and each row sums to 1.

    Law: adding one number to a whole row changes nothing; so the row's largest entry is taken off first,
    and no power overflows.
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
def softmax_backward(dout, P, dZ):
    """The softmax's backward, dz = p * (dout - <dout, p>) in each row, with p = softmax(z).

    It is the product of dout with the Jacobian diag(p) - p p^T. Law: each row of the result sums to 0.
    """
    for i in range(P.shape[0]):
        mean = 0.0
        for j in range(P.shape[1]):
            mean += dout[i, j] * P[i, j]
        for j in range(P.shape[1]):
            dZ[i, j] = P[i, j] * (dout[i, j] - mean)
