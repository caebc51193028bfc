"""Losses: what each example costs, and under it the gradient of the batch's mean. The 1/n stands once, in `_grad`.

A kernel `loss(out, y, each)` writes the loss of each example, `loss_grad(out, y, dout)` the gradient of their mean.
Inside, all are matrices of one dtype, and labels are a column. Outside, a loss is a number, the mean over the batch.
"""

from math import exp, log, log1p

import numpy as np

from nnlib.gates import as_floats, as_labels, not_empty, positive_number
from nnlib.kernel import kernel, public

# --- The gates: what comes from outside, as matrices of one dtype --------------------------------


def _rows(array):
    """A matrix with a row per example: a vector becomes a column."""
    return array.reshape((array.shape[0], -1))


def _alike(name, arguments):
    """Two arrays of one shape (n, ...), and a number `delta` where there is one."""
    (out_name, out), (y_name, y) = list(arguments.items())[:2]
    out, y = as_floats(out_name, out), as_floats(y_name, y)
    if out.shape != y.shape:  # (n,) against (n, 1) would give n times n differences
        raise ValueError(f"{name}: {out_name} {out.shape} and {y_name} {y.shape} should be alike")
    if out.ndim == 0:
        raise ValueError(f"{out_name} is one number; wanted an array, a row or entry per example")
    not_empty(out_name, out)
    dtype = np.result_type(out, y)
    extra = [positive_number("delta", arguments["delta"])] if "delta" in arguments else []
    return out, [_rows(out.astype(dtype, copy=False)), _rows(y.astype(dtype, copy=False)), *extra]


def _within(name, array):
    """Raise where a number is no probability."""
    if not ((array >= 0) & (array <= 1) | np.isnan(array)).all():
        wrong = array[(array < 0) | (array > 1)][0]
        raise ValueError(f"{name} holds {wrong}; wanted probabilities, from 0 to 1")


def _shares(name, arguments):
    """The same, with all numbers of both from 0 to 1."""
    out, inputs = _alike(name, arguments)
    for key, array in zip(arguments, inputs):
        _within(key, array)
    return out, inputs


def _targets(name, arguments):
    """The same, with the second's numbers from 0 to 1."""
    out, inputs = _alike(name, arguments)
    _within(list(arguments)[1], inputs[1])
    return out, inputs


def _one_output(name, arguments):
    """Logits or probabilities of one output, (n,) or (n, 1), and targets from 0 to 1 in the same shape."""
    key, values = next(iter(arguments.items()))
    if np.ndim(values) > 1 and np.shape(values)[1:] != (1,):
        raise ValueError(f"{key} has shape {np.shape(values)}; wanted (n,) or (n, 1), one output")
    return (_targets if key == "z" else _shares)(name, arguments)


def _labelled(name, arguments):
    """Logits (n, k) and labels (n,), which become a column of floats."""
    Z = as_floats("Z", arguments["Z"], 2)
    not_empty("Z", Z)
    y = as_labels("y", arguments["y"], *Z.shape)
    return Z, [Z, y.astype(Z.dtype)[:, None]]


def _distributions(name, arguments):
    """Two distributions (k,), or a pair in each row of (n, k): numbers from 0 to 1 that sum to 1."""
    p, q = (np.atleast_2d(as_floats(key, arguments[key])) for key in ("p", "q"))
    _, inputs = _shares(name, {"p": p, "q": q})
    for key, array in zip(arguments, inputs):
        total = array.sum(axis=1)
        if not (np.abs(total - 1) < 1e-4).all():
            raise ValueError(f"{key} sums to {total[~(np.abs(total - 1) < 1e-4)][0]}; wanted 1")
    return p, inputs


def _loss_of(prepare):
    """The gate of a loss: its face returns the mean over the examples."""

    def gate(name, arguments):
        _, inputs = prepare(name, arguments)
        each = np.empty(len(inputs[0]), inputs[0].dtype)
        return (*inputs, each), lambda: float(each.mean(dtype=np.float64))

    gate.outputs, gate.linked = 1, _loss_linked
    return gate


