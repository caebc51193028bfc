# %% [markdown]
r"""
# Generalization: seven small functions between remembering and knowing

Cut the rows into parts, pay for large weights, drop units and find the way back, move pictures, stop in time, and report what you saw. Chapter 10 shows why. Read it first, then come here with a pencil.

How it works is told in [exercise 0](../00_instruments/00_instruments.ipynb). `nnlib check 10_generalization` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Take the line with `raise` away when you do. Loops are fine. NumPy is fine.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `split_indices(n, fractions, rng)` | 3 |
| 2 | `l2_penalty(weights, lam)` | 3 |
| 3 | `dropout_forward(A, keep, rng, training)` | 4 |
| 4 | `dropout_backward(dout, mask)` | 2 |
| 5 | `augment_shift(images, rng)` | 3 |
| 6 | `early_stopping(val, patience, min_delta)` | 4 |
| 7 | `overfit_report(train, val)` | 3 |
| | together | 22 |

Two habits hold for every function. What it was given, it leaves as it was. And randomness comes from `rng` alone, a generator such as `np.random.default_rng(7)`: with the same seed, everything happens again in the same way. Which of `rng`'s methods you call is up to you. You may use NumPy and your own earlier functions, but not the functions of these names in `nnlib`.
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
## 1. Cut the rows into parts · 3 points

Return a list with one array of row numbers for each fraction. The numbers 0 to `n - 1` are mixed first and cut afterwards, so that every row is in exactly one part.

By hand: `n = 10` and `fractions = [0.6, 0.2, 0.2]` give three arrays of 6, 2 and 2 numbers, such as `[7, 0, 3, 9, 1, 4]`, `[2, 8]`, `[5, 6]`.

The fractions sum to 1. Where `n * fraction` is not a whole number, round up or down as you like, as long as no row is lost; a part may be empty where `n` is small.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "split_indices", "schema_version": 3, "task": false}
def split_indices(n, fractions, rng):
    """The rows 0 ... n-1 in random order, cut into parts: a list of index arrays."""
    ### BEGIN SOLUTION
    order, start, share, parts = rng.permutation(n), 0, 0.0, []
    for fraction in fractions:
        share += fraction
        end = int(round(share * n))
        parts.append(order[start:end])
        start = end
    return parts
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "split_indices_parts", "schema_version": 3, "task": false}
check(split_indices, exercise="split_indices", part="parts")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "split_indices_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other fractions, one part, an empty part, one row.
### BEGIN HIDDEN TESTS
check(split_indices, exercise="split_indices", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. Pay for large weights · 3 points

Return `(value, grads)`. `weights` is a list of arrays. The value is half of `lam` times the sum of all squared entries of the *matrices*; an array with one dimension holds biases, which cost nothing. `grads` is a list of arrays like `weights`: the derivatives of the value, with zeros for biases.

By hand: `[[1, 2], [0, 2]]` has the squares 1, 4, 0 and 4. With `lam = 0.1` the value is 0.05 times 9, which is 0.45. The biases `[5, 5]` beside it change nothing.

Find the derivative with a pencil: your gradients are held to nine digits. A slope measured with a small step (numerical differentiation) is not what is asked for, and earns nothing.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "l2_penalty", "schema_version": 3, "task": false}
def l2_penalty(weights, lam):
    """Half of lam times the sum of squared weights, biases left out, and its gradients: (value, grads)."""
    ### BEGIN SOLUTION
    value, grads = 0.0, []
    for W in weights:
        if W.ndim > 1:
            value += 0.5 * lam * np.sum(W * W)
            grads.append(lam * W)
        else:
            grads.append(np.zeros(W.shape))
    return value, grads
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "l2_penalty_penalty", "schema_version": 3, "task": false}
check(l2_penalty, exercise="l2_penalty", part="penalty")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "l2_penalty_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: lam = 0, biases alone, more layers, and the weights afterwards.
### BEGIN HIDDEN TESTS
check(l2_penalty, exercise="l2_penalty", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. Drop, and make up for it · 4 points

Return `(out, mask)`, two arrays of the shape of `A`, which has shape `(n, d)`. In training, each entry of each row draws its own lot: with probability `keep` its mask is `1 / keep`, otherwise 0. The result is `A` times the mask. Without training nothing is dropped: `A` and a mask of ones come back.

By hand: `A = [[3, 4, 5]]` and `keep = 0.5`. If the first entry is dropped and the others stay, the mask is `[[0, 2, 2]]` and the result `[[0, 8, 10]]`.

`rng.random(shape)` gives numbers from 0 to 1, each equally likely.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "dropout_forward", "schema_version": 3, "task": false}
def dropout_forward(A, keep, rng, training):
    """Inverted dropout: A * mask, and the mask, whose entries are 1/keep or 0."""
    ### BEGIN SOLUTION
    if not training:
        return A, np.ones(A.shape)
    mask = (rng.random(A.shape) < keep) / keep
    return A * mask, mask
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "dropout_forward_training", "schema_version": 3, "task": false}
check(dropout_forward, exercise="dropout_forward", part="training")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "dropout_forward_use", "schema_version": 3, "task": false}
check(dropout_forward, exercise="dropout_forward", part="use")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "dropout_forward_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: keep = 1, one row, other shares, and A afterwards.
### BEGIN HIDDEN TESTS
check(dropout_forward, exercise="dropout_forward", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. The way back through a mask · 2 points

`dout` is the gradient of the loss with respect to what `dropout_forward` gave back, and `mask` is the mask that it used. Return the gradient with respect to `A`. All three have one shape. Nothing is drawn here.

By hand: with `dout = [[3, 4, 5]]` and `mask = [[0, 2, 2]]`, a nudge of the first entry changes nothing, and a nudge of the second comes out twice as large. The answer is `[[0, 8, 10]]`.

As before, use the derivative and not a measured slope.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "dropout_backward", "schema_version": 3, "task": false}
def dropout_backward(dout, mask):
    """The gradient with respect to A, where the forward gave A * mask."""
    ### BEGIN SOLUTION
    return dout * mask
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "dropout_backward_gradient", "schema_version": 3, "task": false}
check(dropout_backward, exercise="dropout_backward", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "dropout_backward_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: one row, a mask of ones, everything dropped, and the inputs afterwards.
### BEGIN HIDDEN TESTS
check(dropout_backward, exercise="dropout_backward", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. Move pictures · 3 points

`images` has shape `(n, height, width)`. Return a new array of the same shape in which each image is moved by -1, 0 or 1 pixels down, and by -1, 0 or 1 pixels to the right. Each image draws its own two numbers, and all nine moves are equally likely. What leaves the image is gone, and zeros come in.

By hand: `[[1, 2], [3, 4]]`, moved by one pixel to the right, is `[[0, 1], [0, 3]]`. Moved up as well, it is `[[0, 3], [0, 0]]`.

Careful: `rng.integers(low, high)` leaves `high` out.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "augment_shift", "schema_version": 3, "task": false}
def augment_shift(images, rng):
    """Every image moved by at most a pixel in each direction, each by its own draw; zeros move in."""
    ### BEGIN SOLUTION
    n, height, width = images.shape
    moved = np.zeros(images.shape)
    for k in range(n):
        frame = np.pad(images[k], 1)
        down, right = rng.integers(-1, 2), rng.integers(-1, 2)
        moved[k] = frame[1 - down : 1 - down + height, 1 - right : 1 - right + width]
    return moved
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "augment_shift_moves", "schema_version": 3, "task": false}
check(augment_shift, exercise="augment_shift", part="moves")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "augment_shift_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other sizes, few images, and the images afterwards.
### BEGIN HIDDEN TESTS
check(augment_shift, exercise="augment_shift", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 6. Stop in time · 4 points

`val` holds the validation losses of the epochs 0, 1, 2, ... An epoch *improves* where its loss is more than `min_delta` below the best loss so far. After `patience` epochs in a row that do not improve, training stops. Return `(stop, best)`: the epoch at whose end it stops, or `None` where it goes on to the end of `val`, and the best epoch that was seen until then. What happened before the first epoch does not count, so epoch 0 is always an improvement.

By hand: `val = [5, 4, 4.5, 4.2, 3]` with `patience = 2`. Epoch 1 is the best so far; epochs 2 and 3 are no better than it, although 4.2 is less than 4.5. Training stops after epoch 3, and nobody ever sees the 3. The answer is `(3, 1)`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "early_stopping", "schema_version": 3, "task": false}
def early_stopping(val, patience, min_delta=0.0):
    """The epoch after which training stops, or None, and the best epoch: (stop, best)."""
    ### BEGIN SOLUTION
    best = 0
    for epoch in range(1, len(val)):
        if val[epoch] < val[best] - min_delta:
            best = epoch
        elif epoch - best >= patience:
            return epoch, best
    return None, best
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "early_stopping_histories", "schema_version": 3, "task": false}
check(early_stopping, exercise="early_stopping", part="histories")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "early_stopping_delta", "schema_version": 3, "task": false}
check(early_stopping, exercise="early_stopping", part="delta")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "early_stopping_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: a plateau, patience 1, one epoch, a rescue in the last moment, drawn histories, and val afterwards.
### BEGIN HIDDEN TESTS
check(early_stopping, exercise="early_stopping", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 7. Say what you saw · 3 points

`train` and `val` hold the losses of the same epochs. Return `(best_epoch, gap)`: the epoch, counted from 0, with the lowest validation loss (the first of equals), and by how much the validation loss is above the training loss *there*. The gap may be below 0.

By hand: `train = [5, 3, 1]` and `val = [5, 4, 6]`. The lowest validation loss is 4, in epoch 1, and the training loss there is 3: `(1, 1.0)`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "overfit_report", "schema_version": 3, "task": false}
def overfit_report(train, val):
    """The epoch with the lowest validation loss, and val - train there: (best_epoch, gap)."""
    ### BEGIN SOLUTION
    best = 0
    for epoch in range(len(val)):
        if val[epoch] < val[best]:
            best = epoch
    return best, val[best] - train[best]
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "overfit_report_curves", "schema_version": 3, "task": false}
check(overfit_report, exercise="overfit_report", part="curves")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "overfit_report_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: two equal valleys, one epoch, no overfitting yet, and the histories afterwards.
### BEGIN HIDDEN TESTS
check(overfit_report, exercise="overfit_report", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 10_generalization` counts all your points, the hidden ones too.
3. `nnlib keep 10_generalization` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 10_generalization`, or whatever your course asks for.
5. Go on with [chapter 11](../../chapters/11_sequential.ipynb).
"""
