# %% [markdown]
r"""
# XOR: two lines where one will not do

Six functions. You find out which tables a single unit can do at all, put two layers together, and choose the weights of two small networks. With the last one you prove a colleague wrong. Chapter 2 has the pictures and the proofs. Read it first, then come here with a pencil.

You know how exercises work from [exercise 0](../00_instruments/00_instruments.ipynb); here it is again, folded. `nnlib check 02_xor` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Delete the line with `raise`. You may use loops or NumPy.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `linearly_separable(X, y, max_epochs)` | 4 |
| 2 | `two_layer_tlu(X, W1, b1, W2, b2)` | 3 |
| 3 | `xor_network_params()` | 3 |
| 4 | `relu_xor_params()` | 3 |
| 5 | `collapse_affine(W1, b1, W2, b2)` | 3 |
| 6 | `fool_class_means()` | 2 |
| | together | 18 |

Two habits hold for every function. Rows are examples: `X` has shape `(n, d)`, and column `j` of a weight matrix belongs to unit `j`. And a function gives back **new** arrays: what it was given still belongs to the caller.
"""

# %% [markdown]
r"""
## Getting ready

Run this cell first. It brings in NumPy, the check that reads your answers, and one step of the perceptron rule, which you know from chapter 1.
"""

# %%
import numpy as np

from nnlib.grading import check


def perceptron_step(w, b, x, y, eta):
    """One step of the perceptron rule, as new (w, b). Where the unit is right, nothing changes."""
    error = y - np.heaviside(x @ w + b, 1.0)
    return w + eta * error * x, b + eta * error


