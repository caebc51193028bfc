# %% [markdown]
r"""
# Losses, and which way is down

You write eight losses here, the gradients of five of them, and at the end a test that finds many wrong gradients. A loss turns a whole batch of answers into one number: how wrong were they? Its gradient says, for every answer, which way to move it and how urgently. Chapter 5 shows where each of them comes from. Read it first, then come here with a pencil.

You know how exercises work from [exercise 0](../00_instruments/00_instruments.ipynb); here it is again, folded. `nnlib check 05_losses` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Delete the line with `raise`. You may use loops or NumPy.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `mse(P, T)` and `mse_grad(P, T)` | 3 |
| 2 | `mae(P, T)` and `mae_grad(P, T)` | 2 |
| 3 | `huber(P, T, delta)` and `huber_grad(P, T, delta)` | 3 |
| 4 | `binary_cross_entropy(p, y)` | 2 |
| 5 | `bce_with_logits(z, y)` and `bce_with_logits_grad(z, y)` | 4 |
| 6 | `multilabel_bce(Z, Y)` | 2 |
| 7 | `softmax_cross_entropy(Z, y)` and `softmax_cross_entropy_grad(Z, y)` | 6 |
| 8 | `cross_entropy(p, q)` | 2 |
| 9 | `check_points(rng)` | 2 |
| | together | 26 |

Two habits hold for every function. A loss is a *mean*: if a batch holds the same example ten times, its loss is that of the one example. The gradient is divided by the same number. And a function leaves what it was given as it was: a gradient is a **new** array. Logarithms are natural ones, to the base e.

Work the gradients out on paper. A function that measures them with small steps comes close, but earns no points.
"""

# %% [markdown]
r"""
## Getting ready

Run this cell first. It brings in NumPy and the check that reads your answers.
"""

# %%
import numpy as np

from nnlib.grading import check

# %% [markdown]
r"""
## 1. The mean squared error, and its gradient · 3 points

`P` holds predictions and `T` targets, both of shape `(n, k)`. The error of each number is prediction minus target. `mse` returns one number: the mean of the squared errors, over every number in the table.

By hand: with `P = [[3, 5]]` and `T = [[1, 6]]` the errors are 2 and -1, their squares 4 and 1, and the mean is `2.5`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "mse", "schema_version": 3, "task": false}
def mse(P, T):
    """The mean of the squared errors of P (n, k) against T (n, k), a number."""
    ### BEGIN SOLUTION
    return np.sum((P - T) ** 2) / P.size
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "mse_value", "schema_version": 3, "task": false}
check(mse, exercise="mse", part="value")

# %% [markdown]
r"""
Now its gradient: for every prediction, how fast does `mse` change when that prediction alone grows a little? The result has the shape of `P`, `(n, k)`.

By hand: nudge the 3 of the example to 3.01. Its error becomes 2.01, its square 4.0401, and the mean 2.52005: it rose by 0.02005, about 2 for each unit. Do the same to the 5. The answer is `[[2, -1]]`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "mse_grad", "schema_version": 3, "task": false}
def mse_grad(P, T):
    """The gradient of mse at P (n, k), an array (n, k)."""
    ### BEGIN SOLUTION
    return 2.0 * (P - T) / P.size
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "mse_grad_gradient", "schema_version": 3, "task": false}
check(mse_grad, exercise="mse_grad", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "mse_grad_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other shapes, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(mse_grad, exercise="mse_grad", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. The mean absolute error, and its gradient · 2 points

The same, but each error counts by its size, not by its square. `mae` returns the mean of the sizes over every number in the table.

By hand: with `P = [[3, 5]]` and `T = [[1, 6]]` the sizes are 2 and 1, and the mean is `1.5`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "mae", "schema_version": 3, "task": false}
def mae(P, T):
    """The mean of the sizes of the errors of P (n, k) against T (n, k), a number."""
    ### BEGIN SOLUTION
    return np.sum(np.abs(P - T)) / P.size
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "mae_value", "schema_version": 3, "task": false}
check(mae, exercise="mae", part="value")

