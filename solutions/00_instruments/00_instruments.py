# %% [markdown]
r"""
# Instruments: measure before you believe

Five short functions. With the first you compute what a neuron computes. With the next three you measure slopes, and you say how far two numbers are apart. With the last you become a detective. Chapter 0 shows where they come from. Read it first, then come here with a pencil.

**How it works**

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Delete the line with `raise`. You may use loops or NumPy.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden: `nnlib check 00_instruments` counts them, and so does grading. The comment says what they look at.

| | function | points |
|---|---|---:|
| 1 | `weighted_sum(x, w, b)` | 2 |
| 2 | `central_difference(f, x, h)` | 2 |
| 3 | `numerical_gradient(f, X, h)` | 2 |
| 4 | `relative_error(a, b)` | 2 |
| 5 | `find_disagreement(f, slope)` | 2 |
| | together | 10 |

Three habits hold for every function. It **returns** its result; printing is not enough. It does not change its inputs. And a default such as `h=1e-5` stays in the first line: it is what counts when the caller says nothing.
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
## 1. The weighted sum plus the bias · 2 points

A neuron takes some numbers, multiplies each by its weight, adds all the products, and adds one more number, the bias `b`.

By hand: `x = [2, -1, 3]`, `w = [4, 5, -1]`, `b = 0.5`. The products are 8, −5 and −3. Their sum is 0, and with the bias the result is 0.5.

`x` and `w` have shape `(d,)`. The result is one number.

The hidden point asks about other lengths: one input, many inputs, and none at all. What should be left when there is no input?
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "weighted_sum", "schema_version": 3, "task": false}
def weighted_sum(x, w, b):
    """The sum of the products of x (d,) and w (d,), and b."""
    ### BEGIN SOLUTION
    z = b
    for x_k, w_k in zip(x, w, strict=True):
        z += x_k * w_k
    return z
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "weighted_sum_value", "schema_version": 3, "task": false}
check(weighted_sum, exercise="weighted_sum", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "weighted_sum_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: one input, many inputs, no input.
### BEGIN HIDDEN TESTS
check(weighted_sum, exercise="weighted_sum", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. A slope from both sides · 2 points

You are given a function `f`, a place `x` and a small step `h`. Look at `f` a step *above* `x` and a step *below* it. How steep is the straight line through these two points?

By hand: `f(x) = x³`, `x = 2`, `h = 0.1`. Above: `2.1³ = 9.261`. Below: `1.9³ = 6.859`. The rise is 2.402. How long is the run? When you divide, you should get **12.01**, and not 12.61, and not 24.02.

`f` takes one number and gives one number. `h` is always the step that the caller wants.

The hidden point uses functions that are bent more, the usual step of `1e-5`, and a kink.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "central_difference", "schema_version": 3, "task": false}
def central_difference(f, x, h=1e-5):
    """The slope of f at x, measured between a step h above and a step h below."""
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "central_difference_value", "schema_version": 3, "task": false}
check(central_difference, exercise="central_difference", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "central_difference_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: sin with a small and a large step, and a kink.
### BEGIN HIDDEN TESTS
check(central_difference, exercise="central_difference", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. Many slopes at once · 2 points

Now `f` takes a whole array `X` and gives one number. Every entry of `X` has a slope of its own: how fast does `f` change when *this* entry moves and all the others stay where they are?

By hand: `f(X) = X[0]² + 3·X[1]` at `X = [2, 5]`. Move only the first entry: the slope is 4. Move only the second: the slope is 3. So the result is `[4, 3]`.

`X` may have any shape, such as `(3,)` or `(2, 3)`; the result has the same shape. In `for place in np.ndindex(X.shape):`, `X[place]` is one entry after the other. `X.copy()` is a table of its own; `Y = X` is only a second name for the same one. Measure from both sides, as in question 2.

When you are done, `X` must hold the same numbers as before. Some of the points depend on it.

The hidden point uses other shapes and a step that is not small.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "numerical_gradient", "schema_version": 3, "task": false}
def numerical_gradient(f, X, h=1e-5):
    """The slope of the number f(X) with respect to every entry of X, in an array of the shape of X."""
    ### BEGIN SOLUTION
    G = np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        above, below = X.copy(), X.copy()
        above[index] += h
        below[index] -= h
        G[index] = (f(above) - f(below)) / (2 * h)
    return G
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "numerical_gradient_gradient", "schema_version": 3, "task": false}
check(numerical_gradient, exercise="numerical_gradient", part="gradient")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "numerical_gradient_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: columns, three axes, a single entry, a large step.
### BEGIN HIDDEN TESTS
check(numerical_gradient, exercise="numerical_gradient", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. How far apart? · 2 points

Is 0.001 a large error? For a slope of 1000 it is tiny. For a slope of 0.001 it is everything. So compare the difference with the size of the numbers, that is, with the numbers without their signs: divide how far they are apart by the larger of the two sizes.

By hand: 1 and 10 are 9 apart, the larger size is 10, so the error is 0.9. The other way round, 10 and 1, it is 0.9 as well. For −4 and −3 it is 1/4. For 2 and −2 it is 2, and no pair can be worse.

`a` and `b` are two numbers or two arrays of one shape. For arrays, take the largest difference of two entries that belong together, and the largest size in both arrays. So for `[1, -10]` and `[2, -8]` it is 2/10 = 0.2. The result is one number. `np.abs` and `np.max` work for numbers and for arrays.

The hidden point asks about zeros and tiny numbers. Two zeros agree perfectly. What would your division do?
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "relative_error", "schema_version": 3, "task": false}
def relative_error(a, b):
    """The largest difference of a and b, as a share of the largest size in both; 0 where both are all zero."""
    ### BEGIN SOLUTION
    difference = np.max(np.abs(np.asarray(a) - np.asarray(b)))
    size = max(np.max(np.abs(a)), np.max(np.abs(b)))
    return float(difference / size) if size > 0 else 0.0
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "relative_error_value", "schema_version": 3, "task": false}
check(relative_error, exercise="relative_error", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "relative_error_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: zeros, tiny numbers, larger arrays.
### BEGIN HIDDEN TESTS
check(relative_error, exercise="relative_error", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. Find the wrong formula · 2 points

Somebody gives you a function `f` and a formula `slope`, and says that the formula is the slope of `f`. Is it, everywhere between −3 and 3? Find a place where it is not.

By hand: `f(x) = |x|³` and `slope(x) = 3x²`. At `x = 1` the measurement is 3, and so is the formula. At `x = −1` the curve falls: the measurement is −3, and the formula says 3. So −1 is a right answer, and so is every other place on the left.

Return *one* place where they disagree, any that you like, or `np.nan` if you find none. In chapter 0, agreement meant a relative error below `1e-6`; here leave some room, and call it a disagreement only above `1e-4`. Your functions of questions 2 and 4 are at hand. You choose the places, and how many. Take care where the true slope is 0: there the measurement is a tiny number, perhaps `1e-10`, and the relative error of a tiny number and 0 is 1, so that a right formula looks guilty. Such points are often round numbers. So which places do you take?

The visible cell brings two wrong formulas and a right one. The hidden point brings a mistake on a stretch that is only 0.6 long, a function whose values are tiny, and two formulas that must *not* be accused. One of them belongs to a function with a kink at 0.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "find_disagreement", "schema_version": 3, "task": false}
def find_disagreement(f, slope):
    """A place between -3 and 3 where slope is not the slope of f, or nan where there is none."""
    ### BEGIN SOLUTION
    for k in range(600):
        x = -3 + (k + 0.5) / 100  # never at 0, and never at another round number
        if relative_error(central_difference(f, x), slope(x)) > 1e-4:
            return x
    return np.nan
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "find_disagreement_value", "schema_version": 3, "task": false}
check(find_disagreement, exercise="find_disagreement", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "find_disagreement_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: a mistake on a short stretch, a tiny function, and two right formulas.
### BEGIN HIDDEN TESTS
check(find_disagreement, exercise="find_disagreement", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 00_instruments` counts all your points, the hidden ones too.
3. `nnlib keep 00_instruments` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 00_instruments`, or whatever your course asks for.
5. Go on with [chapter 1](../../chapters/01_perceptron.ipynb).
"""
