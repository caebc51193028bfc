# %% [markdown]
r"""
# One neuron learns

You write seven functions here, and one more to warm up, and a neuron learns with them: from nothing, downhill, step by step. Chapter 6 shows the walk. Read it first, then come here with a pencil.

You know how exercises work from [exercise 0](../00_instruments/00_instruments.ipynb); here it is again, folded. `nnlib check 06_one_neuron` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Delete the line with `raise`. You may use loops or NumPy.
3. Run your cell, then run the cells below it. They print the points you have and, if something is off, what they saw. Change your answer and run them again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `linear_neuron_grads(x, y, w, b)` | 3 |
| 2 | `gd_step(params, grads, lr)`, `lucky_start(x, y, lr)` | 2 |
| 3 | `one_step_rate(x)` | 2 |
| 4 | `logistic_loss_and_grads(X, y, w, b)` | 4 |
| 5 | `fit_logistic(X, y, lr, steps)` | 4 |
| 6 | `multi_neuron_grads(X, Y, W, b)` | 3 |
| 7 | `choose_head(task)` | 2 |
| | together | 20 |

Two habits hold for every function. `J` is a mean over the examples, and its slopes are divided by the same number. And a function does not change its inputs: what it returns is new. Later functions may call earlier ones of yours, and here they often should.

You may use the losses of chapter 5 and their gradients from nnlib (`import nnlib`, then for example `nnlib.bce_with_logits(z, y)`). Work the slopes out on paper. A function that measures them with small steps comes close, but earns no points.
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
## 1. A line, its cost and its slopes · 3 points

The simplest neuron has one input: its prediction for `x` is `w * x + b`. `linear_neuron_grads` returns three numbers, `(J, dw, db)`. `J` is the mean of the squared errors over the examples. `dw` says how fast `J` changes when `w` grows a little, and `db` the same for `b`.

By hand: with `x = [1, 3]`, `y = [2, 2]`, `w = 1` and `b = 0` the predictions are 1 and 3, the errors -1 and 1, and `J = 1`. Nudge `w` to 1.01: the predictions become 1.01 and 3.03, and `J` becomes `(0.9801 + 1.0609) / 2 = 1.0205`. So `dw` is about 2. Nudge `b`: one error shrinks while the other grows, and `db = 0`.

`x` and `y` have shape `(n,)`; `w` and `b` are numbers, and so are all three results.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "linear_neuron_grads", "schema_version": 3, "task": false}
def linear_neuron_grads(x, y, w, b):
    """The mean squared error of w x + b against y, for x (n,) and y (n,), and its slopes: (J, dw, db)."""
    ### BEGIN SOLUTION
    e = w * x + b - y
    n = len(x)
    return np.sum(e * e) / n, 2.0 * np.sum(e * x) / n, 2.0 * np.sum(e) / n
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "linear_neuron_grads_value", "schema_version": 3, "task": false}
check(linear_neuron_grads, exercise="linear_neuron_grads", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "linear_neuron_grads_gradient", "schema_version": 3, "task": false}
check(linear_neuron_grads, exercise="linear_neuron_grads", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "linear_neuron_grads_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: a single example, inputs far from 0, and lines that cannot be improved.
### BEGIN HIDDEN TESTS
check(linear_neuron_grads, exercise="linear_neuron_grads", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. One step downhill, and a lucky start · 2 points

First a warm-up without points. You know the slopes. Take one step: every parameter moves against its own slope, and `lr` says how far for each unit of slope.

By hand: with `params = [1, -2]`, `grads = [4, -0.5]` and `lr = 0.1` the new parameters are `[0.6, -1.95]`.

`params`, `grads` and the result have one shape, any shape. The old parameters still belong to the caller: return a **new** array.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "gd_step", "schema_version": 3, "task": false}
def gd_step(params, grads, lr):
    """The parameters after one step of gradient descent, a new array in the shape of params."""
    ### BEGIN SOLUTION
    return params - lr * grads
    ### END SOLUTION


# %%
check(gd_step, exercise="gd_step", part="value")

# %% [markdown]
r"""
Now the two points. Chapter 6 says that above a certain rate the walk runs away from *almost* any start. Find a start from which it does not. `lucky_start` gets `x`, `y` and a rate `lr` that is too large, and returns `(w, b)`: at least 1 away from the bottom of the cost, at most 100, and if you walk three steps from there with `lr`, the cost falls at each of them.

