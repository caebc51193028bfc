# %% [markdown]
r"""
# Backpropagation, from one layer to any network

Eight functions take you from one layer to the gradients of a network of any depth. The last one checks them all against measured slopes. Chapter 7 shows why each of them looks as it does. Read it first, then come here with a pencil. You may stop after number 4 and go on another day.

You know how exercises work from [exercise 0](../00_instruments/00_instruments.ipynb); here it is again, folded. `nnlib check 07_backprop` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Delete the line with `raise`. You may use loops or NumPy.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `affine_backward(dout, X, W)` | 5 |
| 2 | `fool_the_transposes()` | 2 |
| 3 | `unbroadcast(grad, shape)` | 3 |
| 4 | `layer_backward(dA, cache, act)` | 3 |
| 5 | `two_layer_grads(params, X, y, act)` | 6 |
| 6 | `mlp_backward(cache, params, dZ)` | 6 |
| 7 | `backprop_graph(nodes, values)` | 4 |
| 8 | `gradient_check_network(params, grads, loss_fn)` | 3 |
| | together | 32 |

Three habits hold for every function. Rows are examples, and `W` has shape `(n_in, n_out)`. A gradient has the shape of what it belongs to: `dW` looks like `W`. And a function does not change its inputs.

Work the gradients out on paper. A function that measures them with small steps comes close, but earns no points. Only the last function measures, so that you can check the others.

You may call your earlier functions in the later ones. Then a mistake in the first shows in the second too: correct the first one first.
"""

# %% [markdown]
r"""
## Getting ready

Run this cell first. It brings in NumPy, the check that reads your answers, and a few things that you wrote in earlier chapters, in short: the activations with their way back, the gradient of softmax with cross entropy with respect to the logits, and the measured slope.
"""

# %%
import numpy as np

from nnlib.gradcheck import numerical_gradient, relative_error
from nnlib.grading import check


def activate(z, act):
    """Chapter 3: the activation named by act ("relu", "sigmoid", "tanh" or "identity")."""
    if act == "sigmoid":
        return 0.5 + 0.5 * np.tanh(0.5 * z)
    return {"relu": np.maximum(z, 0.0), "tanh": np.tanh(z), "identity": 1.0 * z}[act]


def activate_backward(dout, a, act):
    """Chapter 3: its way back, from the upstream gradient dout and the OUTPUT a."""
    slopes = {"relu": a > 0, "sigmoid": a * (1 - a), "tanh": 1 - a * a, "identity": 1.0}
    return dout * slopes[act]


def softmax_cross_entropy_grad(Z, y):
    """Chapter 5: the gradient of the MEAN loss at the logits Z (n, k), for labels y (n,)."""
    dZ = np.exp(Z - Z.max(axis=1, keepdims=True))
    dZ /= dZ.sum(axis=1, keepdims=True)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


