# %% [markdown]
r"""
# Activations, and their way back

You write seven small functions here, plus two to warm up, and you look for a number. Together they are everything that stands between the layers of a network: the curves that bend a signal on its way forward, and the functions that pass the gradient back through each curve. Chapter 3 shows where they come from. Read it first, then come here with a pencil.

You know how exercises work from [exercise 0](../00_instruments/00_instruments.ipynb); here it is again, folded. `nnlib check 03_activations` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Delete the line with `raise`. You may use loops or NumPy.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `sigmoid(z)` | 3 |
| 2 | `sigmoid_backward(dout, a)` | 3 |
| 3 | `steady_scale()` | 2 |
| 4 | `tanh_from_sigmoid(z)`, to warm up, and `tanh_backward(dout, a)` | 2 |
| 5 | `relu(z)`, to warm up, and `relu_backward(dout, a)` | 3 |
| 6 | `leaky_relu_backward(dout, a, alpha)` | 2 |
| 7 | `softmax(Z)` | 4 |
| 8 | `softmax_backward(dout, P)` | 5 |
| | together | 24 |

Two habits hold for every function. Arrays are two-dimensional, `(n, k)`: one row for each of `n` examples, one column for each of `k` numbers. And a function gives back a **new** array: what it was given still belongs to the caller.

Work the slopes out on paper. A function that measures them with small steps comes close, but earns no points. When your work is graded, nnlib's own versions of these functions are not there, and neither are other functions of nnlib that return the same numbers.
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
## 1. Sigmoid · 3 points

The sigmoid squeezes any number into the range from 0 to 1: `1 / (1 + exp(-z))`.

By hand: `z = 0` gives `1 / (1 + 1) = 0.5`. When `exp(-z)` is 3, the result is `1 / (1 + 3) = 0.25`.

`z` has shape `(n, k)`, and so has the result.

You earn the hidden point with an answer that keeps its digits far from zero. At `z = -40` the sigmoid is about 4.2e-18. What do you return there if you cut `z` off at some number, or if you compute `1 - sigmoid(40)`? And at `z = -1000`, `exp(-z)` is too large for float64. NumPy then warns and happens to give the right 0, which costs no points; better is a form that needs no luck.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "sigmoid", "schema_version": 3, "task": false}
def sigmoid(z):
    """Squeeze every number of z (n, k) into the range from 0 to 1."""
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(z))  # at most 1, so it never overflows
    return np.where(z >= 0, 1.0, e) / (1.0 + e)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "sigmoid_value", "schema_version": 3, "task": false}
check(sigmoid, exercise="sigmoid", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "sigmoid_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: numbers very far from zero, on both sides.
### BEGIN HIDDEN TESTS
check(sigmoid, exercise="sigmoid", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. Sigmoid, backward · 3 points

On the way back you are given `dout`: for every output of the sigmoid, how fast the loss changes when that output grows a little. You are also given `a`, the output itself, the one that the forward function returned. Return how fast the loss changes when each *input* grows a little.

By hand: where the output was `a = 0.5`, the curve has slope `0.25`. With `dout = 8` the answer there is `8 × 0.25 = 2`. Where `a = 0.9`, the slope is only `0.09`.

`dout`, `a` and the result have shape `(n, k)`. You have `a`, not `z`: find the slope from the output alone.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "sigmoid_backward", "schema_version": 3, "task": false}
def sigmoid_backward(dout, a):
    """Pass dout (n, k) back through the sigmoid whose output was a (n, k)."""
    ### BEGIN SOLUTION
    return dout * a * (1.0 - a)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "sigmoid_backward_gradient", "schema_version": 3, "task": false}
check(sigmoid_backward, exercise="sigmoid_backward", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "sigmoid_backward_purity", "schema_version": 3, "task": false}
# Hidden, 1 point: other shapes, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(sigmoid_backward, exercise="sigmoid_backward", part="purity")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. The steady scale · 2 points

At weight scale 1, ten layers of sigmoids leave about 4 millionths of the gradient, at scale 8 about 40 %, and with very large weights it explodes. Somewhere in between, the first layer's gradient is about as large as the last one's. At which weight scale? Return that number.

The next cell has a depth probe for *your* `sigmoid` and `sigmoid_backward`; you need not read it. `first_to_last(scale, depth)` makes ten draws of weights, with the seeds 0 to 9, and returns the median of the ten ratios. For ten layers, it should lie between 0.6 and 1.6. Try scales in a cell of your own.

By hand: `first_to_last(8, 10)` is about 0.38. So is 8 too small or too large?

You earn the hidden point with a number that is right for *twenty* layers, too, with the same limits. Guess first: do twice as many layers need larger weights?
"""


