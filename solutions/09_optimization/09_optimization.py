# %% [markdown]
r"""
# Optimization, from a scale to a step

Six functions make a network train that did not: features on one scale, the largest rate that still goes down, two steps that remember, a rate that falls, and first weights of the right size. Chapter 9 shows why. Read it first, then come here with a pencil.

How it works is told in [exercise 0](../00_instruments/00_instruments.ipynb). `nnlib check 09_optimization` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Take the line with `raise` away when you do. Loops are fine. NumPy is fine.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `standardize_fit(X)` | 3 |
| 2 | `critical_learning_rate(X)` | 4 |
| 3 | `momentum_step(w, v, g, lr, beta)` | 3 |
| 4 | `adam_step(w, g, m, v, t, lr, beta1, beta2, eps)` | 5 |
| 5 | `lr_schedule(lr0, epoch, kind, ...)` | 2 |
| 6 | `init_weights(fan_in, fan_out, kind, rng)` | 3 |
| | together | 20 |

One habit holds for every function. What it was given, it leaves as it was: `w -= lr * g` writes into the caller's array, `w = w - lr * g` makes a new one.
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
## 1. One scale for all features · 3 points

Return `(mu, sd)`: for each column of `X` its mean, and its spread, the root of the mean squared distance from this mean. Whoever calls you then computes `(X - mu) / sd`, for the training rows and for all rows that come later.

By hand: `X = [[1, 5], [3, 9]]`. The columns have the means 2 and 7. Both entries of the first column are 1 away from 2, and those of the second 2 away from 7, so `sd` is `[1, 2]`.

`X` is `(n, d)`; `mu` and `sd` are `(d,)`. The mean of the squares is over all `n` rows. A column that never changes has the spread 0, and nobody can divide by it: give 1 for such a column.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "standardize_fit", "schema_version": 3, "task": false}
def standardize_fit(X):
    """The mean and the spread of each column of X (n, d): (mu, sd), both (d,)."""
    ### BEGIN SOLUTION
    mu = X.mean(axis=0)
    sd = np.sqrt(np.mean((X - mu) ** 2, axis=0))
    return mu, np.where(sd > 0, sd, 1.0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "standardize_fit_value", "schema_version": 3, "task": false}
check(standardize_fit, exercise="standardize_fit", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "standardize_fit_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: a constant column, a single row, and X afterwards.
### BEGIN HIDDEN TESTS
check(standardize_fit, exercise="standardize_fit", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. The largest rate that still goes down · 4 points

A linear neuron without a bias has the cost `J(w)`, the mean over the `n` rows of `(X @ w - y) ** 2`. Descent on it either arrives or runs away, and a single number divides the two: below it every walk arrives, whatever `y` and the start are; above it walks run away. Find this number from `X`, and return it as a float.

By hand: `X = [[1, 0], [0, 2]]`. The first weight meets the squared errors of one row out of two: along it the cost is `w**2 / 2` plus what does not matter here, a bowl with the curvature 1. Along the second weight it is `4 * w**2 / 2`, with the curvature 4. Here the second axis decides, and the answer is `0.5`.

When features rise and fall together, the steepest direction lies between the axes. You may use `np.linalg`: `eigvalsh(A)` gives the curvatures of a bowl along its own axes, if `A[i, j]` says how fast the slope of weight `i` changes when weight `j` grows; `norm(A, 2)` and `svd` are fine, too. You may also find the number by trying.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "critical_learning_rate", "schema_version": 3, "task": false}
def critical_learning_rate(X):
    """The learning rate from which descent on mean((X w - y)^2) runs away, for X (n, d)."""
    ### BEGIN SOLUTION
    curvatures = np.linalg.eigvalsh(2 / len(X) * X.T @ X)
    return float(2 / curvatures.max())
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "critical_learning_rate_value", "schema_version": 3, "task": false}
check(critical_learning_rate, exercise="critical_learning_rate", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "critical_learning_rate_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: a column of ones, more features than rows, large features, and X afterwards.
### BEGIN HIDDEN TESTS
check(critical_learning_rate, exercise="critical_learning_rate", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. A step that remembers · 3 points

The velocity `v` keeps the share `beta` of what it was, and the gradient pushes it downhill by `lr * g`. Then the parameters move by the new velocity. Return `(w, v)`, both new.

By hand: `w = [1, 2]`, `v = [0, 0]`, `g = [10, -10]`, `lr = 0.1`, `beta = 0.9`. The velocity becomes `[-1, 1]` and `w` becomes `[0, 3]`. If the gradient stays the same, the next velocity is `[-1.9, 1.9]`: nine tenths of the old one, and another push.

`w`, `v` and `g` have one shape, any. With `beta = 0` it is plain descent.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "momentum_step", "schema_version": 3, "task": false}
def momentum_step(w, v, g, lr, beta):
    """One step with momentum: (w, v), as new arrays."""
    ### BEGIN SOLUTION
    v = beta * v - lr * g
    return w + v, v
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "momentum_step_value", "schema_version": 3, "task": false}
check(momentum_step, exercise="momentum_step", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "momentum_step_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: beta = 0 and 1, other shapes, and the arrays afterwards.
### BEGIN HIDDEN TESTS
check(momentum_step, exercise="momentum_step", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. A step for each parameter · 5 points

Adam keeps two averages: `m` of the gradients and `v` of their squares. In each, the old average counts with the share `beta`, and what is new with the rest, `1 - beta`. Both begin at 0, so after `t` steps they hold only the share `1 - beta**t` of what they should: divide each by its share. Then `w` moves down by `lr` times the corrected mean, divided by the root of the corrected squares plus `eps`. Return `(w, m, v)`; `m` and `v` as they are *before* the correction, because the next step goes on with them.

By hand: the first step, `t = 1`, with `g = 3`, `m = v = 0` and `lr = 0.5`. `m` becomes `0.3` and is corrected to `3`; `v` becomes `0.009` and is corrected to `9`. The step is `0.5 * 3 / 3 = 0.5`. With `g = -500` it is `-0.5`: the same length.

All arrays have one shape. `t` counts from 1. `eps` stands outside of the root.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "adam_step", "schema_version": 3, "task": false}
def adam_step(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step number t of Adam, counted from 1: (w, m, v), as new arrays."""
    ### BEGIN SOLUTION
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    mean = m / (1 - beta1**t)
    square = v / (1 - beta2**t)
    return w - lr * mean / (np.sqrt(square) + eps), m, v
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "adam_step_first", "schema_version": 3, "task": false}
check(adam_step, exercise="adam_step", part="first")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "adam_step_later", "schema_version": 3, "task": false}
check(adam_step, exercise="adam_step", part="later")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "adam_step_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: flat places, other numbers, very many steps, and the arrays afterwards.
### BEGIN HIDDEN TESTS
check(adam_step, exercise="adam_step", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. A rate that falls · 2 points

Return the learning rate of an epoch. Epochs count from 0.

- `kind="step"`: after every `every` epochs the rate is multiplied by `factor`. With `lr0 = 0.1`, `every = 10` and `factor = 0.5`, the epochs 0 to 9 have the rate `0.1`, the epochs 10 to 19 have `0.05`, the next ten `0.025`.
- `kind="cosine"`: from `lr0` in epoch 0 to `lr_end` in epoch `epochs`, along half a turn of the cosine, which is flat at both ends. With `lr0 = 0.1`, `lr_end = 0` and `epochs = 100`, epoch 50 has `0.05`, and epoch 25 still has about `0.085`. After the last epoch the rate stays at `lr_end`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "lr_schedule", "schema_version": 3, "task": false}
def lr_schedule(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """The learning rate of an epoch, counted from 0."""
    ### BEGIN SOLUTION
    if kind == "step":
        return lr0 * factor ** (epoch // every)
    share = min(epoch / epochs, 1)
    return lr_end + (lr0 - lr_end) * (1 + np.cos(np.pi * share)) / 2
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "lr_schedule_value", "schema_version": 3, "task": false}
check(lr_schedule, exercise="lr_schedule", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "lr_schedule_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other numbers, lr_end above 0, after the last epoch, and the defaults.
### BEGIN HIDDEN TESTS
check(lr_schedule, exercise="lr_schedule", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 6. Where to begin · 3 points

Return first weights `W` of shape `(fan_in, fan_out)`: every weight drawn by itself, around 0, with the variance that the kind asks for.

| kind | variance |
|---|---|
| `"he"` | `2 / fan_in` |
| `"xavier"` | `2 / (fan_in + fan_out)` |
| `"zeros"` | none: all weights are exactly 0 |

By hand: `fan_in = 50` and `kind = "he"` give the variance `0.04`, so the standard deviation is `0.2`.

Draw from `rng`, a generator such as `np.random.default_rng(7)`, and from nothing else; `rng.normal` takes the standard deviation. A normal distribution is fine, and so is a uniform one of the same variance.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "init_weights", "schema_version": 3, "task": false}
def init_weights(fan_in, fan_out, kind, rng):
    """First weights (fan_in, fan_out) of this kind, drawn from rng."""
    ### BEGIN SOLUTION
    if kind == "zeros":
        return np.zeros((fan_in, fan_out))
    variance = 2 / fan_in if kind == "he" else 2 / (fan_in + fan_out)
    return rng.normal(0, np.sqrt(variance), (fan_in, fan_out))
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "init_weights_spread", "schema_version": 3, "task": false}
check(init_weights, exercise="init_weights", part="spread")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "init_weights_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other widths.
### BEGIN HIDDEN TESTS
check(init_weights, exercise="init_weights", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 09_optimization` counts all your points, the hidden ones too.
3. `nnlib keep 09_optimization` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 09_optimization`, or whatever your course asks for.
5. Go on with [chapter 10](../../chapters/10_generalization.ipynb).
"""