# %% [markdown]
r"""
## 1. Can one unit do it? · 4 points

Here are rows `X` and a 0 or 1 for each of them. Is there any threshold unit that is right on every row? Chapter 1 gave you a way to find out. If such a unit exists, the perceptron finds one: sooner or later an epoch passes without a mistake. If none exists, it goes on making mistakes for ever, so it needs a limit.

By hand, with `X = [[0], [1]]` and `y = [0, 1]`, from `w = [0]`, `b = 0` and `eta = 1`: row 0 gives the sum 0, so the unit fires, and that is a mistake: now `b = -1`. Row 1 is silent, which is wrong, too: `w = [1]`, `b = 0`. In the second epoch row 0 fires again, and `b` goes to −1. The third epoch passes without a mistake, so the answer is `True`.

`X` has shape `(n, d)`, `y` has shape `(n,)` and holds 0 and 1, `max_epochs` is a whole number. Return `True` or `False`. `True` means: some unit is right on every row. `False` means: `max_epochs` epochs have passed, and in every one of them there was a mistake.

The visible cell asks about all 16 functions of two inputs. You know from the chapter how many of them one line can do. The hidden points ask about three inputs, where a plane takes the place of the line, and about rows that are harder to separate.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "linearly_separable", "schema_version": 3, "task": false}
def linearly_separable(X, y, max_epochs):
    """Whether one threshold unit can be right on every row of X (n, d), y (n,)."""
    ### BEGIN SOLUTION
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_epochs):
        mistakes = 0
        for x, label in zip(X, y, strict=True):
            w_new, b_new = perceptron_step(w, b, x, label, 1.0)
            mistakes += int(b_new != b)  # the bias moves with every mistake
            w, b = w_new, b_new
        if mistakes == 0:
            return True
    return False
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "linearly_separable_value", "schema_version": 3, "task": false}
check(linearly_separable, exercise="linearly_separable", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "linearly_separable_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: functions of three inputs, a narrow gap, a point far out.
### BEGIN HIDDEN TESTS
check(linearly_separable, exercise="linearly_separable", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. Two layers of threshold units · 3 points

Every unit of the first layer looks at the inputs and outputs 0 or 1. Every unit of the second layer looks at the outputs of the first, and outputs 0 or 1 as well. A unit fires where its sum is 0 or more.

By hand: let `X = [[1, 2], [0, 1]]`, `W1 = [[1, -1], [1, 1]]`, `b1 = [-2, 0.5]`. In row 0 the sums of the hidden units are `1·1 + 2·1 - 2 = 1` and `1·(-1) + 2·1 + 0.5 = 1.5`. In row 1 they are -1 and 1.5. So `H = [[1, 1], [0, 1]]`. With `W2 = [[1, -1], [-2, 1]]` and `b2 = [0.5, 0.5]` the result is `Y = [[0, 1], [0, 1]]`.

`X` has shape `(n, d)`, `W1` `(d, h)`, `b1` `(h,)`, `W2` `(h, k)`, `b2` `(k,)`. Return `H` of shape `(n, h)` and `Y` of shape `(n, k)`, in this order, both filled with the numbers 0 and 1.

In the visible cell all widths are equal. NumPy cannot warn you there if a wrong array meets the second layer.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "two_layer_tlu", "schema_version": 3, "task": false}
def two_layer_tlu(X, W1, b1, W2, b2):
    """What the hidden units H (n, h) and the output units Y (n, k) say to X (n, d)."""
    ### BEGIN SOLUTION
    H = np.where(X @ W1 + b1 >= 0, 1.0, 0.0)
    Y = np.where(H @ W2 + b2 >= 0, 1.0, 0.0)
    return H, Y
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "two_layer_tlu_value", "schema_version": 3, "task": false}
check(two_layer_tlu, exercise="two_layer_tlu", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "two_layer_tlu_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: unequal widths, sums of exactly 0, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(two_layer_tlu, exercise="two_layer_tlu", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. The weights of an XOR network · 3 points

Now choose the numbers yourself. Return `W1, b1, W2, b2` of a network like the one in question 2 that outputs 0, 1, 1, 0 at the corners (0, 0), (0, 1), (1, 0), (1, 1). Many choices are right, and the check accepts them all: it runs your network.

By hand, for a task that is not XOR: one hidden unit with the weights 1 and 1 and the bias -1.5 has the sums -1.5, -0.5, -0.5, 0.5 at the corners, so it is AND. An output unit with the weight -1 and the bias 0.5 turns it into NAND. As arrays: `W1 = [[1], [1]]`, `b1 = [-1.5]`, `W2 = [[-1]]`, `b2 = [0.5]`. No sum comes nearer to 0 than 0.5.

`W1` has shape `(2, h)`, `b1` `(h,)`, `W2` `(h, 1)`, `b2` `(1,)`. Two hidden units are enough; you may take more.

You earn the hidden point with a network that keeps its distance: at all four corners, every sum in both layers should be at least 0.1 away from 0. If a corner lies on a unit's line, the smallest rounding error can change the answer.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "xor_network_params", "schema_version": 3, "task": false}
def xor_network_params():
    """W1 (2, h), b1 (h,), W2 (h, 1), b2 (1,) of threshold units that are XOR."""
    ### BEGIN SOLUTION
    W1 = np.array([[-1.0, 1.0], [-1.0, 1.0]])  # NAND in the first column, OR in the second
    b1 = np.array([1.5, -0.5])
    W2 = np.array([[1.0], [1.0]])  # AND of the two
    b2 = np.array([-1.5])
    return W1, b1, W2, b2
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "xor_network_params_value", "schema_version": 3, "task": false}
check(xor_network_params, exercise="xor_network_params", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "xor_network_params_margin", "schema_version": 3, "task": false}
# Hidden, 1 point: the distance of every sum from 0.
### BEGIN HIDDEN TESTS
check(xor_network_params, exercise="xor_network_params", part="margin")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. XOR by folding · 3 points

A hidden unit with ReLU outputs its sum where that is positive, and 0 elsewhere. The output unit adds up what it gets, with weights and a bias, with no activation after it. Choose the weights so that the output is the distance between the two inputs, `|x1 - x2|`, at *every* point of the plane. At the four corners that is XOR. Think of a sheet of paper, folded along the line where `x1 = x2`. If one unit is `x1 - x2` where that is positive, what must the other be?

By hand, for a sheet that is not the one you want: one hidden unit with the weights 1 and 0 and the bias 0, then the weight 2 and the bias 0. At (3, 5) the hidden sum is 3 and the output 6. At (-3, 5) the hidden sum is -3, the unit outputs 0, and so does the network.

`W1` has shape `(2, h)`, `b1` `(h,)`, `W2` `(h, 1)`, `b2` `(1,)`. Two hidden units are enough; you may take more. Return `W1, b1, W2, b2`.

The visible cell looks at the corners. The hidden point looks at the rest of the plane: some well-known weights are right at the four corners only.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "relu_xor_params", "schema_version": 3, "task": false}
def relu_xor_params():
    """W1 (2, h), b1 (h,), W2 (h, 1), b2 (1,) of a network with ReLU whose output is |x1 - x2|."""
    ### BEGIN SOLUTION
    W1 = np.array([[1.0, -1.0], [-1.0, 1.0]])  # x1 - x2 and x2 - x1: one of them is not negative
    b1 = np.zeros(2)
    W2 = np.ones((2, 1))
    b2 = np.zeros(1)
    return W1, b1, W2, b2
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "relu_xor_params_value", "schema_version": 3, "task": false}
check(relu_xor_params, exercise="relu_xor_params", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "relu_xor_params_plane", "schema_version": 3, "task": false}
# Hidden, 1 point: points between the corners, and far beyond them.
### BEGIN HIDDEN TESTS
check(relu_xor_params, exercise="relu_xor_params", part="plane")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. Two layers that are one · 3 points

Take the thresholds away. A row `x` goes through a first layer, `x @ W1 + b1`, and the result goes through a second one, with `W2` and `b2`. However you choose the weights, one single layer does the same. Find its `W` and its `b`: write the two steps as one line, and multiply out.

By hand, with one number in each place: `W1 = [[2]]`, `b1 = [3]`, `W2 = [[5]]`, `b2 = [1]`. The input 1 becomes 5, and then 26. The input 0 becomes 3, and then 16. So the one layer has `W = [[10]]` and `b = [16]`.

`W1` has shape `(d, h)`, `b1` `(h,)`, `W2` `(h, k)`, `b2` `(k,)`. Return `W` of shape `(d, k)` and `b` of shape `(k,)`.

In the visible cell all widths are equal. There a product in the wrong order raises no error. It is only wrong.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "collapse_affine", "schema_version": 3, "task": false}
def collapse_affine(W1, b1, W2, b2):
    """W (d, k) and b (k,) of the one layer that two in a row, W1 (d, h) and W2 (h, k), amount to."""
    ### BEGIN SOLUTION
    return W1 @ W2, b1 @ W2 + b2
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "collapse_affine_value", "schema_version": 3, "task": false}
check(collapse_affine, exercise="collapse_affine", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "collapse_affine_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: unequal widths, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(collapse_affine, exercise="collapse_affine", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 6. Fool the class means · 2 points

A colleague has another way to find out whether one line separates two classes: take the mean of the zeros and the mean of the ones, and draw the line half-way between the two means, at a right angle to the way from one to the other. "If this line is right on all points, the classes are separable. If it is not, no line is." The first sentence is true. Refute the second one.

Return `X` of shape `(n, 2)` and `y` of shape `(n,)`, with a 0 or a 1 for each row, and both of them at least once. Some line must separate your classes with room to spare: at least 0.1 on each side. And the colleague's line must be wrong on at least one point. At most 20 points, and no coordinate beyond −10 and 10.

By hand, for points that do *not* fool anybody: `X = [[0, 0], [0, 2], [3, 0], [3, 2]]`, `y = [0, 0, 1, 1]`. The means are (0, 1) and (3, 1), so the colleague draws the line `x1 = 1.5`, which is right.

The cell below is the colleague's function, to try your points on. The hidden point wants a clear case: some point at least 0.5 on the wrong side of the colleague's line.
"""