# %%
def first_to_last(scale, depth):
    """The first layer's gradient, divided by the last one's: the median of ten draws."""
    ratios = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        outputs = [rng.normal(size=(64, 64))]
        weights = rng.normal(size=(depth, 64, 64)) * scale / 8
        for W in weights:
            outputs.append(sigmoid(outputs[-1] @ W))
        upstream, gradients = rng.normal(size=(64, 64)), []
        for layer in reversed(range(depth)):
            dz = sigmoid_backward(upstream, outputs[layer + 1])
            gradients.append(np.linalg.norm(outputs[layer].T @ dz))
            upstream = dz @ weights[layer].T
        ratios.append(gradients[-1] / gradients[0])
    return np.median(ratios)


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "steady_scale", "schema_version": 3, "task": false}
def steady_scale():
    """The weight scale at which deep layers of sigmoids pass the gradient on."""
    ### BEGIN SOLUTION
    return 10.2  # first_to_last gives 1.10 for ten layers and 0.90 for twenty: the same scale does for both
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "steady_scale_value", "schema_version": 3, "task": false}
check(steady_scale, exercise="steady_scale", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "steady_scale_deeper", "schema_version": 3, "task": false}
# Hidden, 1 point: the same scale with twenty layers.
### BEGIN HIDDEN TESTS
check(steady_scale, exercise="steady_scale", part="deeper")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. Tanh, and its way back · 2 points

First a warm-up without points: call your own `sigmoid`, then stretch and shift.

By hand: tanh of 0 is 0. When `exp(z)` is 2, tanh is `(2 - 0.5) / (2 + 0.5) = 0.6`.

`z` and the result have shape `(n, k)`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "tanh_from_sigmoid", "schema_version": 3, "task": false}
def tanh_from_sigmoid(z):
    """Tanh of every number of z (n, k), by way of sigmoid."""
    ### BEGIN SOLUTION
    return 2.0 * sigmoid(2.0 * z) - 1.0
    ### END SOLUTION


# %%
check(tanh_from_sigmoid, exercise="tanh_from_sigmoid", part="value")
check(tanh_from_sigmoid, exercise="tanh_from_sigmoid", part="robustness")

# %% [markdown]
r"""
Now the way back, as in 2. `a` is again the *output* of the forward function.

By hand: where the output was `a = 0`, the slope is 1. Where it was `a = 0.6`, the slope is `0.64`; with `dout = 10` the answer there is `6.4`.

`dout`, `a` and the result have shape `(n, k)`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "tanh_backward", "schema_version": 3, "task": false}
def tanh_backward(dout, a):
    """Pass dout (n, k) back through the tanh whose output was a (n, k)."""
    ### BEGIN SOLUTION
    return dout * (1.0 - a * a)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "tanh_backward_gradient", "schema_version": 3, "task": false}
check(tanh_backward, exercise="tanh_backward", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "tanh_backward_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other shapes, and outputs that have nearly reached -1 or 1.
### BEGIN HIDDEN TESTS
check(tanh_backward, exercise="tanh_backward", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. ReLU, and its way back · 3 points

First a warm-up without points: `relu` lets positive numbers through and turns the others into 0.

By hand: `[[-2, 0, 3]]` becomes `[[0, 0, 3]]`.

`z` and the result have shape `(n, k)`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "relu", "schema_version": 3, "task": false}
def relu(z):
    """Keep what is positive in z (n, k), turn the rest into 0."""
    ### BEGIN SOLUTION
    return np.maximum(z, 0.0)
    ### END SOLUTION


# %%
check(relu, exercise="relu", part="value")

# %% [markdown]
r"""
Now the way back. `a` is what `relu` returned. Where a number was let through, `dout` passes; where it was stopped, nothing does. At the kink, where the output is 0, there is no single slope: this book takes 0.

By hand: with `a = [[0, 0, 3]]` and `dout = [[5, 7, -4]]` the answer is `[[0, 0, -4]]`.

`dout`, `a` and the result have shape `(n, k)`. The caller still needs `dout` afterwards.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "relu_backward", "schema_version": 3, "task": false}
def relu_backward(dout, a):
    """Pass dout (n, k) back through the relu whose output was a (n, k)."""
    ### BEGIN SOLUTION
    return np.where(a > 0, dout, 0.0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "relu_backward_gradient", "schema_version": 3, "task": false}
