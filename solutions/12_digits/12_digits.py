# %% [markdown]
r"""
# Digits, from pixels to a report

Three small functions, one large one, and a report. The small ones prepare the data and count the mistakes. The large one trains a network, and it is judged by what it says about rows that it has never been sent. Chapter 12 walks the whole road once; here you walk it with your own code.

How it works is told in [exercise 0](../00_instruments/00_instruments.ipynb). `nnlib check 12_digits` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Take the line with `raise` away when you do. Loops are fine. NumPy is fine.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `binarize(X, threshold)` | 2 |
| 2 | `one_hot(y, k)` | 2 |
| 3 | `confusion_matrix(y, p, k)` | 4 |
| 4 | `train_digits(rng, train, held_out)` | 14 |
| 5 | your report | 6 |
| | together | 28 |
"""

# %% [markdown]
r"""
## Getting ready

Run this cell first. It brings in NumPy, the check that reads your answers, and what you wrote in chapters 4, 5, 7 and 9, in three short functions.
"""

# %%
import numpy as np

from nnlib.grading import check


def first_weights(sizes, rng):
    """Parameters [(W, b), ...] of a network with these widths: He's weights, and biases of zero."""
    pairs = zip(sizes, sizes[1:])
    return [(rng.normal(0, np.sqrt(2 / m), (m, n)), np.zeros(n)) for m, n in pairs]


def scores_of(params, X):
    """The scores (n, k) of a ReLU network, before the softmax."""
    for W, b in params[:-1]:
        X = np.maximum(X @ W + b, 0.0)
    return X @ params[-1][0] + params[-1][1]


def loss_and_grads(params, X, y):
    """The mean softmax cross entropy of a ReLU network, and its gradients [(dW, db), ...] like params."""
    inputs = [X]
    for W, b in params[:-1]:
        inputs.append(np.maximum(inputs[-1] @ W + b, 0.0))
    Z = scores_of(params, X)
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dZ = np.exp(log_P)
    dZ[rows, y] -= 1
    dZ /= len(y)
    grads = []
    for A, (W, _) in zip(reversed(inputs), reversed(params)):
        grads.append((A.T @ dZ, dZ.sum(axis=0)))
        dZ = (dZ @ W.T) * (A > 0)
    return -log_P[rows, y].mean(), grads[::-1]


# %% [markdown]
r"""
## 1. Black or white · 2 points

Turn numbers into zeros and ones: 1.0 where `X` is above `threshold`, else 0.0. `X` may have any shape, and the result has the same one. Return a new array of floats, and leave `X` as it was.

By hand: `[0.2, 0.5, 0.7]` with the threshold 0.5 gives `[0.0, 0.0, 1.0]`. On the threshold it is 0.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "binarize", "schema_version": 3, "task": false}
def binarize(X, threshold):
    """1.0 where X is above the threshold, else 0.0."""
    ### BEGIN SOLUTION
    return (X > threshold).astype(float)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "binarize_value", "schema_version": 3, "task": false}
check(binarize, exercise="binarize", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "binarize_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other shapes and thresholds, and X afterwards.
### BEGIN HIDDEN TESTS
check(binarize, exercise="binarize", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. A label as a row · 2 points

`y` holds `n` labels from 0 to `k - 1`. Return an array `(n, k)` of floats: row `i` is all zeros, but for a 1 in the column of label `y[i]`.

By hand: `y = [2, 0]` with `k = 3` gives `[[0, 0, 1], [1, 0, 0]]`.

A class may be absent from `y`. There are `k` columns all the same.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "one_hot", "schema_version": 3, "task": false}
def one_hot(y, k):
    """The labels y (n,) as rows (n, k), each with a single 1."""
    ### BEGIN SOLUTION
    rows = np.zeros((len(y), k))
    for i in range(len(y)):
        rows[i, y[i]] = 1
    return rows
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "one_hot_value", "schema_version": 3, "task": false}
check(one_hot, exercise="one_hot", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "one_hot_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other labels, one class, and y afterwards.
### BEGIN HIDDEN TESTS
check(one_hot, exercise="one_hot", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. Who is taken for whom · 4 points

`y` holds the true labels, `p` the predicted ones, both from 0 to `k - 1`. Return an array `(k, k)`: in row `i` and column `j` stands how many examples of class `i` were taken for class `j`. So a row belongs to the truth, and what is right stands on the diagonal.

By hand: `y = [0, 1, 2, 2]` and `p = [0, 1, 2, 1]` give `[[1, 0, 0], [0, 1, 0], [0, 1, 1]]`.

Try an example in which the same mistake happens twice.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "confusion_matrix", "schema_version": 3, "task": false}
def confusion_matrix(y, p, k):
    """How many examples of class i (row) were taken for class j (column), shape (k, k)."""
    ### BEGIN SOLUTION
    C = np.zeros((k, k))
    for i, j in zip(y, p):
        C[i, j] += 1
    return C
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "confusion_matrix_value", "schema_version": 3, "task": false}
check(confusion_matrix, exercise="confusion_matrix", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "confusion_matrix_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: more examples, absent classes, and your inputs afterwards.
### BEGIN HIDDEN TESTS
check(confusion_matrix, exercise="confusion_matrix", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. Train a network · 14 points

`train` and `held_out` are pairs `(X, y)`: rows to learn from, and rows to choose by. `X` is `(n, 64)` with pixels from 0 to 1, `y` holds labels from 0 to 9. Return the parameters `[(W, b), ...]` of a trained ReLU network: the first `W` has 64 rows, the last one 10 columns, and `scores_of(params, X)` gives the ten scores of each row, of which the largest is the answer. (If your network is of another kind, return a function that takes rows `(m, 64)` and gives scores `(m, 10)`.)

What you may use: NumPy, and the three functions above. Everything random comes from `rng`. One training may take two seconds of computing; a good one takes a fifth of a second. Do not call `nnlib` here: where it is graded, it is not compiled.

**How it is judged.** The visible 8 points: at least 95 % of the validation rows, as the mean of two generators. Equal generators must give equal networks, different ones different networks, and the scores of a row must not depend on the rows that are asked with it.

The hidden 6 points: twelve new splits that are drawn when your work is graded. On rows that were *not* sent to your function it must reach 95 % on average, and 0.8 of a point more than a linear softmax model on the same splits (He's first weights, plain gradient descent, batches of 32, rate 0.1, 60 epochs). Trained this way, the line is right about 95.2 % of such rows; trained better, a line reaches 96.1 %. So your network must beat the line as this setting trains it, and not the best line there is. In these splits the images are turned or mirrored, and the classes have changed their names: a "3" may be called 8. So nothing that you know of the digits helps, only what is learned from `train`. This is why nobody needs to trust you about the test set: it is not there yet.

Why learn from `train` alone, and only choose by `held_out`? Look at chapter 10 again, if you are not sure.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "train_digits", "schema_version": 3, "task": false}
def train_digits(rng, train, held_out):
    """The parameters [(W, b), ...] of a trained ReLU network 64-...-10."""
    ### BEGIN SOLUTION
    X, y = train
    params, speed = first_weights([64, 64, 10], rng), [(0.0, 0.0), (0.0, 0.0)]
    best, least = params, np.inf
    for _ in range(25):
        for rows in np.array_split(rng.permutation(len(X)), len(X) // 32):
            _, grads = loss_and_grads(params, X[rows], y[rows])
            speed = [(0.9 * v + dW, 0.9 * u + db) for (v, u), (dW, db) in zip(speed, grads)]
            params = [(W - 0.1 * v, b - 0.1 * u) for (W, b), (v, u) in zip(params, speed)]
        loss, _ = loss_and_grads(params, *held_out)
        if loss < least:
            best, least = params, loss
    return best
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 8, "grade_id": "train_digits_validation", "schema_version": 3, "task": false}
check(train_digits, exercise="train_digits", part="validation")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 6, "grade_id": "train_digits_unseen", "schema_version": 3, "task": false}
# Hidden, 6 points: rows of twelve new splits, against a linear model.
### BEGIN HIDDEN TESTS
check(train_digits, exercise="train_digits", part="unseen")
### END HIDDEN TESTS

# %% [markdown]
r"""
Now look at your own network. `digits_split()` gives the book's split: rows to train on, to validate and to test. Decide everything by the validation rows. Then take the third pair, once, for your report.

