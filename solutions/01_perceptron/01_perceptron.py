# %% [markdown]
r"""
# Perceptron: a threshold that learns

Seven functions. Chapter 1 has the pictures and the proof.

You know how exercises work from [exercise 0](../00_instruments/00_instruments.ipynb); here it is again, folded. `nnlib check 01_perceptron` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Delete the line with `raise`. You may use loops or NumPy.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `two_faced()` | 1 |
| 2 | `tlu_predict(X, w, b)` | 3 |
| 3 | `gate_weights(name)` | 3 |
| 4 | `perceptron_step(w, b, x, y, eta)` | 4 |
| 5 | `perceptron_fit(X, y, eta, max_epochs)` | 5 |
| 6 | `unlucky_start()` | 2 |
| 7 | `perceptron_layer_step(W, b, x, y, eta)` | 2 |
| | together | 20 |

Two habits hold for every function. Rows are examples: `X` has shape `(n, d)`. And a function gives back **new** arrays: what it was given still belongs to the caller.
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
## 1. A unit with two faces · 1 point

On the line, a detail decides. The unit with `w = [1, 1]` and `b = -1` is OR if it fires at sums of 0 or more, and AND if it fires at sums above 0. Find a unit that is **NAND** if it fires at sums of 0 or more, and **NOR** if it fires at sums above 0.

| x1 | x2 | with ≥ (NAND) | with > (NOR) |
|---|---|---|---|
| 0 | 0 | 1 | 1 |
| 0 | 1 | 1 | 0 |
| 1 | 0 | 1 | 0 |
| 1 | 1 | 0 | 0 |

By hand, for another pair of faces: `w = [1, 0]` and `b = 0` have the sums 0, 0, 1, 1 in the four rows. With ≥ all four answers are 1, and with > they are 0, 0, 1, 1. So where the two faces differ, what must the sum be?

Return `w`, an array of two numbers, and `b`. There is more than one right answer.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "two_faced", "schema_version": 3, "task": false}
def two_faced():
    """w (2,) and b of a unit that is NAND if it fires at 0, and NOR if it does not."""
    ### BEGIN SOLUTION
    return np.array([-1.0, -1.0]), 1.0  # the sums are 1, 0, 0, -1
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "two_faced_value", "schema_version": 3, "task": false}
check(two_faced, exercise="two_faced", part="value")

# %% [markdown]
r"""
## 2. A threshold unit answers · 3 points

A threshold unit takes the weighted sum of a row, adds its bias, and outputs 1 if the result is 0 or more, else 0: from here on, every unit fires at 0. Do this for every row of `X`. (`np.where(condition, 1.0, 0.0)` puts 1.0 where the condition holds.)

By hand: `w = [1, 1]` and `b = -1.5`. The row `[1, 1]` has the sum 1 + 1 − 1.5 = 0.5, so the answer is 1. The row `[1, 0]` has the sum −0.5, so the answer is 0. It is AND.

`X` has shape `(n, d)`, `w` has shape `(d,)`, `b` is a number. The result has shape `(n,)`: one answer, 1.0 or 0.0, for each row.

The hidden point looks at points exactly on the line, at one input, and at one row.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "tlu_predict", "schema_version": 3, "task": false}
def tlu_predict(X, w, b):
    """The answers (n,) of a threshold unit to the rows of X (n, d)."""
    ### BEGIN SOLUTION
    return np.where(X @ w + b >= 0, 1.0, 0.0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "tlu_predict_value", "schema_version": 3, "task": false}