# %% [markdown]
r"""
## 1. The affine map, backward · 5 points

Forward: `Z = X @ W + b`. In the backward pass `dout` arrives, the gradient with respect to `Z` (the upstream gradient). Return `(dX, dW, db)`: how fast the loss changes with every entry of `X`, of `W` and of `b`.

By hand, with two examples, two inputs, one unit:

| | |
|---|---|
| `X` | `[[1, 2], [3, 4]]` |
| `W` | `[[5], [6]]` |
| `dout` | `[[1], [10]]` |
| `dX` | `[[5, 6], [50, 60]]` |
| `dW` | `[[31], [42]]` |
| `db` | `[11]` |

Where does the 31 come from? Nudge the weight 5 by a little. The first sum moves 1 times as far, the second 3 times as far, and `dout` says what each of these is worth. Explain the other entries to yourself in the same words. (`np.sum(A, axis=0)` adds down each column.)

`X` is `(n, n_in)`, `W` is `(n_in, n_out)`, `dout` is `(n, n_out)`. Shapes alone will lead you a long way, but not where `n`, `n_in` and `n_out` are equal: there every product fits.

The loss is a mean, and its `1/n` has arrived in `dout` already.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "affine_backward", "schema_version": 3, "task": false}
def affine_backward(dout, X, W):
    """From dout (n, n_out), X (n, n_in), W (n_in, n_out): the gradients (dX, dW, db)."""
    ### BEGIN SOLUTION
    dX = dout @ W.T
    dW = X.T @ dout
    db = np.sum(dout, axis=0)  # one bias serves all the rows
    return dX, dW, db
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 3, "grade_id": "affine_backward_gradient", "schema_version": 3, "task": false}
check(affine_backward, exercise="affine_backward", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "affine_backward_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: one example, one input, equal widths, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(affine_backward, exercise="affine_backward", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. Where a wrong gradient is right · 2 points

A colleague writes `dX = dout @ W` and `dW = X @ dout`, and nothing else. He says: "I have compared my numbers with the right ones, and they agree." He is not lying. Which tables did he take?

Return such tables, `(X, W, dout)`: three arrays of shape `(3, 3)` at which both of his gradients are exactly right. So that nothing else is special, no entry may be 0, the three numbers of a row must differ, and all must lie between -100 and 100.

By hand, with shape `(2, 2)`: for `dout = [[1, 2], [3, 4]]` and `W = [[5, 6], [7, 8]]`, his first entry is `1 × 5 + 2 × 7 = 19`, and the right one is `1 × 5 + 2 × 6 = 17`.

Then keep the answer in mind for your own tests: with which tables would you have caught him?
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "fool_the_transposes", "schema_version": 3, "task": false}
def fool_the_transposes():
    """X, W and dout, each (3, 3), at which dout @ W and X @ dout are the right gradients all the same."""
    ### BEGIN SOLUTION
    X = np.array([[1.0, 2.0, 3.0], [2.0, 5.0, 4.0], [3.0, 4.0, 6.0]])
    W = X + X.T
    dout = np.arange(1.0, 10.0).reshape(3, 3)
    return X, W, dout
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "fool_the_transposes_value", "schema_version": 3, "task": false}
check(fool_the_transposes, exercise="fool_the_transposes", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "fool_the_transposes_ordinary", "schema_version": 3, "task": false}
# Hidden, 1 point: a dout with nothing special about it.
### BEGIN HIDDEN TESTS
check(fool_the_transposes, exercise="fool_the_transposes", part="ordinary")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. What was stretched comes together · 3 points

NumPy stretches arrays where it must: in `X + b` the one row `b` is used for every row of `X`. In the backward pass there is a gradient for every *use* of `b`, and only one `b`. `unbroadcast` brings them together: `grad` is the gradient of the stretched array, `shape` is the shape that the array had before, and what comes back has that shape.

By hand: one number was stretched to three copies, and the gradients `[1, 2, 3]` arrive at them. Nudge the number by 0.1: all three copies move by 0.1. So how far does the loss move? That, divided by 0.1, is the answer. With a `grad` of ones, `(4, 3)`, the answer for the shape `(3,)` is `[4, 4, 4]`, for `(1, 3)` it is `[[4, 4, 4]]`, for `(4, 1)` it is `[[3], [3], [3], [3]]`, and for `()` it is 12.

NumPy matches shapes from the right. It puts missing axes in front, and it stretches axes of length 1: `(3,)`, `(1, 3)` and `(4, 1)` can all become `(4, 3)`, and so can `()`, a single number. `grad.ndim` is the number of axes, and `len(shape)` the number there should be. An axis of length 1 is still there in the result: `np.sum(grad, axis=0, keepdims=True)` adds along axis 0 and keeps it. Add in two rounds: over the axes put in front, then over those where `shape` has a 1.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "unbroadcast", "schema_version": 3, "task": false}
def unbroadcast(grad, shape):
    """The gradient of an array of this shape, from the gradient of what it was stretched to."""
    ### BEGIN SOLUTION
    while grad.ndim > len(shape):  # axes that were put in front
        grad = np.sum(grad, axis=0)
    for axis, length in enumerate(shape):
        if length == 1:  # axes that were stretched
            grad = np.sum(grad, axis=axis, keepdims=True)
    return grad
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "unbroadcast_gradient", "schema_version": 3, "task": false}
check(unbroadcast, exercise="unbroadcast", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "unbroadcast_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: squares, single numbers, and arrays with three axes.
### BEGIN HIDDEN TESTS
check(unbroadcast, exercise="unbroadcast", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. One layer, backward · 3 points

A layer is an affine map and an activation: `A = act(A_prev @ W + b)`. The forward pass has left a cache, `cache = (A_prev, W, A)`: what went in, the weights, what came out. `dA` is the gradient with respect to the layer's *output*. Return `(dA_prev, dW, db)`.

By hand, with one example, one input, one sigmoid unit: `A_prev = [[2]]`, `W = [[3]]`, and suppose that `A = [[0.5]]` came out. There the sigmoid has slope 0.25. With `dA = [[8]]` the gradient with respect to the sum is `8 × 0.25 = 2`. So `dA_prev = [[6]]`, `dW = [[4]]`, `db = [2]`.

`act` is `"relu"`, `"sigmoid"` or `"tanh"`. `activate_backward` above knows all three; look at which of the arrays it wants.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "layer_backward", "schema_version": 3, "task": false}
def layer_backward(dA, cache, act):
    """From dA (n, n_out) and cache = (A_prev, W, A): the gradients (dA_prev, dW, db)."""
    ### BEGIN SOLUTION
    A_prev, W, A = cache
    dZ = activate_backward(dA, A, act)
    return affine_backward(dZ, A_prev, W)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "layer_backward_gradient", "schema_version": 3, "task": false}
check(layer_backward, exercise="layer_backward", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "layer_backward_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: one example, silent and saturated units, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(layer_backward, exercise="layer_backward", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. Two layers · 6 points

Now a whole network. `params = [(W1, b1), (W2, b2)]`; the hidden layer uses `act`, which is `"relu"` or `"tanh"`; the logits go into softmax and cross entropy, and the loss is the mean over the examples. Return `[(dW1, db1), (dW2, db2)]`.

By hand: one example `X = [[2]]` with label 0; `W1 = [[1]]`, `b1 = [0]`, relu; `W2 = [[3, 1]]`, `b2 = [0, 4]`. Forward: the hidden unit outputs 2, the logits are `[6, 6]`, both classes have probability 0.5. Backward: the gradient with respect to the logits is `[-0.5, 0.5]`. So `dW2 = [[-1, 1]]` and `db2 = [-0.5, 0.5]`. What arrives at the hidden unit is `-0.5 × 3 + 0.5 × 1 = -1`. The unit is active, so `dW1 = [[-2]]` and `db1 = [-1]`.

`X` is `(n, d)`, `y` holds `n` labels from 0. `softmax_cross_entropy_grad` above gives you the start of the backward pass.

Nothing is updated here. All four gradients belong to the same weights.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "two_layer_grads", "schema_version": 3, "task": false}
def two_layer_grads(params, X, y, act="relu"):
    """The gradients [(dW1, db1), (dW2, db2)] of the mean cross entropy, for X (n, d) and labels y (n,)."""
    ### BEGIN SOLUTION
    (W1, b1), (W2, b2) = params
    H = activate(X @ W1 + b1, act)
    dZ = softmax_cross_entropy_grad(H @ W2 + b2, y)
    dH, dW2, db2 = affine_backward(dZ, H, W2)
    _, dW1, db1 = layer_backward(dH, (X, W1, H), act)
    return [(dW1, db1), (dW2, db2)]
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "two_layer_grads_relu", "schema_version": 3, "task": false}
check(two_layer_grads, exercise="two_layer_grads", part="relu")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "two_layer_grads_tanh", "schema_version": 3, "task": false}
check(two_layer_grads, exercise="two_layer_grads", part="tanh")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "two_layer_grads_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: one example, equal widths, very large logits, and whether params is unchanged.
### BEGIN HIDDEN TESTS
check(two_layer_grads, exercise="two_layer_grads", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 6. Any number of layers · 6 points

The same walk, as a loop. `cache` is a list with one entry for every layer, first layer first: `(A_prev, A, act)`, what went in, what came out, and through which activation. `params` is the list of `(W, b)`. `dZ` is the gradient with respect to the *sums* of the last layer: the last activation has been dealt with. Return the list `[(dW1, db1), (dW2, db2), ...]`, in the order of `params`.

By hand, with two layers of one unit each: the cache is `[([[1]], [[0]], "tanh"), ([[0]], [[0]], "identity")]`, the second `W` is `[[2]]`, and `dZ = [[3]]`. Second layer: `dW = [[0]]`, because 0 went in, and `db = [3]`. Backward to its input: `3 × 2 = 6`. Tanh has slope 1 where its output is 0. So the first layer has `dW = [[6]]` and `db = [6]`.

Mind: here `W` is not in the cache but in `params`, so if you call your number 4, build its small cache yourself. Before you write the loop, write down for three layers which entries of `cache` and `params` each round of the loop needs.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "mlp_backward", "schema_version": 3, "task": false}
def mlp_backward(cache, params, dZ):
    """The gradients [(dW, db), ...] in the order of params, from dZ (n, n_out) at the last layer's sums."""
    ### BEGIN SOLUTION
    A_prev, W = cache[-1][0], params[-1][0]
    dA, dW, db = affine_backward(dZ, A_prev, W)
    grads = [(dW, db)]
    for i in range(len(params) - 2, -1, -1):
        A_prev, A, act = cache[i]
        dA, dW, db = layer_backward(dA, (A_prev, params[i][0], A), act)
        grads.append((dW, db))
    return grads[::-1]
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "mlp_backward_gradient", "schema_version": 3, "task": false}
check(mlp_backward, exercise="mlp_backward", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "mlp_backward_depth", "schema_version": 3, "task": false}
check(mlp_backward, exercise="mlp_backward", part="depth")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "mlp_backward_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: one example, equal widths, a larger network, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(mlp_backward, exercise="mlp_backward", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 7. Any graph · 4 points