check(relu_backward, exercise="relu_backward", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "relu_backward_purity", "schema_version": 3, "task": false}
# Hidden, 1 point: other shapes, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(relu_backward, exercise="relu_backward", part="purity")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 6. Leaky ReLU, backward · 2 points

A leaky ReLU does not stop negative numbers, it makes them small: `z` where `z` is positive, `alpha * z` elsewhere, with `alpha` between 0 and 1. So its output keeps the sign of its input, and the output is all you need here too. Where the output is 0, take the slope `alpha`.

By hand: with `alpha = 0.1`, outputs `a = [[2, -0.3]]` and `dout = [[5, 5]]`, the answer is `[[5, 0.5]]`.

`dout`, `a` and the result have shape `(n, k)`; `alpha` is a number.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "leaky_relu_backward", "schema_version": 3, "task": false}
def leaky_relu_backward(dout, a, alpha):
    """Pass dout (n, k) back through the leaky relu whose output was a (n, k)."""
    ### BEGIN SOLUTION
    return np.where(a > 0, dout, alpha * dout)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "leaky_relu_backward_gradient", "schema_version": 3, "task": false}
check(leaky_relu_backward, exercise="leaky_relu_backward", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "leaky_relu_backward_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other values of alpha, other shapes, and the kink at 0.
### BEGIN HIDDEN TESTS
check(leaky_relu_backward, exercise="leaky_relu_backward", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 7. Softmax · 4 points

Softmax turns each row of logits into probabilities: all positive, and together exactly 1. In a row, every probability is `exp` of its logit, divided by the sum of `exp` over that same row.

By hand: in a row whose `exp` values are 1 and 3, the probabilities are `1/4` and `3/4`. Add 100 to both logits, and the probabilities stay what they are.

`Z` and the result have shape `(n, k)`. No row knows anything of the others.

You earn the hidden points with an answer that survives logits of 1000, and rows of very different size in one array. Use what happens when you add the same number to all logits.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "softmax", "schema_version": 3, "task": false}
def softmax(Z):
    """Turn every row of Z (n, k) into probabilities that sum to 1."""
    ### BEGIN SOLUTION
    P = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        e = np.exp(Z[i] - np.max(Z[i]))  # the largest logit becomes 0: no overflow
        P[i] = e / np.sum(e)
    return P
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "softmax_value", "schema_version": 3, "task": false}
check(softmax, exercise="softmax", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "softmax_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: very large logits, rows of very different size, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(softmax, exercise="softmax", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 8. Softmax, backward · 5 points

The hardest of the eight, and the one that chapter 5 will need. In a softmax every output depends on *every* logit of its row: when one probability grows, the others must shrink. So the slope of a row is a whole table, `k` by `k`, and `dout` has to go through that table. `P` is what `softmax` returned.

By hand: for one row with `P = [[0.25, 0.75]]`, the table is `[[3/16, -3/16], [-3/16, 3/16]]`. With `dout = [[8, 0]]`, logit 0 collects `8 × 3/16 + 0 × (-3/16) = 1.5`, and logit 1 `8 × (-3/16) + 0 × 3/16 = -1.5`, so the answer is `[[1.5, -1.5]]`. With `dout = [[8, 8]]` it is `[[0, 0]]`, because the probabilities of a row always sum to 1, whatever the logits do.

`dout`, `P` and the result have shape `(n, k)`. Loops that build the table of each row earn all the points; the short form, which never builds it, is faster.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "softmax_backward", "schema_version": 3, "task": false}
def softmax_backward(dout, P):
    """Pass dout (n, k) back through the softmax whose output was P (n, k)."""
    ### BEGIN SOLUTION
    dZ = np.zeros(P.shape)
    for i in range(P.shape[0]):
        dZ[i] = P[i] * (dout[i] - np.sum(dout[i] * P[i]))
    return dZ
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 3, "grade_id": "softmax_backward_gradient", "schema_version": 3, "task": false}
check(softmax_backward, exercise="softmax_backward", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "softmax_backward_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: laws that hold for every row, and probabilities very close to 0 and 1.
### BEGIN HIDDEN TESTS
check(softmax_backward, exercise="softmax_backward", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 03_activations` counts all your points, the hidden ones too.
3. `nnlib keep 03_activations` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 03_activations`, or whatever your course asks for.
5. Go on with [chapter 4](../../chapters/04_forward.ipynb).
"""