By hand: `x = [-2, 2]`, `y = [-1, 3]`. The bottom is `w = 1`, `b = 1`, and the limit is 0.25. Take `lr = 0.3`. From `w = 2`, `b = 1` the costs are 4, 7.84, 15.4 and more. From `w = 1`, `b = 2` they are 1, 0.16, 0.026 and less. This bowl is steep along `w` and flat along `b`. Which direction is flat in a different bowl?

`np.polyfit(x, y, 1)` returns the `w` and `b` of the bottom. The start `w0 + 2 * np.cos(t)`, `b0 + 2 * np.sin(t)` lies at distance 2 from the bottom `w0`, `b0`; when `t` runs through `np.linspace(0, np.pi, 180)`, it goes half round, a degree at a time. You may simply try all 180, three steps each, with your `linear_neuron_grads`. Then look at a lucky start: by what does it differ from an unlucky one?
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "lucky_start", "schema_version": 3, "task": false}
def lucky_start(x, y, lr):
    """A start (w, b), 1 to 100 away from the bottom, from which three steps with lr lower the cost each time."""
    ### BEGIN SOLUTION
    w0, b0 = np.polyfit(x, y, 1)
    for angle in np.linspace(0, np.pi, 360):
        w1, b1 = w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle)
        w, b, costs = w1, b1, []
        for _ in range(4):
            J, dw, db = linear_neuron_grads(x, y, w, b)
            costs.append(J)
            w, b = w - lr * dw, b - lr * db
        if np.all(np.diff(costs) < 0):
            return w1, b1
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "lucky_start_value", "schema_version": 3, "task": false}
check(lucky_start, exercise="lucky_start", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "lucky_start_data", "schema_version": 3, "task": false}
# Hidden, 1 point: other data and rates, inputs below 0, and whether x and y are unchanged.
### BEGIN HIDDEN TESTS
check(lucky_start, exercise="lucky_start", part="data")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. One step to the bottom · 2 points

Take a line through the origin, `w * x`, with the cost `J(w)`, the mean of `(w * x - y)` squared. With most rates the walk needs many steps. But there is *one* rate that leads to the bottom in a single step, from any `w` and for any `y`. `one_step_rate` returns it. It depends on `x` alone.

By hand: with `x = [1, 3]` it is 0.1. Try it with `y = [2, 2]`. At `w = 0` the slope is -8, so the step leads to 0.8, and there the slope is 0. At `w = 5` the slope is 42, and the step leads to 0.8 as well.

Before you write anything, predict: if all inputs are twice as large, `x = [2, 6]`, is the rate half as large, or something else? Then measure it with your `linear_neuron_grads` and `gd_step`, with `b` at 0.

`x` has shape `(n,)`, and not all of it is 0. The result is a number.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "one_step_rate", "schema_version": 3, "task": false}
def one_step_rate(x):
    """The learning rate with which one step leads the line w x, x (n,), to the bottom of its cost, a number."""
    ### BEGIN SOLUTION
    c = 2.0 * np.sum(x * x) / len(x)  # how much the slope grows when w grows by 1
    return 1.0 / c
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "one_step_rate_value", "schema_version": 3, "task": false}
check(one_step_rate, exercise="one_step_rate", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "one_step_rate_anywhere", "schema_version": 3, "task": false}
# Hidden, 1 point: a single example, inputs below 0, very small and large inputs, and whether x is unchanged.
### BEGIN HIDDEN TESTS
check(one_step_rate, exercise="one_step_rate", part="anywhere")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. A neuron that answers yes or no · 4 points

Now each example is a row of `d` numbers, and the answer is 1 for yes or 0 for no. The neuron computes a logit for each row, the row times `w`, plus `b`; its probability of yes is the sigmoid of that. `logistic_loss_and_grads` returns `(J, dw, db)`: the mean binary cross entropy, and its slopes with respect to `w` and `b`.