def _grad_of(prepare):
    """The gate of a gradient: a new array in the shape of the first argument."""

    def gate(name, arguments):
        out, inputs = prepare(name, arguments)
        dout = np.empty_like(inputs[0])
        return (*inputs, dout), lambda: dout.reshape(np.shape(out))

    gate.outputs, gate.linked = 1, _grad_linked
    return gate


def _loss_linked(run, names):
    """The same for compiled code, where nothing is checked: labels may be whole numbers."""

    def loss(out, y):
        matrix = np.ascontiguousarray(out).reshape((out.shape[0], -1))
        each = np.empty(out.shape[0], out.dtype)
        run(matrix, np.ascontiguousarray(y).astype(out.dtype).reshape((y.shape[0], -1)), each)
        return each.mean()

    def loss_with_delta(out, y, delta):
        matrix = np.ascontiguousarray(out).reshape((out.shape[0], -1))
        each = np.empty(out.shape[0], out.dtype)
        targets = np.ascontiguousarray(y).astype(out.dtype).reshape((y.shape[0], -1))
        run(matrix, targets, delta, each)
        return each.mean()

    return loss_with_delta if "delta" in names else loss


def _grad_linked(run, names):
    def grad(out, y):
        matrix = np.ascontiguousarray(out).reshape((out.shape[0], -1))
        dout = np.empty_like(matrix)
        run(matrix, np.ascontiguousarray(y).astype(out.dtype).reshape((y.shape[0], -1)), dout)
        return dout.reshape(out.shape)

    def grad_with_delta(out, y, delta):
        matrix = np.ascontiguousarray(out).reshape((out.shape[0], -1))
        dout = np.empty_like(matrix)
        targets = np.ascontiguousarray(y).astype(out.dtype).reshape((y.shape[0], -1))
        run(matrix, targets, delta, dout)
        return dout.reshape(out.shape)

    return grad_with_delta if "delta" in names else grad


# --- Regression: means over all n k elements -----------------------------------------------------


@public(_loss_of(_alike))
def mse(P, T, each):
    """The mean squared error, J = mean((P - T)^2) over all elements.

    P (n, k) predictions, T (n, k) targets, or both (n,). Law: P - T doubled gives 4 J. It is what maximum likelihood
    asks for under Gaussian noise. Raises ValueError where the shapes differ, also (n,) against (n, 1), and for n = 0.
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total += (P[i, j] - T[i, j]) ** 2
        each[i] = total / P.shape[1]


@public(_grad_of(_alike))
def mse_grad(P, T, dP):
    """The gradient of `mse` at P, dP = 2 (P - T) / (n k). Shapes and errors as there."""
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            dP[i, j] = 2 * (P[i, j] - T[i, j]) / P.size


@public(_loss_of(_alike))
def mae(P, T, each):
    """The mean absolute error, J = mean(|P - T|) over all elements. Shapes and errors as for `mse`.

    An outlier pulls no harder than any other example. It belongs to Laplacian noise.
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total += abs(P[i, j] - T[i, j])
        each[i] = total / P.shape[1]


@public(_grad_of(_alike))
def mae_grad(P, T, dP):
    """The gradient of `mae` at P, dP = sign(P - T) / (n k). At the kink P = T the book takes 0."""
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            e = P[i, j] - T[i, j]
            dP[i, j] = (1 if e > 0 else -1 if e < 0 else e) / P.size  # else: 0, or NaN