In a cell of your own:

```python
train, held_out, test = nnlib.digits_split()
params = train_digits(np.random.default_rng(0), train, held_out)
```

(with `import nnlib` above it).
"""

# %% [markdown]
r"""
## 5. Report · 6 points

Half a page to a page, for somebody who has to decide whether to use your network. A person reads and grades it. Two points each:

| | 2 points | 1 point | 0 points |
|---|---|---|---|
| **What you did, so that it can be repeated** | sizes, first weights, rate, batches, epochs, how you stopped, how often you looked at the test rows | most of it | hardly anything |
| **How good it is, honestly** | test accuracy with a spread over at least three seeds, beside a linear model on the same rows; what was chosen by what | numbers without a spread, or without a baseline | one number, or one that was chosen by the test rows |
| **Where it fails** | the most frequent confusions from your matrix, at least three mistakes looked at one by one, and what you would do about them | mistakes counted, not looked at | nothing |

Write into the cell below. You may add cells with code and pictures above it.
"""

# %% [markdown] nbgrader={"grade": true, "solution": true, "locked": false, "points": 6, "grade_id": "report", "schema_version": 3, "task": false}
r"""
**What I did.** A ReLU network 64-64-10 with He's first weights and zero biases, gradient descent with momentum 0.9 and the rate 0.1, batches of about 32, 25 epochs. After each epoch I took the loss on the 197 validation rows and kept the parameters with the smallest. I looked at the test rows once.

**How good it is.** Three seeds (0, 1, 2): 97.7 % of the 400 test rows on average (97.5 to 97.75). A linear softmax model on the same 1,200 rows, with the same three seeds (plain gradient descent, batches of about 32, rate 0.1, 60 epochs): 95.5 % on average (95.25 to 95.75). The epoch was chosen by the loss on the validation rows, of which the three networks get 99.5 % right; the test rows are harder.

**Where it fails.** The three seeds make 9, 9 and 10 mistakes among 400, 28 together. Fours are missed most often (10 times: four times taken for an 8, three times for a 7, twice for a 9, once for a 0), then eights (9 times: three times each for a 1, a 3 and a 5). Seven rows of the test set are missed with all three seeds: 17, 24, 106, 194, 270, 304 and 326. I looked at three of them. Row 270 is a narrow 4 whose two strokes nearly touch, so that it looks closed: taken for an 8, with a probability of 0.43 to 0.57. Row 326 is an 8 of which the upper loop is filled with ink: taken for a 1, and the network is sure (0.91 to 1.00). Row 106 is a 4 with a wide head on a thin stem: taken for a 7 (0.73 to 0.94). I would let the program say "I do not know" where its best probability is below 0.9. With these seeds that would catch 6 of 9, 8 of 9 and 8 of 10 mistakes, and put 23 to 25 right answers aside. I chose 0.9 after seeing the test rows, so these last numbers would have to be measured again on new ones.
"""

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 12_digits` counts all your points, the hidden ones too.
3. `nnlib keep 12_digits` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 12_digits`, or whatever your course asks for.
5. This was the last one. The closing page of [chapter 12](../../chapters/12_digits.ipynb) says where to read on.
"""