By hand: with `w = [0, 0]` and `b = 0` every probability is one half, and `J = ln 2`. Take `X = [[1, 2], [3, -1]]` and `y = [1, 0]`. The first probability should rise and the second should fall, with equal force: `dw = [0.5, -0.75]` and `db = 0`. Check `dw[0]` with a pencil: it puts the inputs 1 and 3 together.

`X` has shape `(n, d)`, `y` has `(n,)`, `w` and `dw` have `(d,)`; `b`, `J` and `db` are numbers.

Start from the slope with respect to the logits, which you found in chapter 5. How much does a logit move when one weight grows a little? You earn the hidden point with an answer that holds for a single example, for pictures of 12,288 numbers each, and for logits of 1000 and -1000.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "logistic_loss_and_grads", "schema_version": 3, "task": false}
def logistic_loss_and_grads(X, y, w, b):
    """The mean binary cross entropy of a neuron w (d,), b on X (n, d) and y (n,), and its slopes: (J, dw, db)."""
    ### BEGIN SOLUTION
    n = X.shape[0]
    z = X @ w + b
    e = np.exp(-np.abs(z))  # at most 1, so it never overflows
    J = np.sum(np.maximum(z, 0.0) + np.log1p(e) - y * z) / n
    dz = (np.where(z >= 0, 1.0, e) / (1.0 + e) - y) / n
    return J, X.T @ dz, np.sum(dz)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "logistic_loss_and_grads_value", "schema_version": 3, "task": false}
check(logistic_loss_and_grads, exercise="logistic_loss_and_grads", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "logistic_loss_and_grads_gradient", "schema_version": 3, "task": false}
check(logistic_loss_and_grads, exercise="logistic_loss_and_grads", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "logistic_loss_and_grads_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: a single example, pictures of 12,288 numbers, and logits of 1000 and -1000.
### BEGIN HIDDEN TESTS
check(logistic_loss_and_grads, exercise="logistic_loss_and_grads", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. The whole walk · 4 points

Put 2 and 4 together. Start from zeros: `w` has `d` of them, and `b` is `0.0`. Take `steps` steps of gradient descent with rate `lr`. Return `(w, b, history)`: the weights after the last step, and a list with one cost per step, the cost at the place *before* that step. So the first entry is the cost of a neuron that has learned nothing yet.

By hand: with `X = [[1], [-1]]`, `y = [1, 0]` and `lr = 1` the first cost is `ln 2 = 0.693`, and the first step leads to `w = [0.5]`, `b = 0`. The cost there is `0.474`. Return after two steps, and `history` is `[0.693, 0.474]`; `w` has moved once more.

`X` has shape `(n, d)`, `y` has `(n,)`, `w` has `(d,)`; `b` is a number, `history` a list of `steps` numbers.

Both slopes of one step belong to the same `w` and `b`. Your walk must follow the book's to ten digits, so derive the slopes; measured ones are not exact enough.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "fit_logistic", "schema_version": 3, "task": false}
def fit_logistic(X, y, lr, steps):
    """Gradient descent from zeros on X (n, d) and y (n,): (w, b, history), with one cost per step."""
    ### BEGIN SOLUTION
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        J, dw, db = logistic_loss_and_grads(X, y, w, b)
        history.append(J)
        w = gd_step(w, dw, lr)
        b = gd_step(b, db, lr)
    return w, b, history
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "fit_logistic_start", "schema_version": 3, "task": false}
check(fit_logistic, exercise="fit_logistic", part="start")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "fit_logistic_trajectory", "schema_version": 3, "task": false}
check(fit_logistic, exercise="fit_logistic", part="trajectory")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "fit_logistic_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: a long walk, a bold rate, and a single example.
### BEGIN HIDDEN TESTS
check(fit_logistic, exercise="fit_logistic", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 6. Several neurons side by side · 3 points

Three questions about one picture: is there a cat, a lion, an iguana? Any number of them may be there. So `k` neurons look at the same row, each with a column of `W` and an entry of `b` of its own. `multi_neuron_grads` returns `(J, dW, db)`: the binary cross entropies of one example are *added up* over the `k` questions, and `J` is the *mean* over the examples.

By hand: with `X = [[1, 2]]`, `Y = [[1, 0]]`, and zeros in `W` and `b`, every probability is one half and `J = 2 ln 2`. The answer is `dW = [[-0.5, 0.5], [-1, 1]]` and `db = [-0.5, 0.5]`.

`X` has shape `(n, d)`, `Y` has `(n, k)`, `W` and `dW` have `(d, k)`, `b` and `db` have `(k,)`. `J` is a number.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "multi_neuron_grads", "schema_version": 3, "task": false}
def multi_neuron_grads(X, Y, W, b):
    """The cost of k logistic neurons W (d, k), b (k,) on X (n, d) and Y (n, k), and its slopes: (J, dW, db)."""
    ### BEGIN SOLUTION
    n = X.shape[0]
    Z = X @ W + b
    E = np.exp(-np.abs(Z))
    J = np.sum(np.maximum(Z, 0.0) + np.log1p(E) - Y * Z) / n
    dZ = (np.where(Z >= 0, 1.0, E) / (1.0 + E) - Y) / n
    return J, X.T @ dZ, np.sum(dZ, axis=0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "multi_neuron_grads_value", "schema_version": 3, "task": false}