A network is a graph of small operations, and so is a shopping bill. `nodes` is a list of its boxes in the order of the forward pass: every box stands after what it uses. A box is `(name, operation, inputs)`. The forward pass is done: `values` has a number for every name, the inputs and the boxes. Return a dictionary with a slope for every name in `values`: how fast the *last* box changes when that value is nudged.

| operation | value |
|---|---|
| `("q", "add", ("x", "y"))` | `x + y` |
| `("q", "mul", ("x", "y"))` | `x * y` |
| `("q", "max", ("x", "y"))` | the larger one (never a tie here) |
| `("q", "exp", ("x",))` | `exp(x)` |

By hand: `nodes = [("l", "mul", ("x", "y")), ("f", "add", ("l", "x"))]` with `x = 2` and `y = 3`, so `l = 6` and `f = 8`. Nudge `x` to 2.1: `l` becomes 6.3 and `f` 8.4. The slope with respect to `x` is 4: it moves `f` on two paths, 3 by way of `l`, and 1 directly. The answer is `{"x": 4, "y": 2, "l": 1, "f": 1}`.

The last box's own slope is 1. A name that nobody uses gets 0.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "backprop_graph", "schema_version": 3, "task": false}
def backprop_graph(nodes, values):
    """The slope of the last node with respect to every name in values, as a dictionary."""
    ### BEGIN SOLUTION
    grads = dict.fromkeys(values, 0.0)
    grads[nodes[-1][0]] = 1.0
    for name, operation, inputs in reversed(
        nodes
    ):  # users first: a slope is complete when it is used
        numbers = [values[key] for key in inputs]
        if operation == "add":
            slopes = [1.0, 1.0]
        elif operation == "mul":
            slopes = [numbers[1], numbers[0]]
        elif operation == "max":
            slopes = [1.0, 0.0] if numbers[0] > numbers[1] else [0.0, 1.0]
        else:
            slopes = [values[name]]
        for key, slope in zip(inputs, slopes):
            grads[key] += grads[name] * slope
    return grads
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "backprop_graph_gradient", "schema_version": 3, "task": false}
check(backprop_graph, exercise="backprop_graph", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "backprop_graph_sharing", "schema_version": 3, "task": false}
# Hidden, 2 points: values that are used more than once, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(backprop_graph, exercise="backprop_graph", part="sharing")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 8. Check all the gradients · 3 points