@public(_loss_of(_alike))
def huber(P, T, delta, each):
    """Huber's loss, the mean of e^2 / 2 where |e| <= delta, else of delta (|e| - delta / 2), with e = P - T.

    A parabola that goes on as a line: value and slope meet at |e| = delta. Mean over all elements, delta > 0;
    shapes and errors as for `mse`. Source: Huber (1964), Robust estimation of a location parameter.
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            e = abs(P[i, j] - T[i, j])
            total += delta * (e - delta / 2) if e > delta else e * e / 2
        each[i] = total / P.shape[1]


@public(_grad_of(_alike))
def huber_grad(P, T, delta, dP):
    """The gradient of `huber` at P, dP = clip(P - T, -delta, delta) / (n k)."""
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            e = P[i, j] - T[i, j]
            dP[i, j] = (delta if e > delta else -delta if e < -delta else e) / P.size


# --- Probabilities -------------------------------------------------------------------------------


@kernel
def _times(weight, value):
    """weight * value, where a weight of 0 wins over inf: 0 log 0 = 0, the limit of x log x. NaN stays."""
    return weight * value if weight != 0 or value != value else 0.0


@kernel
def _log(p):
    """The natural logarithm, log 0 = -inf."""
    return log(p) if p > 0 else -np.inf if p == 0 else p  # else: NaN


@public(_loss_of(_distributions))
def cross_entropy(p, q, each):
    """The cross entropy of q as seen from p, H(p, q) = -sum_j p_j log q_j, in nats: p is the truth, q the model.

    p (k,), q (k,), or (n, k) for the mean over rows; both sum to 1. 0 log 0 = 0. Laws: H(p, p) is the entropy of p,
    and H(p, q) >= H(p, p). Raises ValueError where the shapes differ or one is no distribution.
    """
    for i in range(p.shape[0]):
        total = 0.0
        for j in range(p.shape[1]):
            total -= _times(p[i, j], _log(q[i, j]))
        each[i] = total


@public(_loss_of(_shares))
def categorical_cross_entropy(P, Y, each):
    """The cross entropy of probabilities P against rows Y, J = -mean_i sum_j Y_ij log P_ij.

    P (n, k), Y (n, k), mostly one-hot, from 0 to 1. A zero probability for what is there costs inf. It is
    `cross_entropy(Y, P)` in the order of a loss; from logits, `softmax_cross_entropy` is the better way.
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total -= _times(Y[i, j], _log(P[i, j]))
        each[i] = total


@public(_grad_of(_shares))
def categorical_cross_entropy_grad(P, Y, dP):
    """The gradient of `categorical_cross_entropy` at P, dP = -Y / (n P), and 0 where Y = 0."""
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            dP[i, j] = -_times(Y[i, j], 1 / P[i, j]) / P.shape[0]


@public(_loss_of(_one_output))
def binary_cross_entropy(p, y, each):
    """The binary cross entropy of probabilities, J = -mean(y log p + (1 - y) log(1 - p)).

    p (n,) or (n, 1) from 0 to 1, y likewise, 0 or 1 (or between). 0 log 0 = 0: a sure and right p costs 0, a sure and
    wrong one inf. Law: p and y turned into 1 - p and 1 - y cost the same. Raises ValueError outside 0 to 1, or where
    the shapes differ. From logits, use `bce_with_logits`.
    """
    for i in range(p.shape[0]):
        total = 0.0
        for j in range(p.shape[1]):
            total -= _times(y[i, j], _log(p[i, j])) + _times(1 - y[i, j], _log(1 - p[i, j]))
        each[i] = total / p.shape[1]


@public(_grad_of(_one_output))
def binary_cross_entropy_grad(p, y, dp):
    """The gradient of `binary_cross_entropy` at p, dp = (-y / p + (1 - y) / (1 - p)) / n."""
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            slope = _times(1 - y[i, j], 1 / (1 - p[i, j])) - _times(y[i, j], 1 / p[i, j])
            dp[i, j] = slope / p.size


# --- Logits --------------------------------------------------------------------------------------


@kernel
def _bce(z, y):
    """-y log sigmoid(z) - (1 - y) log sigmoid(-z): e is only raised to a negative power, and nothing cancels."""
    return log1p(exp(-abs(z))) + (_times(1 - y, z) if z > 0 else _times(y, -z))


@kernel
def _bce_slope(z, y):
    """sigmoid(z) - y."""
    e = exp(-abs(z))
    return (e if z < 0 else 1) / (1 + e) - y