# %% [markdown]
r"""
And its gradient, in the shape of `P`. By hand: nudge the 3 to 3.01, and its error grows by 0.01; nudge it from 100 instead, and it grows by 0.01 too. The answer for the example is `[[0.5, -0.5]]`.

Where a prediction is exactly right, the curve has a kink and no single slope: this book takes 0.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "mae_grad", "schema_version": 3, "task": false}
def mae_grad(P, T):
    """The gradient of mae at P (n, k), an array (n, k); 0 where a prediction is exactly right."""
    ### BEGIN SOLUTION
    return np.sign(P - T) / P.size
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "mae_grad_gradient", "schema_version": 3, "task": false}
check(mae_grad, exercise="mae_grad", part="gradient")

# %% [markdown]
r"""
## 3. Huber's loss, and its gradient · 3 points

Near the target, Huber's loss is *half* the square of the error. From an error of `delta` on, in both directions, a straight line takes over. It continues the parabola without a jump and without a kink: at an error of `delta`, both pieces have the same height and the same slope. These two conditions fix the line. `huber` returns the mean over every number in the table.

By hand, with `delta = 1.5`: an error of 1 costs `0.5`. An error of 1.5 costs `1.125`, and there the parabola has slope 1.5. So an error of 2 costs `1.125 + 1.5 × 0.5 = 1.875`. With `P = [[3, 5]]` and `T = [[1, 6]]` the mean is `(1.875 + 0.5) / 2 = 1.1875`.

`P` and `T` have shape `(n, k)`; `delta` is a positive number.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "huber", "schema_version": 3, "task": false}
def huber(P, T, delta):
    """The mean of Huber's loss of P (n, k) against T (n, k), a number."""
    ### BEGIN SOLUTION
    e = np.abs(P - T)
    line = delta * (e - delta / 2.0)
    return np.sum(np.where(e <= delta, e * e / 2.0, line)) / P.size
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "huber_value", "schema_version": 3, "task": false}
check(huber, exercise="huber", part="value")