# %%
def colleague_says(X, y):
    """Whether the line half-way between the class means is right on all rows of X (n, 2), y (n,)."""
    zero, one = X[y == 0].mean(axis=0), X[y == 1].mean(axis=0)
    z = (X - (zero + one) / 2) @ (one - zero)
    return bool(np.all((z > 0) == (y == 1)))


print(colleague_says(np.array([[0, 0], [0, 2], [3, 0], [3, 2]]), np.array([0, 0, 1, 1])))


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "fool_class_means", "schema_version": 3, "task": false}
def fool_class_means():
    """X (n, 2) and y (n,) that a line separates, but not the line half-way between the class means."""
    ### BEGIN SOLUTION
    X = np.array(
        [[0.0, 0.0], [0.0, 9.0], [1.0, 0.0]]
    )  # the point at 9 pulls the mean of the zeros away
    y = np.array([0.0, 0.0, 1.0])
    return X, y
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "fool_class_means_value", "schema_version": 3, "task": false}
check(fool_class_means, exercise="fool_class_means", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "fool_class_means_clear", "schema_version": 3, "task": false}
# Hidden, 1 point: a point that lies clearly on the wrong side of the colleague's line.
### BEGIN HIDDEN TESTS
check(fool_class_means, exercise="fool_class_means", part="clear")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 02_xor` counts all your points, the hidden ones too.
3. `nnlib keep 02_xor` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 02_xor`, or whatever your course asks for.
5. Go on with [chapter 3](../../chapters/03_activations.ipynb).
"""
