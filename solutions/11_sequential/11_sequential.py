# %% [markdown]
r"""
# The Sequential API, from the loop inside fit to a search

Six functions: what `fit` does and writes down, how rare classes get their weight, what a probability says, how rows are cut into folds, and how settings are searched. Chapter 11 shows why. Read it first, then come here.

How it works is told in [exercise 0](../00_instruments/00_instruments.ipynb). `nnlib check 11_sequential` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Take the line with `raise` away when you do. Loops are fine. NumPy is fine.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `fit_history(model, X, y, epochs, B, rng, validation)` | 5 |
| 2 | `class_weights_balanced(y, k)` | 2 |
| 3 | `weighted_loss(losses, y, class_w, sample_w)` | 4 |
| 4 | `predict_classes(proba)` | 2 |
| 5 | `kfold_indices(n, k, rng)` | 3 |
| 6 | `random_search(sample, score, n_iter, rng)` | 4 |
| | together | 20 |

Two habits hold for every function. What it was given, it leaves as it was. And randomness comes from `rng` alone, the generator that you are given: never from `np.random.permutation` and its like, and never from a generator of your own. No derivative is asked for in this assignment.
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
## 1. What fit does · 5 points

Write the loop that the word `fit` hides. `model` is ready to be trained, and you need two of its methods. `model.train_on_batch(X_rows, y_rows)` makes one step on these rows and returns their mean loss before the step. `model.evaluate(X_rows, y_rows)` returns the mean loss, and changes nothing.

Go `epochs` times through all rows, `B` at a time, in a new order for every epoch. Return a dict. Under `"loss"` stands a list with one number per epoch, the mean loss over the examples *while the model trained*: the mean of what `train_on_batch` returned, in which a short last batch counts for as many examples as it has. Where `validation` is given, it is a pair `(X_held, y_held)`. Then `"val_loss"` holds what `evaluate` says about these rows after each epoch. Where it is `None`, there is no such key.

By hand: 5 rows and `B = 4`. The first batch costs 2.0 and the second, with one row, 7.0. The epoch's loss is `(4 * 2.0 + 1 * 7.0) / 5 = 3.0`, and not 4.5.

As in Keras, `epochs` is 1 where nobody says otherwise. `X` is `(n, d)`, `y` is `(n,)`. Draw each order from `rng`; `rng.permutation(n)` is one good way. `model.fit` is what you write here, so it is not there.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "fit_history", "schema_version": 3, "task": false}
def fit_history(model, X, y, epochs=1, B=32, rng=None, validation=None):
    """Train for some epochs; {"loss": [...], "val_loss": [...]}, one number per epoch."""
    ### BEGIN SOLUTION
    history = {"loss": []}
    if validation is not None:
        history["val_loss"] = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        total = 0.0
        for start in range(0, len(X), B):
            rows = order[start : start + B]
            total += len(rows) * model.train_on_batch(X[rows], y[rows])
        history["loss"].append(total / len(X))
        if validation is not None:
            history["val_loss"].append(model.evaluate(validation[0], validation[1]))
    return history
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "fit_history_loop", "schema_version": 3, "task": false}
check(fit_history, exercise="fit_history", part="loop")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "fit_history_validation", "schema_version": 3, "task": false}
check(fit_history, exercise="fit_history", part="validation")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "fit_history_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: epochs and B that are not given, batches of one row and of all, and your inputs afterwards.
### BEGIN HIDDEN TESTS
check(fit_history, exercise="fit_history", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. Weights for rare classes · 2 points

One class has 90 examples, the other 10. Give each class a weight, so that both count equally in the loss: `w[c] = n / (k * count of c)`, where `n` is the number of examples and `k` the number of classes.

By hand: `y = [0, 0, 0, 1]` and `k = 2`. Class 0 gets `4 / (2 * 3) = 2/3` and class 1 gets `4 / (2 * 1) = 2`. Together, the three examples of class 0 weigh 2, and so does the one of class 1.

`y` holds `n` labels, whole numbers from 0 to `k - 1`. Return an array with `k` weights. A class without any example gets 0.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "class_weights_balanced", "schema_version": 3, "task": false}
def class_weights_balanced(y, k):
    """One weight per class, n / (k * count), shape (k,)."""
    ### BEGIN SOLUTION
    w = np.zeros(k)
    for c in range(k):
        count = np.sum(y == c)
        if count > 0:
            w[c] = len(y) / (k * count)
    return w
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "class_weights_balanced_value", "schema_version": 3, "task": false}
check(class_weights_balanced, exercise="class_weights_balanced", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "class_weights_balanced_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: classes without an example, and your inputs afterwards.
### BEGIN HIDDEN TESTS
check(class_weights_balanced, exercise="class_weights_balanced", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. The weighted loss · 4 points

Each example has a loss, a class, and a weight of its own. Its class has a weight, too. The two weights of an example are multiplied, and with their product its loss enters the mean. Divide by the number of examples, as Keras does, and *not* by the sum of the weights.

By hand: the losses are 1 and 2, of classes 0 and 1. The classes weigh 1 and 3, the examples 1 and 0.5. So the loss is `(1 * 1 * 1 + 3 * 0.5 * 2) / 2 = 2.0`.

`losses`, `y` and `sample_w` have `n` entries, `class_w` has one per class. Return one number.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "weighted_loss", "schema_version": 3, "task": false}
def weighted_loss(losses, y, class_w, sample_w):
    """The mean of the losses, each times the weight of its class and its own."""
    ### BEGIN SOLUTION
    total = 0.0
    for i in range(len(losses)):
        total += class_w[y[i]] * sample_w[i] * losses[i]
    return total / len(losses)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "weighted_loss_value", "schema_version": 3, "task": false}
check(weighted_loss, exercise="weighted_loss", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "weighted_loss_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: weights that are all 1, weights of 0, one example, and your inputs afterwards.
### BEGIN HIDDEN TESTS
check(weighted_loss, exercise="weighted_loss", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. What the probabilities say · 2 points

`predict` returns probabilities. Return labels. With several columns, the label is the place of the largest probability in the row. With *one* column, as a sigmoid makes it, the probability is that of class 1, and the label is 1 where it is larger than 1/2.

By hand: `[[0.2, 0.5, 0.3]]` says 1. `[[0.3], [0.9]]` says `[0, 1]`. In a tie the lower label wins: `[[0.4, 0.4, 0.2]]` says 0, and so does `[[0.5]]`.

`proba` is `(n, k)`, `(n, 1)` or `(n,)`. The result always has the shape `(n,)` and holds whole numbers.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "predict_classes", "schema_version": 3, "task": false}
def predict_classes(proba):
    """The label of each row, shape (n,)."""
    ### BEGIN SOLUTION
    if proba.ndim == 1 or proba.shape[1] == 1:
        return (proba.reshape(-1) > 0.5).astype(int)
    return proba.argmax(axis=1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "predict_classes_value", "schema_version": 3, "task": false}
check(predict_classes, exercise="predict_classes", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "predict_classes_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: ties, vectors, two columns, one example, and your input afterwards.
### BEGIN HIDDEN TESTS
check(predict_classes, exercise="predict_classes", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. Cut into folds · 3 points

One validation set may be lucky. So shuffle the row numbers from 0 to `n - 1`, cut them into `k` folds, and hold each fold out once. Return a list of `k` pairs `(train, validation)` of index arrays: the validation rows are one fold, and the training rows are all the others.

By hand: `n = 5` and `k = 2`. The shuffled rows may be `3, 0, 4, 1, 2`, and the folds `[3, 0, 4]` and `[1, 2]`. The pairs are `([1, 2], [3, 0, 4])` and `([3, 0, 4], [1, 2])`.

Where `k` does not divide `n`, the sizes of two folds differ by one row at most. Within `train` and `validation`, any order is right. scikit-learn's `KFold` does the same and may not be used here.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "kfold_indices", "schema_version": 3, "task": false}
def kfold_indices(n, k, rng):
    """k pairs (train, validation) of row numbers."""
    ### BEGIN SOLUTION
    order = rng.permutation(n)
    pairs = []
    for i in range(k):
        validation = order[i::k]
        train = np.setdiff1d(order, validation)
        pairs.append((train, validation))
    return pairs
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "kfold_indices_folds", "schema_version": 3, "task": false}
check(kfold_indices, exercise="kfold_indices", part="folds")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "kfold_indices_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: as many folds as rows, two folds, many folds.
### BEGIN HIDDEN TESTS
check(kfold_indices, exercise="kfold_indices", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 6. Search at random · 4 points

Draw `n_iter` settings with `sample(rng)`, and rate each of them once with `score(setting)`. Higher is better. Return three things: the best setting, its score, and the list of all trials, pairs `(setting, score)` in the order in which you drew them.

By hand: three settings "a", "b" and "c" score 0.5, 0.75 and 0.25. You return `("b", 0.75, [("a", 0.5), ("b", 0.75), ("c", 0.25)])`.

A score may be an hour of training, so ask for it once per setting. Of equal scores the first wins. And a training may run away: its score is then `nan`, and it never wins. (At least one score is a number.) Before you write the comparison, find out by hand what `nan > 1`, `1 > nan` and `max(nan, 1)` are in Python.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "random_search", "schema_version": 3, "task": false}
def random_search(sample, score, n_iter, rng):
    """(best, best_score, trials) of n_iter settings drawn at random."""
    ### BEGIN SOLUTION
    best = None
    best_score = -np.inf
    trials = []
    for _ in range(n_iter):
        setting = sample(rng)
        found = score(setting)
        trials.append((setting, found))
        if found > best_score:
            best, best_score = setting, found
    return best, best_score, trials
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "random_search_best", "schema_version": 3, "task": false}
check(random_search, exercise="random_search", part="best")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "random_search_robustness", "schema_version": 3, "task": false}
# Hidden, 2 points: scores below 0, equal scores, scores that are nan, one setting.
### BEGIN HIDDEN TESTS
check(random_search, exercise="random_search", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 11_sequential` counts all your points, the hidden ones too.
3. `nnlib keep 11_sequential` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 11_sequential`, or whatever your course asks for.
5. Go on with [chapter 12](../../chapters/12_digits.ipynb).
"""