check(tlu_predict, exercise="tlu_predict", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "tlu_predict_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: points on the line, one input, one row.
### BEGIN HIDDEN TESTS
check(tlu_predict, exercise="tlu_predict", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. Four gates · 3 points

Choose weights by thinking, not by learning. `gate_weights("AND")` returns `w`, an array of two numbers, and `b`, such that the unit of question 2 answers as AND does. The names are `"AND"`, `"OR"`, `"NAND"` and `"NOR"`.

| x1 | x2 | AND | OR | NAND | NOR |
|---|---|---|---|---|---|
| 0 | 0 | 0 | 0 | 1 | 1 |
| 0 | 1 | 0 | 1 | 1 | 0 |
| 1 | 0 | 0 | 1 | 1 | 0 |
| 1 | 1 | 1 | 1 | 0 | 0 |

By hand, for a gate that is not asked for: "x1, whatever x2 is" could be `w = [1, 0]`, `b = -0.5`. The sums of the four rows are −0.5, −0.5, 0.5, 0.5, so the answers are 0, 0, 1, 1.

Many answers are right. But leave some room: no sum may be exactly 0, because there a rounding error decides.

The visible cell asks for AND and OR. The hidden point asks for the other two.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "gate_weights", "schema_version": 3, "task": false}
def gate_weights(name):
    """Weights w (2,) and bias b of a threshold unit that is the gate of this name."""
    ### BEGIN SOLUTION
    weights = {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5), "NOR": (-1, -1, 0.5)}
    w1, w2, b = weights[name]
    return np.array([w1, w2], dtype=float), b
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "gate_weights_value", "schema_version": 3, "task": false}
check(gate_weights, exercise="gate_weights", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "gate_weights_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: NAND and NOR.
### BEGIN HIDDEN TESTS
check(gate_weights, exercise="gate_weights", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. One step of learning · 4 points

The unit sees one example `x`, with the label `y`, which is 0 or 1. It answers as in question 2. Then it compares. If the answer was right, nothing changes. If it was silent and should have fired, `w` moves *toward* `x`. If it fired and should have been silent, `w` moves *away* from `x`. In both cases it moves by `eta` times `x`. And the bias moves like a weight whose input is always 1.

By hand: `w = [1, -1]`, `b = 0`, `x = [2, 3]`, `y = 1`, `eta = 0.5`. The sum is 2 − 3 = −1, so the unit is silent, and it should fire. The new `w` is `[1, -1] + 0.5·[2, 3] = [2, 0.5]`, and the new `b` is 0.5.

`w` and `x` have shape `(d,)`; `b`, `y` and `eta` are numbers. Return the new `w` and the new `b`, and leave the old `w` as it was.

The hidden point looks at a sum of exactly 0, at other numbers of inputs, and at the old `w`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "perceptron_step", "schema_version": 3, "task": false}
def perceptron_step(w, b, x, y, eta):
    """One step of the perceptron rule on one example: the new w (d,) and the new b."""
    ### BEGIN SOLUTION
    answer = 1.0 if x @ w + b >= 0 else 0.0
    error = y - answer
    return w + eta * error * x, b + eta * error
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 3, "grade_id": "perceptron_step_value", "schema_version": 3, "task": false}
check(perceptron_step, exercise="perceptron_step", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "perceptron_step_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: a sum of exactly 0, other numbers of inputs, the old w.
### BEGIN HIDDEN TESTS
check(perceptron_step, exercise="perceptron_step", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. Learning until it settles · 5 points

Start with `w` all zero and `b = 0`. Go through the rows in order, and do one step of learning on each. That is one epoch. While you go, count the mistakes: the rows that were answered wrongly *at the moment when they came up*. Stop after the first epoch without a mistake, or after `max_epochs` epochs.

By hand: two rows `X = [[0], [1]]` with the labels `y = [1, 0]` and `eta = 1`. Epoch 1: row 0 has the sum 0 and fires, right. Row 1 has the sum 0 and fires, wrong: `w = [-1]`, `b = -1`. One mistake. Epoch 2: row 0 has the sum −1 and is silent, wrong: `w = [-1]`, `b = 0`. Row 1 has the sum −1, silent, right. One mistake. Epoch 3: both right. So `mistakes` is `[1, 1, 0]`.

`X` has shape `(n, d)`, `y` has shape `(n,)` and holds 0 and 1. Return three things: `w`, `b`, and the list of mistakes, with one number for each epoch that was run, the last one included.

The visible cell asks for AND, OR, AND with a different rate, and XOR, which no single unit can learn. The hidden points ask about two clouds of points, a limit that comes too soon, and a task without a single mistake.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "perceptron_fit", "schema_version": 3, "task": false}
def perceptron_fit(X, y, eta, max_epochs):
    """Learn the rows of X (n, d) with labels y (n,): w (d,), b, and the mistakes of each epoch."""
    ### BEGIN SOLUTION
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        count = 0
        for x, label in zip(X, y, strict=True):
            error = label - (1.0 if x @ w + b >= 0 else 0.0)
            w, b = w + eta * error * x, b + eta * error
            count += int(error != 0)
        mistakes.append(count)
        if count == 0:
            break
    return w, b, mistakes
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 3, "grade_id": "perceptron_fit_value", "schema_version": 3, "task": false}
check(perceptron_fit, exercise="perceptron_fit", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "perceptron_fit_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: two clouds, a limit that comes too soon, a task without a mistake.
### BEGIN HIDDEN TESTS
check(perceptron_fit, exercise="perceptron_fit", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 6. An unlucky start · 2 points

"From zero, AND takes 11 corrections, and the learning rate makes no difference. So the rate makes no difference from any other start, either, and no start can be much worse." The first sentence is true, apart from rounding (with the rate 0.1, rounding leaves only 8). Both conclusions in the second are wrong. Show it with one start.

Return weights `w`, an array of two numbers, and a bias `b`, all three between −1000 and 1000. From there a unit learns AND: it goes through the rows (0, 0), (0, 1), (1, 0), (1, 1), again and again, with your step of question 4, until an epoch brings no mistake. With `eta = 1` it should make *more than 100* mistakes on the way.

By hand: from `w = [0, 0]`, `b = -2` the unit is silent everywhere, so only (1, 1) is wrong. One correction makes `w = [1, 1]`, `b = -1`, and now (0, 1) and (1, 0) lie on the line and fire. From your start, how far must a sum go, and how far does one correction move it? So how many mistakes will it take?

The hidden point lets your start learn once more, with `eta = 100`. Now *fewer than 20* mistakes should be enough: that is how much the rate can matter.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "unlucky_start", "schema_version": 3, "task": false}
def unlucky_start():
    """w (2,) and b from which AND takes more than 100 corrections with the rate 1, and fewer than 20 with 100."""
    ### BEGIN SOLUTION
    return np.zeros(2), -1000.0  # only (1, 1) is wrong, and each correction moves its sum by 3
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "unlucky_start_value", "schema_version": 3, "task": false}
check(unlucky_start, exercise="unlucky_start", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "unlucky_start_rate", "schema_version": 3, "task": false}
# Hidden, 1 point: the same start with the rate 100.
### BEGIN HIDDEN TESTS
check(unlucky_start, exercise="unlucky_start", part="rate")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 7. Several units learn side by side · 2 points