You have gradients. Are they right? `loss_fn(params)` gives the loss as a number for any list of `(W, b)`. Measure the slope for *every* entry of *every* array, compare it with `grads`, and report one relative error per array: `{"W1": ..., "b1": ..., "W2": ..., ...}`.

The relative error of two arrays is the largest difference between them, divided by the largest entry (without its sign) of both. Right gradients give errors below `1e-6`.

By hand: the gradient of some `b1` is given as `[2, 3]`, and measured are `[2, 4]`. The largest difference is 1, the largest entry is 4: the error is 0.25.

You may use `numerical_gradient(f, array)` and `relative_error(a, b)` from chapter 0, or a loop of your own. The array that is nudged has to reach the loss: for the biases of a network with one layer, `f` is `lambda b: loss_fn([(W1, b)])`. With more layers, `moved = [list(pair) for pair in params]` is a list of its own, in which you can put another array in the place of one. `params` must be in the end what it was at the start, to the last digit.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "gradient_check_network", "schema_version": 3, "task": false}
def gradient_check_network(params, grads, loss_fn):
    """The relative error of each gradient against the measured slope: {"W1": ..., "b1": ..., ...}."""
    ### BEGIN SOLUTION
    report = {}
    for layer in range(len(params)):
        for which in range(2):

            def loss_at(array, layer=layer, which=which):
                moved = [list(pair) for pair in params]
                moved[layer][which] = array
                return loss_fn(moved)

            measured = numerical_gradient(loss_at, params[layer][which])
            name = "Wb"[which] + str(layer + 1)
            report[name] = relative_error(grads[layer][which], measured)
    return report
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "gradient_check_network_report", "schema_version": 3, "task": false}
check(gradient_check_network, exercise="gradient_check_network", part="report")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "gradient_check_network_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other networks, very small and very large losses, and whether params is unchanged.
### BEGIN HIDDEN TESTS
check(gradient_check_network, exercise="gradient_check_network", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 07_backprop` counts all your points, the hidden ones too.
3. `nnlib keep 07_backprop` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 07_backprop`, or whatever your course asks for.
5. Go on with [chapter 8](../../chapters/08_batching.ipynb).
"""