# %% [markdown]
r"""
And its gradient, in the shape of `P`. By hand: for the example above the answer is `[[0.75, -0.5]]`. If the prediction were 1000 instead of 3, its entry would still be `0.75`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "huber_grad", "schema_version": 3, "task": false}
def huber_grad(P, T, delta):
    """The gradient of huber at P (n, k), an array (n, k)."""
    ### BEGIN SOLUTION
    e = P - T
    return np.minimum(np.maximum(e, -delta), delta) / P.size
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "huber_grad_gradient", "schema_version": 3, "task": false}
check(huber_grad, exercise="huber_grad", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "huber_grad_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other values of delta, errors of exactly delta, and an outlier.
### BEGIN HIDDEN TESTS
check(huber_grad, exercise="huber_grad", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. Binary cross entropy · 2 points

There are two outcomes, yes and no. For each of `n` examples, `p` is the model's probability of yes, and `y` says what happened: 1 for yes, 0 for no. An example costs its surprise, the negative natural logarithm of the probability that the model gave to what happened. `binary_cross_entropy` returns the mean over the examples.

By hand: with `p = [0.8, 0.4]` and `y = [1, 0]` the model gave 0.8 to what happened first, and 0.6 to what happened second. The costs are 0.223 and 0.511, and the mean is `0.367`.

`p` and `y` have shape `(n,)`. The result is a number.

The hidden point is for forecasts that are certain. One that is certain and right costs 0. One that is certain and wrong costs `inf`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "binary_cross_entropy", "schema_version": 3, "task": false}
def binary_cross_entropy(p, y):
    """The mean surprise of forecasts p (n,) of yes, where y (n,) is 1 for yes and 0 for no."""
    ### BEGIN SOLUTION
    given = np.where(y == 1, p, 1.0 - p)  # the probability that was given to what happened
    return -np.sum(np.log(given)) / len(p)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "binary_cross_entropy_value", "schema_version": 3, "task": false}
check(binary_cross_entropy, exercise="binary_cross_entropy", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "binary_cross_entropy_limits", "schema_version": 3, "task": false}
# Hidden, 1 point: forecasts of exactly 0 and 1, and batches of one example.
### BEGIN HIDDEN TESTS
check(binary_cross_entropy, exercise="binary_cross_entropy", part="limits")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. The same from logits, and its gradient · 4 points

A neuron that answers yes or no gives a logit `z`, any number at all; its probability of yes is the sigmoid of `z`. `bce_with_logits` returns the same mean as `binary_cross_entropy`, starting from `z`.

By hand: `z = ln 3` means a probability of 0.75. If `y` is 1 that costs `ln (4/3) = 0.288`; if `y` is 0 it costs `ln 4 = 1.386`. With `z = [ln 3, ln 3]` and `y = [1, 0]` the mean is `0.837`. At `z = 0` the cost is `ln 2`, whatever `y` is.

`z` and `y` have shape `(n,)`. The result is a number.

You earn the hidden point with an answer that is exact at `z = 1000` and `z = -1000`. Being certain and right costs 0 there, and being certain and wrong costs 1000. If you compute the probability first, it is exactly 0 or 1, and the 1000 is lost. Write the cost for `y = 0` as one logarithm on paper, and simplify until only `z` is left.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "bce_with_logits", "schema_version": 3, "task": false}
def bce_with_logits(z, y):
    """The mean surprise of forecasts with logits z (n,), where y (n,) is 1 for yes and 0 for no."""
    ### BEGIN SOLUTION
    size = np.abs(z)
    # log(1 + e^z) without overflow: e is only raised to negative powers
    return np.sum((z + size) / 2.0 + np.log1p(np.exp(-size)) - y * z) / len(z)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "bce_with_logits_value", "schema_version": 3, "task": false}
check(bce_with_logits, exercise="bce_with_logits", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "bce_with_logits_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: logits of 1000 and -1000, certain and right, certain and wrong.
### BEGIN HIDDEN TESTS
check(bce_with_logits, exercise="bce_with_logits", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
Now the gradient with respect to `z`, in the shape of `z`. Multiply the slope of the loss by the slope of the sigmoid on paper, before you write anything: something cancels, and what is left is short.

By hand: with `z = [ln 3, ln 3]` and `y = [1, 0]` the answer is `[-0.125, 0.375]`. The first forecast was too low, the second too high, and by more.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "bce_with_logits_grad", "schema_version": 3, "task": false}
def bce_with_logits_grad(z, y):
    """The gradient of bce_with_logits at z (n,), an array (n,)."""
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1.0, e) / (1.0 + e)
    return (p - y) / len(z)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "bce_with_logits_grad_gradient", "schema_version": 3, "task": false}
check(bce_with_logits_grad, exercise="bce_with_logits_grad", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "bce_with_logits_grad_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: logits of 1000 and -1000, and batches of one example.
### BEGIN HIDDEN TESTS
check(bce_with_logits_grad, exercise="bce_with_logits_grad", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 6. Several labels at once · 2 points

A picture may show a cat, a lion, both, or neither. So each of `k` labels is a yes-or-no question of its own: row `i` of `Z` holds the `k` logits of example `i`, and row `i` of `Y` holds `k` answers, each 0 or 1. `multilabel_bce` *adds up* the binary costs of the labels of one example, and takes the *mean* over the examples.

By hand: with `Z = [[0, ln 3]]` and `Y = [[1, 0]]` the first label costs `ln 2` and the second `ln 4`: together `2.079`. Two such rows cost the same, because it is a mean over rows.

`Z` and `Y` have shape `(n, k)`. The result is a number. You may call your `bce_with_logits`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "multilabel_bce", "schema_version": 3, "task": false}
def multilabel_bce(Z, Y):
    """The binary costs of logits Z (n, k) and answers Y (n, k): summed over labels, mean over examples."""
    ### BEGIN SOLUTION
    total = 0.0
    for j in range(Z.shape[1]):
        total += bce_with_logits(Z[:, j], Y[:, j])
    return total
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "multilabel_bce_value", "schema_version": 3, "task": false}
check(multilabel_bce, exercise="multilabel_bce", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "multilabel_bce_laws", "schema_version": 3, "task": false}
# Hidden, 1 point: logits of 1000 and -1000, a single label, a single example, and columns that know nothing of each other.
### BEGIN HIDDEN TESTS
check(multilabel_bce, exercise="multilabel_bce", part="laws")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 7. Exactly one of several classes · 6 points

Now exactly one of `k` classes is right. Row `i` of `Z` holds the logits of example `i`, and the softmax of that row is the model's forecast. `y[i]` is the number of the class that is there, from 0 to `k - 1`. An example costs the surprise of that class, the negative natural logarithm of its probability. `softmax_cross_entropy` returns the mean over the examples.

By hand: with `Z = [[0, ln 3]]` the probabilities are 1/4 and 3/4. If `y = [0]` the cost is `ln 4 = 1.386`; if `y = [1]` it is `ln (4/3) = 0.288`. With equal logits and `k` classes it is `ln k`.

`Z` has shape `(n, k)`; `y` has shape `(n,)` and holds whole numbers. The result is a number. (To pick one entry of each row, take `Z[i, y[i]]` in a loop, or all at once `Z[np.arange(len(y)), y]`.)

The hidden point is for logits of 1000 and -1000. With `Z = [[1000, 0]]` and `y = [1]` the probability is 0 to the computer, but the loss is 1000. As in 5: take the logarithm on paper first.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "softmax_cross_entropy", "schema_version": 3, "task": false}
def softmax_cross_entropy(Z, y):
    """The mean surprise of the softmax of logits Z (n, k), where y (n,) holds the classes."""
    ### BEGIN SOLUTION
    total = 0.0
    for i in range(Z.shape[0]):
        top = np.max(Z[i])  # taken out of the sum, so that no power overflows
        total += top + np.log(np.sum(np.exp(Z[i] - top))) - Z[i, y[i]]
    return total / Z.shape[0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "softmax_cross_entropy_value", "schema_version": 3, "task": false}
check(softmax_cross_entropy, exercise="softmax_cross_entropy", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "softmax_cross_entropy_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: logits of 1000 and -1000, rows of very different size, and a single class.
### BEGIN HIDDEN TESTS
check(softmax_cross_entropy, exercise="softmax_cross_entropy", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
Last, the gradient with respect to the logits, in the shape of `Z`. Again something cancels on paper, and what is left looks very much like the answer in 5.

By hand: with `Z = [[0, ln 3]]` and `y = [0]` the answer is `[[-0.75, 0.75]]`. Each row sums to 0: raise all the logits of a row together, and no probability moves.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "softmax_cross_entropy_grad", "schema_version": 3, "task": false}
def softmax_cross_entropy_grad(Z, y):
    """The gradient of softmax_cross_entropy at Z (n, k), an array (n, k)."""
    ### BEGIN SOLUTION
    dZ = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        e = np.exp(Z[i] - np.max(Z[i]))
        dZ[i] = e / np.sum(e)
        dZ[i, y[i]] -= 1.0
    return dZ / Z.shape[0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "softmax_cross_entropy_grad_gradient", "schema_version": 3, "task": false}
check(softmax_cross_entropy_grad, exercise="softmax_cross_entropy_grad", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "softmax_cross_entropy_grad_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: logits of 1000 and -1000, other shapes, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(softmax_cross_entropy_grad, exercise="softmax_cross_entropy_grad", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 8. Cross entropy · 2 points

`p` says how often each of `k` outcomes happens, `q` what a model believes. When outcome `j` happens, the model is surprised by the negative natural logarithm of the probability that it gave to `j`. `cross_entropy` returns the average surprise, when outcomes happen as often as `p` says.

By hand: with `p = [0.5, 0.5]` and `q = [0.25, 0.75]` the two surprises are `ln 4 = 1.386` and `ln (4/3) = 0.288`, and each comes half of the time: `0.837`.

`p` and `q` have shape `(k,)`, and each sums to 1. The result is a number.

The hidden point is for the ends of the scale. What never happens costs nothing, whatever `q` says. What does happen, and was called impossible, costs `inf`. (`np.log(0)` is `-inf`, with a warning that costs no points; `math.log(0)` stops your program.)
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "cross_entropy", "schema_version": 3, "task": false}
def cross_entropy(p, q):
    """The average surprise of the model q (k,) where p (k,) is the truth, a number."""
    ### BEGIN SOLUTION
    total = 0.0
    for j in range(len(p)):
        if p[j] > 0:
            total -= p[j] * np.log(q[j])
    return total
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "cross_entropy_value", "schema_version": 3, "task": false}
check(cross_entropy, exercise="cross_entropy", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "cross_entropy_limits", "schema_version": 3, "task": false}
# Hidden, 1 point: probabilities of exactly 0 and 1, in p and in q.
### BEGIN HIDDEN TESTS
check(cross_entropy, exercise="cross_entropy", part="limits")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 9. A test that finds many bugs · 2 points

In the bug hunt of chapter 5, wrong gradients looked right at `P = [2.5]`, `T = [1]`. Choose better numbers: return `P` and `T`, both of shape `(4, 3)`, such that a gradient check *there* passes the right gradients and catches every mistake of the kinds below.

The check measures the gradient of a loss at `P` with small steps, and compares all 12 entries with the gradient that is claimed. Each loss is the mean, over the 12 numbers of the table, of a function of the error `P - T` alone: MSE, MAE, Huber with `delta = 1`, and the pinball and log-cosh of chapter 5. A claimed gradient may be wrong

- for errors of one sign only,
- for large errors only (some are right up to 3),
- for small errors only (some are right from 1 on),
- in what it is divided by,
- or in a single row.

Your numbers have to show all of these. (A mistake *between* your numbers still passes. Which one, at yours?) And the right gradients have to pass: MAE and the pinball loss have a kink at an error of 0, and Huber's slope has one at 1 and -1. Where a small step goes across such a place, a right gradient looks wrong.

Choose the 12 *errors* first; then `P` is `T` plus these. By hand: with all predictions above the targets, a gradient that is wrong below 0 passes, so that is not enough. No error may be larger than 20 in size. `rng` is a generator, if you want to draw numbers; you need not use it.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "check_points", "schema_version": 3, "task": false}
def check_points(rng):
    """Predictions P (4, 3) and targets T (4, 3) at which wrong gradients show and right ones pass: (P, T)."""
    ### BEGIN SOLUTION
    row = np.array([0.5, 2.0, 5.0])  # small, middle and large
    T = rng.normal(size=(4, 3))
    return T + np.stack([row, -row, row, -row]), T
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "check_points_caught", "schema_version": 3, "task": false}
check(check_points, exercise="check_points", part="caught")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "check_points_everywhere", "schema_version": 3, "task": false}
# Hidden, 1 point: gradients that are wrong for small or large errors only, of one sign, or in one row.
### BEGIN HIDDEN TESTS
check(check_points, exercise="check_points", part="everywhere")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 05_losses` counts all your points, the hidden ones too.
3. `nnlib keep 05_losses` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 05_losses`, or whatever your course asks for.
5. Go on with [chapter 6](../../chapters/06_one_neuron.ipynb).
"""