check(multi_neuron_grads, exercise="multi_neuron_grads", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "multi_neuron_grads_gradient", "schema_version": 3, "task": false}
check(multi_neuron_grads, exercise="multi_neuron_grads", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "multi_neuron_grads_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: a single example, a single neuron, logits of 1000, and neurons that know nothing of each other.
### BEGIN HIDDEN TESTS
check(multi_neuron_grads, exercise="multi_neuron_grads", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 7. Which head for which question? · 2 points

The last layer of a network is its head. A question decides three things about it: how many outputs there are, which activation they pass, and which loss they are trained with. `choose_head` takes the name of a task and returns `(units, activation, loss)`: a whole number and two words.

| task | the question |
|---|---|
| `"cat or lion"` | Is it a cat or a lion? It is always one of the two, never both. |
| `"cat, lion, both or none"` | Is there a cat, is there a lion? There may be both, or none. |
| `"one animal or none"` | Is it a cat, a lion or an iguana, or is there no animal? Never two of them. |
| `"change of a price"` | By how much does the price move until tomorrow? It may rise or fall. |
| `"age with typing errors"` | How many years old is the cat? Among the ages to learn from, some 5s were typed as 55, and nobody knows which. |
| `"share between 0 and 1"` | How much of the picture is cat? Trained with the cross entropy, as a probability would be. |

Choose among these words. Activations: `"identity"`, `"sigmoid"`, `"softmax"`, `"softplus"`, `"relu"`, `"tanh"`. Losses: `"mse"`, `"mae"`, `"huber"`, `"bce_with_logits"`, `"multilabel_bce"`, `"softmax_cross_entropy"`. A head must not be able to give an answer that the question rules out, such as two animals where there is one. Among the heads that fit, take the one with the fewest outputs; each output stands for one animal or one answer. Numbers are trained with squared errors, unless that is what goes wrong. (For the age, two activations and two losses are accepted.)

By example: a steering wheel that turns between -1, full left, and 1, full right, has the head `(1, "tanh", "mse")`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "choose_head", "schema_version": 3, "task": false}
def choose_head(task):
    """The head for a task, by its name: (units, activation, loss)."""
    ### BEGIN SOLUTION
    heads = {
        "cat or lion": (1, "sigmoid", "bce_with_logits"),  # one probability: the other is the rest
        "cat, lion, both or none": (2, "sigmoid", "multilabel_bce"),
        "one animal or none": (4, "softmax", "softmax_cross_entropy"),  # "none" is a class
        "change of a price": (1, "identity", "mse"),
        "age with typing errors": (1, "softplus", "huber"),
        "share between 0 and 1": (1, "sigmoid", "bce_with_logits"),
    }
    return heads[task]
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "choose_head_table", "schema_version": 3, "task": false}
check(choose_head, exercise="choose_head", part="table")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "choose_head_more", "schema_version": 3, "task": false}
# Hidden, 1 point: the three tasks that the visible cell leaves out.
### BEGIN HIDDEN TESTS
check(choose_head, exercise="choose_head", part="more")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 06_one_neuron` counts all your points, the hidden ones too.
3. `nnlib keep 06_one_neuron` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 06_one_neuron`, or whatever your course asks for.
5. Go on with [chapter 7](../../chapters/07_backprop.ipynb).
"""