Now there are `k` units. Column `j` of `W` holds the weights of unit `j`, and `b[j]` is its bias. All of them see the same `x`. Each has its own label `y[j]`, gives its own answer, and learns from its own mistake. No unit knows of the others.

By hand: `W = [[1, 0], [0, 1]]`, `b = [0, -2]`, `x = [1, 1]`, `y = [0, 1]`, `eta = 1`. Unit 0 has the sum 1 and fires, but should not: column 0 becomes `[1, 0] − [1, 1] = [0, -1]`, and `b[0]` becomes −1. Unit 1 has the sum 1 − 2 = −1 and is silent, but should fire: column 1 becomes `[0, 1] + [1, 1] = [1, 2]`, and `b[1]` becomes −1.

`W` has shape `(d, k)`, `b` and `y` have shape `(k,)`, `x` has shape `(d,)`. Return the new `W` and the new `b`. You may loop over the units (`W[:, j]` is column `j`; work on `W.copy()`). Or think: which entry of the change is `x[i]` times the error of unit `j`?

The hidden point uses different numbers of inputs and units.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "perceptron_layer_step", "schema_version": 3, "task": false}
def perceptron_layer_step(W, b, x, y, eta):
    """One step of the perceptron rule for k units: the new W (d, k) and the new b (k,)."""
    ### BEGIN SOLUTION
    error = y - np.where(x @ W + b >= 0, 1.0, 0.0)
    return W + eta * np.outer(x, error), b + eta * error
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "perceptron_layer_step_value", "schema_version": 3, "task": false}
check(perceptron_layer_step, exercise="perceptron_layer_step", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "perceptron_layer_step_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: different numbers of inputs and units.
### BEGIN HIDDEN TESTS
check(perceptron_layer_step, exercise="perceptron_layer_step", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 01_perceptron` counts all your points, the hidden ones too.
3. `nnlib keep 01_perceptron` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 01_perceptron`, or whatever your course asks for.
5. Go on with [chapter 2](../../chapters/02_xor.ipynb).
"""