@public(_loss_of(_one_output))
def bce_with_logits(z, y, each):
    """The binary cross entropy of sigmoid(z), J = mean(log(1 + e^z) - y z), computed without overflow.

    z (n,) or (n, 1) logits, y likewise, 0 or 1 (or between). Laws: z = 0 costs log 2; z and y turned into -z and 1 - y
    cost the same. z = 1000 costs 0 where y = 1 and 1000 where y = 0. Errors as for `binary_cross_entropy`.
    """
    for i in range(z.shape[0]):
        total = 0.0
        for j in range(z.shape[1]):
            total += _bce(z[i, j], y[i, j])
        each[i] = total / z.shape[1]


@public(_grad_of(_one_output))
def bce_with_logits_grad(z, y, dz):
    """The gradient of `bce_with_logits` at z, dz = (sigmoid(z) - y) / n: the sigmoid's own derivative has cancelled."""
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            dz[i, j] = _bce_slope(z[i, j], y[i, j]) / z.size


@public(_loss_of(_targets))
def multilabel_bce(Z, Y, each):
    """Labels that do not exclude each other, J = mean_i sum_j bce(Z_ij, Y_ij): summed over labels, mean over examples.

    Z (n, k) logits, Y (n, k) 0 or 1. Law: it is the sum of `bce_with_logits` over the columns, which know nothing of
    each other. Raises ValueError where the shapes differ or Y leaves 0 to 1.
    """
    for i in range(Z.shape[0]):
        total = 0.0
        for j in range(Z.shape[1]):
            total += _bce(Z[i, j], Y[i, j])
        each[i] = total


@public(_grad_of(_targets))
def multilabel_bce_grad(Z, Y, dZ):
    """The gradient of `multilabel_bce` at Z, dZ = (sigmoid(Z) - Y) / n, with n the number of examples."""
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            dZ[i, j] = _bce_slope(Z[i, j], Y[i, j]) / Z.shape[0]


@kernel
def _log_sum_exp(row):
    """log(sum_j e^row_j), with the largest entry taken off first so that no power overflows."""
    top = row[0]
    for j in range(row.shape[0]):
        top = row[j] if row[j] > top else top
    total = 0.0
    for j in range(row.shape[0]):
        total += exp(row[j] - top)
    return float(top) + log(total)  # also where Python would keep to float32


@public(_loss_of(_labelled))
def softmax_cross_entropy(Z, y, each):
    """The cross entropy of softmax(Z) against labels, J = mean_i(log sum_j e^Z_ij - Z_i,y_i).

    Z (n, n_classes) are logits, y (n,) labels from 0. Law: with all logits equal, J = log(n_classes).
    Works from the logits, so ±1000 is no problem. Raises ValueError for labels out of range, wrong shapes, n = 0.
    """
    for i in range(Z.shape[0]):
        each[i] = _log_sum_exp(Z[i]) - float(Z[i, int(y[i, 0])])


@public(_grad_of(_labelled))
def softmax_cross_entropy_grad(Z, y, dZ):
    """The gradient of `softmax_cross_entropy` at the logits, dZ = (softmax(Z) - onehot(y)) / n.

    The softmax's own derivative has cancelled. Law: each row of dZ sums to 0. Shapes and errors as there.
    """
    for i in range(Z.shape[0]):
        level = _log_sum_exp(Z[i])
        for j in range(Z.shape[1]):
            dZ[i, j] = exp(Z[i, j] - level)
    minus_targets(dZ, y, dZ)


# --- The short way from the output, for the training loop ----------------------------------------


@kernel
def minus_targets(P, y, dZ):
    """dZ = (P - onehot(y)) / n: what is left of the gradient once the softmax P of the logits is known."""
    n = P.shape[0]
    for i in range(n):
        for j in range(P.shape[1]):
            dZ[i, j] = P[i, j] / n
        dZ[i, int(y[i, 0])] -= 1 / n


@kernel
def minus_values(P, Y, dZ):
    """dZ = (P - Y) / n: what is left of a gradient once the sigmoid P of the logits is known.

    It belongs to `multilabel_bce`, to `bce_with_logits` with its one output, and, where P is the softmax and each row
    of Y sums to 1, to `categorical_cross_entropy`.
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            dZ[i, j] = (P[i, j] - Y[i, j]) / P.shape[0]
