# %% [markdown]
r"""
# 11 · The Sequential API: eight lines, and what they hide

You have written a network by hand: layers, losses, gradients, batches, steps. A library does all of this in eight lines. They are quick to type, and quick to get wrong without any error message. Can you say, for each of the lines, which of your own functions it calls? And when a library offers you ten settings to choose from, how do you choose without fooling yourself?

**You need:** the training loop (chapter 8), losses (chapter 5), validation and early stopping (chapter 10). **You will have:** Sequential, line for line; weights for rare classes; honest searches. **Time:** about an hour and a half.

<div class="alert alert-info" style="color: #0b3b42">

**Three words first.** An **API** is the set of names by which a program offers its work to others, such as `fit`. A **callback** is an object that `fit` calls between two epochs. A **hyperparameter** is a number that you choose before training and that no gradient changes: the rate, the width, the number of epochs. (A schedule, chapter 9, changes the rate on the way. It is still chosen beforehand.)

</div>
"""

# %%
import time
import warnings

import numpy as np
from scipy.stats import loguniform
from sklearn.datasets import load_diabetes
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import nnlib
from nnlib import keras, plots
from nnlib.keep import owner, yours

# %% [markdown]
r"""
## Before you look

A training is stopped by `EarlyStopping(patience=10)`, because the validation loss has not become smaller for ten epochs. Whose weights does the model hold now?

- **A** those of the best epoch
- **B** those of the last epoch
- **C** the mean of the last ten
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("After the stop", "ABC", answer="B")

# %% [markdown]
r"""
## See it

### Eight calls under X-ray

The notes build their network with Keras. Here are their calls, with the digits of this book: 64 inputs where they have 784. Click a call. The drawing shows what the network is after it, and below stands the code that runs. Where you have kept a function, it is *yours*.
"""

# %%
plots.api_xray({name: yours(name) for name in plots.ch11.xray.NAMES})

# %% [markdown]
r"""
Three things are easy to see here and hard to see in a manual. `add` and `compile` train nothing. `evaluate` and `predict` run forward and never step. And everything that chapters 4 to 8 taught stands behind one word, `fit`.

### The notes' program, as it stands

nnlib answers to Keras's names, so the notes' code runs with its import changed. Old spellings still work here, and a warning says what is written today.
"""

# %%
X, y = nnlib.load_digits()
X_train, y_train, X_rest, y_rest = nnlib.split(
    X.reshape(-1, 8, 8), y, 797, np.random.default_rng(0)
)
X_valid, y_valid, X_test, y_test = X_rest[:400], y_rest[:400], X_rest[400:], y_rest[400:]

model = keras.models.Sequential(rng=0)
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    model.add(keras.layers.Flatten(input_shape=[8, 8]))
model.add(keras.layers.Dense(300, activation="relu"))
model.add(keras.layers.Dense(100, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
history = model.fit(X_train, y_train, epochs=30, validation_data=(X_valid, y_valid), verbose=0)
print(model.evaluate(X_test, y_test))

# %% [markdown]
r"""
What can you read out of such a model? The weights, layer by layer, with `get_weights`. `layers[0]` is the Flatten layer, so the first hidden layer is `layers[1]`.
"""

# %%
weights, biases = model.layers[1].get_weights()
print(weights.shape, biases.shape, nnlib.count_parameters([784, 300, 100, 10]))

# %% [markdown]
r"""
The 64 *rows* belong to the inputs and the 300 *columns* to the units. (With the notes' pictures of 28 by 28 pixels there would be 784 rows, and 266,610 numbers to learn in all.)

Today the same model is written so, in nnlib and, with `import keras`, in Keras 3:
"""

# %%
today = keras.Sequential([keras.Input(shape=(8, 8)), keras.layers.Flatten()], rng=0)
for width, activation in [(300, "relu"), (100, "relu"), (10, "softmax")]:
    today.add(keras.layers.Dense(width, activation=activation))
rate = keras.optimizers.SGD(learning_rate=0.01)
today.compile(optimizer=rate, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
again = today.fit(X_train, y_train, epochs=5, validation_data=(X_valid, y_valid), verbose=0)
same = again.history["val_loss"] == history.history["val_loss"][:5]
print(same)

# %% [markdown]
r"""
Five epochs are enough to see it: the validation losses are equal to the last bit, because both models were given the same seed. Only the spelling has changed.

### The pixels that nobody scaled

The notes never say how their pixels are scaled. Files hold whole numbers from 0 to 255. The next cell trains 64-32-10 for ten epochs with `"sgd"`, whose rate is 0.01, on pixels up to 1, up to 16, and up to 255. Which one ends highest?

- **A** up to 1
- **B** up to 16
- **C** it makes no difference
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Scaled pixels", "ABC", answer="B")

# %%
scaled = {}
for top in (1, 16, 255):
    for seed in range(3):
        A, a, B, b = nnlib.split(X * top, y, 397, np.random.default_rng(seed))
        net = nnlib.Sequential([nnlib.Dense(32, "relu"), nnlib.Dense(10, "softmax")], rng=seed)
        net.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
        with np.errstate(all="ignore"):
            net.fit(A, a, epochs=10, verbose=0)
            scaled.setdefault(top, []).append(100 * net.evaluate(B, b)[1])
    print(f"up to {top:3}: {np.round(scaled[top], 1)}")

# %% [markdown]
r"""
Up to 1 the network is only slow: with this small rate, ten epochs are too few. Larger pixels make larger gradients, so up to 16 the same rate goes further. Up to 255 each step moves the weights much too far, and the network ends near guessing (three seeds, about 9 in 100). There was no error message. Scale and rate belong together (chapter 9): divide pixels by 255, and then choose the rate.

### Stopped in time, but with which weights?

64-64-10 learns from 300 digits, with Adam at 0.01 and a patience of 10. 500 other digits are for validation.
"""

# %%
stops = [plots.stopping_data(seed) for seed in range(4)]
plots.STOPPING.show_data(stops[0])
for stop in stops:
    a, b = stop.last, stop.restored
    print(f"val_loss {a['val_loss']:.3f} -> {b['val_loss']:.3f}", end="   ")
    print(f"new digits {100 * a['accuracy']:.1f} % -> {100 * b['accuracy']:.1f} %")

# %% [markdown]
r"""
On the left of each arrow the last weights, on the right the best ones. The model keeps the *last*. They are worse on the validation rows, always, because that is what "best epoch" means. `restore_best_weights=True` goes back.

Now look at the right half, at 997 digits that nobody chose an epoch by. Over four seeds there is hardly a difference, and it goes in both directions. So going back is free and right, and here it is no great gain. Where the validation loss climbs steeply after its minimum, it is one.

### Which loss goes with which head?

Labels or one-hot rows, softmax or sigmoid: four habits get mixed up here.

| you want | outputs | last layer | y | loss |
|---|---|---|---|---|
| one class of $k$ | $k$ | softmax | labels $(n,)$ | `sparse_categorical_crossentropy` |
| the same | $k$ | softmax | one-hot rows $(n,k)$ | `categorical_crossentropy` |
| yes or no | 1 | sigmoid | 0 or 1 | `binary_crossentropy` |
| several labels at once | one per label | sigmoid | rows of 0 and 1 | `binary_crossentropy` |
| numbers | one per dimension | none | numbers | `mse`, or `mae` and `huber` where there are outliers |

A pair is refused where it does not fit. Keras sometimes guesses, and a wrong guess trains without any message.
"""

# %%
one_hot = nnlib.one_hot(y, 10)
heads = {}
for loss, answers in [
    ("sparse_categorical_crossentropy", y),
    ("categorical_crossentropy", one_hot),
]:
    head = nnlib.Sequential([nnlib.Input((64,)), nnlib.Dense(10, "softmax")], rng=0)
    head.compile("sgd", loss)
    heads[loss] = head.fit(X, answers, epochs=3, verbose=0).history["loss"]
    print(np.round(heads[loss], 4))

# %% [markdown]
r"""
The same three numbers, up to rounding: it is the same loss, and only the way to write `y` differs. In regression, the last layer has one output for each number that you want. A place on a map needs two, `Dense(2)`.

### The table of usual sizes

The notes have a table of what is usual in a network for regression. Usual is where a search begins, and nothing more:

| | usual | a word on it |
|---|---|---|
| inputs | one per feature | the notes' example here is MNIST, which is not a regression |
| hidden layers | 1 to 5 | try 0 too: it is the baseline |
| units in each | 10 to 100 | for 300 examples 100 may be many |
| hidden activation | ReLU, or SELU | see below |
| outputs | one per dimension | |
| last activation | none; softplus where only positive answers make sense, sigmoid or tanh for a range | a plain ReLU there may get stuck at 0 |
| loss | mean squared error; MAE or Huber where there are outliers | |

**SELU** is a function whose two constants are chosen so that, layer after layer, outputs stay near mean 0 and variance 1 (Klambauer and others, 2017). It wants first weights of variance $1/n$. Twenty layers of 100 units, and the spread of what comes out:
"""

# %%
spreads = {}
for name, activation, gain in [
    ("selu", nnlib.selu, 1),
    ("relu", nnlib.relu, 2),
    ("tanh", nnlib.tanh, 1),
]:
    rng = np.random.default_rng(0)
    A = rng.normal(size=(500, 100))
    for _ in range(20):
        A = activation(A @ rng.normal(0, np.sqrt(gain / 100), (100, 100)))
    spreads[name] = A.mean(), A.std()
    print(f"{name}: mean {spreads[name][0]:5.2f}, spread {spreads[name][1]:.2f}")

# %% [markdown]
r"""
### A class that is rare

One neuron, 400 training points, 5 in 100 of them from class 1. The neuron is right for more than 95 of 100 new points. Is it good? Look at the table beside the plane, at the class that is rare. Then raise its weight to 19.
"""

# %%
plots.rare_class()

# %% [markdown]
r"""
Without a weight it finds 21 of the 100 rare points, and the accuracy does not show it. With the weight 19, as `class_weight="balanced"` would set it, it finds 87. The price is 344 false alarms, and the accuracy falls to 82 %. A class weight does not make a network better. It says which mistakes you would rather have.

### Grid or random?

Two settings, rate and width, and nine trainings that you can afford. A **grid** (`GridSearchCV`) tries three rates with three widths. A **random search** (`RandomizedSearchCV`) draws nine pairs. Which one finds the better network, on average over 300 searches?

- **A** the grid: it leaves no gap
- **B** the random search
- **C** it depends on which settings matter
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Nine trials", "ABC", answer="C")

# %%
large = plots.GRID_OR_RANDOM.data()
plots.GRID_OR_RANDOM.show_data(large)
small = plots.GRID_OR_RANDOM.data(widths=(8, 16, 32, 64))
for data in (large, small):
    print(data["widths"], {way: round(100 * b.mean(), 1) for way, b in data["bests"].items()})

# %% [markdown]
r"""
The picture is that of Bergstra and Bengio (2012), computed anew for digits: 400 to learn from, 200 to rate, five epochs of SGD, one seed for the weights. With widths from 32 to 96, only the rate matters. The grid spends nine trainings on *three* rates, the random search tries *nine*. It wins by two points on average, and by six in the worst tenth of the searches.

With widths from 8 to 64 the width matters as well, and then both are equally good. So the answer is C. Since you seldom know beforehand which settings matter, random is the safer habit. For three settings the grid would already need 27 trainings.

And how is a rate drawn? On a linear scale from 0.0001 to 10, nine of ten draws are above 1. Compare the two in the next figure, and let the budget grow.
"""

# %%
plots.search_budget(yours("random_search"))

# %% [markdown]
r"""
### Folds

One validation set may be lucky. With $k$ **folds**, each row is held out once, and the $k$ scores have a mean and a spread. The price is $k$ trainings for each setting.
"""

# %%
plots.fold_cutter(yours("kfold_indices"))

# %% [markdown]
r"""
## Numbers before letters

Take your pencil.

**Rare.** 100 examples, 90 of class 0 and 10 of class 1. Balanced weights are $100/(2\cdot90)=0.56$ and $100/(2\cdot10)=5$. Each class then weighs 50 in all: $90\cdot0.56$ and $10\cdot5$.

**Both weights.** An example of class 1 (weight 5) has the sample weight 0.5, because its label is doubtful. It counts $5\cdot0.5=2.5$ times.

**Luck.** Five of 100 settings are good. One random trial finds one with probability 0.05. Sixty trials all miss with probability $0.95^{60}=0.046$.

Your turn: how many trials do you need to find one of the best five percent with a probability of at least 0.99?
"""

# %%
trials = next(m for m in range(1, 200) if 1 - 0.95**m >= 0.99)
print(trials)

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
assert np.allclose(nnlib.class_weights_balanced([0] * 90 + [1] * 10, 2), [0.5556, 5], atol=1e-4)
assert round(0.95**60, 3) == 0.046 and trials == 90
assert weights.shape == (64, 300) and biases.shape == (300,)
assert nnlib.count_parameters([784, 300, 100, 10]) == 266_610
assert "keras.Input(shape=...)" in str(said[0].message) and same
assert np.mean(scaled[16]) > 90 > 80 > np.mean(scaled[1]) and np.mean(scaled[255]) < 25
assert all(stop.restored["val_loss"] < stop.last["val_loss"] for stop in stops)
gained = [stop.restored["accuracy"] - stop.last["accuracy"] for stop in stops]
assert min(gained) < 0 < max(gained) and np.abs(gained).max() < 0.02
plain, heavy = plots.IMBALANCE.data(), plots.IMBALANCE.data(weight=19.0)
assert plain.accuracy > 0.95 and plain.confusion[1].tolist() == [79, 21]
assert (
    heavy.confusion[1, 1] == 87
    and heavy.confusion[0, 1] == 344
    and round(100 * heavy.accuracy) == 82
)
gains = {}
for data in (large, small):
    grid, random = (data["bests"][way] for way in data["bests"])
    gains[data["widths"][0]] = [
        100 * (random.mean() - grid.mean()), 100 * (np.quantile(random, 0.1) - np.quantile(grid, 0.1))
    ]  # fmt: skip
assert np.array_equal(np.round(gains[32]), [2, 6]) and abs(gains[8][0]) < 1
assert abs(spreads["selu"][0]) < 0.15 and 0.85 < spreads["selu"][1] < 1.15
assert np.allclose(*heads.values(), rtol=1e-5)

# %% [markdown]
r"""
## The formulas, and why they are true

### How many numbers there are to learn

$$P = \sum_{\ell} (n_{\ell-1} + 1)\, n_\ell \tag{parameters}$$

Each unit of a Dense layer has one weight for each input, and a bias. Flatten has none.
"""

# %% jupyter={"source_hidden": true} tags=["eq:parameters"]
# check: parameters
sizes = [784, 300, 100, 10]
P = sum((n_in + 1) * n_out for n_in, n_out in zip(sizes, sizes[1:]))
assert P == nnlib.count_parameters(sizes) == 235_500 + 30_100 + 1_010

# %% [markdown]
r"""
### Labels and one-hot rows

$$-\log p_{y} = -\sum_{c=1}^{k} Y_{c}\,\log p_{c} \tag{labels}$$

$Y$ is 1 in the place of the label and 0 elsewhere, so only one term of the sum is left. The word *sparse* in the loss's name says that the zeros are not written out. It says nothing about whether classes exclude each other: both forms assume that they do.
"""

# %% jupyter={"source_hidden": true} tags=["eq:labels"]
# check: labels
rng = np.random.default_rng(0)
Q, t = nnlib.softmax(rng.normal(size=(6, 4))), np.array([0, 3, 1, 1, 2, 0])
each = -(nnlib.one_hot(t, 4) * np.log(Q)).sum(axis=1)
assert np.allclose(each, -np.log(Q[np.arange(6), t]))

# %% [markdown]
r"""
### Two outputs or one

$$\operatorname{softmax}(z_0, z_1)_1 = \sigma(z_1 - z_0) \tag{heads}$$

*Why?* Divide $e^{z_1}/(e^{z_0}+e^{z_1})$ above and below by $e^{z_1}$. So for two classes one sigmoid output can say all that two softmax outputs can. For *several labels at once* that is no longer so: softmax always adds up to 1, also where the classes do not exclude each other, and then it is the wrong head.
"""

# %% jupyter={"source_hidden": true} tags=["eq:heads"]
# check: heads
rng = np.random.default_rng(1)
z = rng.normal(0, 3, (50, 2))
assert np.allclose(nnlib.softmax(z)[:, 1], nnlib.sigmoid(z[:, 1] - z[:, 0]))

# %% [markdown]
r"""
### Weights for classes and examples

$$w_c = \frac{n}{k\, n_c} \tag{balanced}$$

$n_c$ is the number of examples of class $c$, and so all examples of a class weigh $n_c w_c = n/k$, for every class the same. In the loss, the weight of an example's class and its own are *multiplied*:

$$J = \frac1n \sum_{i=1}^{n} w_{y_i}\, s_i\, \ell_i \tag{weighted}$$

*Divided by what?* The notes do not say. Keras divides by the number of examples in the batch, and so does nnlib: twice the weights are twice the gradient, as if the rate were doubled. PyTorch's weighted cross entropy divides by the sum of the weights, and then doubling all weights changes nothing.
"""

# %% jupyter={"source_hidden": true} tags=["eq:balanced"]
# check: balanced
t = np.array([0] * 7 + [1] * 2 + [2] * 3)
w = nnlib.class_weights_balanced(t, 3)
assert np.allclose(w, [12 / (3 * count) for count in (7, 2, 3)])
assert np.allclose(np.bincount(t) * w, 12 / 3)

# %% jupyter={"source_hidden": true} tags=["eq:weighted"]
# check: weighted
rng = np.random.default_rng(2)
losses, s, t = rng.uniform(0, 2, 5), np.array([1, 0.5, 2, 0, 1]), np.array([0, 1, 1, 0, 1])
w = np.array([0.7, 3.0])
J = sum(w[t[i]] * s[i] * losses[i] for i in range(5)) / 5
assert np.isclose(J, nnlib.weighted_loss(losses, t, w, s))
assert np.isclose(nnlib.weighted_loss(losses, t, 2 * w, s), 2 * J)

# %% [markdown]
r"""
### Settings at random

A rate is drawn so that each power of ten is as likely as any other. With $u$ uniform between 0 and 1:

$$r = \text{low}\cdot\Bigl(\frac{\text{high}}{\text{low}}\Bigr)^{u} \tag{log-uniform}$$

And $m$ trials find at least one of the best five percent with the probability

$$p = 1 - 0.95^{m} \tag{luck}$$

because all $m$ must miss for the search to fail. The number of settings does not appear in this formula: that is the strength of random search. Its weakness is that the best five percent of a bad space are still bad.
"""

# %% jupyter={"source_hidden": true} tags=["eq:log-uniform"]
# check: log-uniform
rng = np.random.default_rng(3)
r = np.array([nnlib.log_uniform(1e-4, 1e-1, rng) for _ in range(3000)])
shares = [np.mean((low <= r) & (r < 10 * low)) for low in (1e-4, 1e-3, 1e-2)]
assert np.allclose(shares, 1 / 3, atol=0.04)
u = np.random.default_rng(3).random(3000)
assert np.allclose(r, 1e-4 * (1e-1 / 1e-4) ** u)

# %% jupyter={"source_hidden": true} tags=["eq:luck"]
# check: luck
rng = np.random.default_rng(4)
for m in (1, 20, 60):
    hits = (rng.random((20_000, m)) < 0.05).any(axis=1).mean()
    assert abs(hits - (1 - 0.95**m)) < 0.015

# %% [markdown]
r"""
## Write it

Now it is your turn.

**[Exercise 11: six functions, 20 points](../exercises/11_sequential/11_sequential.ipynb)**

You write `fit_history`, the loop behind `fit`; `class_weights_balanced` and `weighted_loss`; `predict_classes`; `kfold_indices`; and `random_search`. In the last one there is something to find out about `nan`.

## Break it: a bug hunt

Three colleagues rate a simple classifier (it takes the nearer of two class means) by five folds. The data are *pure noise*: 40 rows, 1,000 columns, labels from a coin. Nobody can be better than 50 %. Each of them prepares the data in another way. Ann scales all rows first. Bora first picks the 20 columns that differ most between the classes. Chul picks inside each fold, on the training rows. Who fools themselves, and by how much?
"""


# %%
def picked(A, a):
    return np.argsort(-np.abs(A[a == 1].mean(axis=0) - A[a == 0].mean(axis=0)))[:20]


def nearer(A, a, B):
    one, zero = A[a == 1].mean(axis=0), A[a == 0].mean(axis=0)
    return (np.sum((B - one) ** 2, axis=1) < np.sum((B - zero) ** 2, axis=1)).astype(int)


def five_folds(A, a, rng, columns=None):
    found = []
    for train, held in nnlib.kfold_indices(len(a), 5, rng):
        use = columns(A[train], a[train]) if columns else slice(None)
        found.append(np.mean(nearer(A[train][:, use], a[train], A[held][:, use]) == a[held]))
    return np.mean(found)


rated = {"Ann": [], "Bora": [], "Chul": []}
for seed in range(20):
    rng = np.random.default_rng(seed)
    A, a = rng.normal(size=(40, 1000)), rng.permutation(np.arange(40) % 2)
    rated["Ann"].append(five_folds((A - A.mean(axis=0)) / A.std(axis=0), a, rng))
    rated["Bora"].append(five_folds(A[:, picked(A, a)], a, rng))
    rated["Chul"].append(five_folds(A, a, rng, picked))
for name, scores in rated.items():
    print(f"{name:5} {100 * np.mean(scores):3.0f} %, spread {100 * np.std(scores):.0f}")

# %% [markdown]
r"""
<details><summary>Who is guilty?</summary>

**Bora**, and badly: noise seems to be predicted almost without a mistake. The columns were chosen with the labels of *all* rows, so the labels of the held-out rows took part in the choice before they were held out.

**Ann** breaks the same rule, because her means and spreads come from the held-out rows, too. But scaling never looks at labels, and the harm is too small to see here. It is still a leak: where a held-out row is an outlier, it shows. So keep the rule, and do not expect a sign when you break it.

**Chul** is innocent: whatever learns from data, scaling and choosing included, stands inside the fold. In scikit-learn a *pipeline* does this for you.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
assert np.mean(rated["Bora"]) > 0.9
assert abs(np.mean(rated["Ann"]) - 0.5) < 0.1 and abs(np.mean(rated["Chul"]) - 0.5) < 0.1

# %% [markdown]
r"""
## Use it: a search of your own

### The history, from your own loop

`fit_history` trains any model that has `train_on_batch` and `evaluate`. Here it trains a Sequential.
"""

# %%
fit_history = yours("fit_history")
flat = X_train.reshape(-1, 64), X_valid.reshape(-1, 64), X_test.reshape(-1, 64)
own = nnlib.Sequential(
    [nnlib.Input((64,)), nnlib.Dense(32, "relu"), nnlib.Dense(10, "softmax")], rng=0
)
own.compile(nnlib.SGD(0.1), "sparse_categorical_crossentropy")
written = fit_history(own, flat[0], y_train, 5, 32, np.random.default_rng(0), (flat[1], y_valid))
print(owner(fit_history), {key: np.round(values, 2) for key, values in written.items()})
print(f"afterwards: {own.evaluate(flat[0], y_train):.2f}")

# %% [markdown]
r"""
Two of these numbers disagree, and both are right. The last `loss` is a mean over an epoch *during* which the network became better. Measured afterwards, on the same rows, the loss is smaller. For the same reason `val_loss` can be below `loss` in the first epochs.

### The notes' search, as it stands

Now the last program of the notes: a function that builds a model, a wrapper, ten random settings, three folds. Their data have 8 features. Here these are the first eight columns of scikit-learn's diabetes data, 442 patients, scaled with the numbers of the training rows. What the notes leave undefined, `param_distributions`, is filled in.
"""

# %%
D, t = load_diabetes(return_X_y=True)
order = np.random.default_rng(0).permutation(442)
D, t = D[order, :8], t[order]
D = nnlib.standardize(D, *nnlib.standardize_fit(D[:250]))
t = (t - t[:250].mean()) / t[:250].std()


def build_model(n_hidden=1, n_neurons=30, learning_rate=3e-3, input_shape=[8]):  # noqa: B006
    model = keras.models.Sequential(rng=0)
    model.add(keras.layers.InputLayer(input_shape=input_shape))
    for _ in range(n_hidden):
        model.add(keras.layers.Dense(n_neurons, activation="relu"))
    model.add(keras.layers.Dense(1))
    optimizer = keras.optimizers.SGD(lr=learning_rate)
    model.compile(loss="mse", optimizer=optimizer)
    return model


param_distributions = {
    "n_hidden": [0, 1, 2], "n_neurons": np.arange(4, 65), "learning_rate": loguniform(3e-4, 3e-2)
}  # fmt: skip
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    keras_reg = keras.wrappers.scikit_learn.KerasRegressor(build_model)
    rnd_search_cv = RandomizedSearchCV(
        keras_reg, param_distributions, n_iter=10, cv=3, random_state=0
    )
    rnd_search_cv.fit(
        D[:250], t[:250], epochs=100, validation_data=(D[250:340], t[250:340]),
        callbacks=[keras.callbacks.EarlyStopping(patience=10)],
    )  # fmt: skip
print(rnd_search_cv.best_params_)
print(
    f"{rnd_search_cv.best_score_:.2f} in folds, {rnd_search_cv.score(D[340:], t[340:]):.2f} on new"
)

# %% [markdown]
r"""
The scores are $R^2$, the share of the variance that is explained. Three remarks.

The winner has *no hidden layer*. For 250 patients, linear regression is hard to beat. (It is worth having 0 in the list.)

The score on new patients is clearly below the score that won. Part of this is chance in 102 patients, and part is to be expected: the best of ten scores is chosen *because* it is high.

And look where early stopping gets its validation rows: from `validation_data`, the same for every fold, and not from the fold's held-out rows. That is right. If it stopped by the held-out rows, the folds would rate what they helped to choose.

### The same with a pipeline

Today one would put scaling and network into a pipeline, so that both learn from the training folds alone. `nnlib.MLPClassifier` (and `MLPRegressor`) are such networks; in the world of Keras it is the package SciKeras, because the old wrappers were removed. `GridSearchCV` stands beside `RandomizedSearchCV` and differs only in the list that it tries.
"""

# %%
pipeline = make_pipeline(StandardScaler(), nnlib.MLPClassifier((32,), epochs=20, random_state=0))
space = {
    "mlpclassifier__learning_rate": loguniform(1e-3, 1),
    "mlpclassifier__hidden_layer_sizes": [(8,), (16,), (32,), (64,)],
}
grid = {
    "mlpclassifier__learning_rate": [0.01, 0.1],
    "mlpclassifier__hidden_layer_sizes": [(16,), (64,)],
}


def search(n_jobs=1):
    found = RandomizedSearchCV(pipeline, space, n_iter=8, cv=3, random_state=0, n_jobs=n_jobs)
    return found.fit(X[:600], y[:600])


start = time.perf_counter()
alone = search()
print(f"random: {alone.best_score_:.3f}, {time.perf_counter() - start:.1f} s")
by_grid = GridSearchCV(pipeline, grid, cv=3).fit(X[:600], y[:600])
print(f"grid:   {by_grid.best_score_:.3f}")

# %% [markdown]
r"""
### Several processes, several machines

24 trainings do not wait for each other. So one changed line spreads them: `n_jobs=2` over two processes of this machine, or joblib's `dask` over the workers of a cluster, which may stand anywhere. The next cell runs only where you ask for it, with `MANY = True`, because starting the processes takes longer than this small search. The settings that win are the same, whoever does the work.
"""

# %%
MANY = False


def timed(name, search):
    for turn in ("first", "again"):
        start = time.perf_counter()
        found = search()
        print(f"{name}, {turn}: {time.perf_counter() - start:.1f} s", found.best_params_)
    return found


if MANY:
    from dask.distributed import Client, LocalCluster
    from joblib import parallel_config

    two = timed("two processes", lambda: search(n_jobs=2))
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster), parallel_config(backend="dask"):
            spread = timed("dask", lambda: search(n_jobs=None))

# %% [markdown]
r"""
Measured once when this was written, on a busy machine with two cores: 1.3 seconds in one process when everything was warm. With two processes 12.6 seconds the first time, since each has to load the library, and 1.3 the second: nothing gained. On a local Dask cluster 2.4 seconds, after 26 for starting it. So several processes pay when a training takes minutes, and not when it takes a twentieth of a second.

## Errata: find the slip

<!-- notes: 003 [183] -->
**Slip 1.** The notes say of the Flatten layer that `keras.layers.InputLayer` does as well. Try it on images.

<!-- notes: 003 [200] -->
**Slip 2.** The notes use `sparse_categorical_crossentropy` "because the classes are exclusive". What is the reason?

<!-- notes: 003 [165] -->
**Slip 3.** The notes say that the outputs of softmax add up to 1 "if the classes are exclusive". And if they are not?

<!-- notes: 003 [50] -->
**Slip 4.** The notes describe $W$: "its columns correspond to the input neurons and the output neurons." What do rows and columns stand for?

<!-- notes: 003 [263], 003 [273-279] -->
**Slip 5.** A comment in the notes says `GridSearchCV`. Which search does the code below it run? And which of its spellings are gone today?
"""

# %%
try:
    wrong = keras.Sequential(
        [keras.layers.InputLayer(shape=(8, 8)), keras.layers.Dense(10, "softmax")]
    )
    wrong.compile("sgd", "sparse_categorical_crossentropy")
    wrong.fit(X_train, y_train, verbose=0)
except ValueError as error:
    print(error)

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** `InputLayer` declares a shape and leaves it as it is. It flattens nothing. Today both are written with `keras.Input(shape=...)` in front, and Flatten stays.

**Slip 2.** Because `y` holds whole numbers and not one-hot rows. Both losses assume exclusive classes.

**Slip 3.** They add up to 1 always. Whether classes exclude each other decides whether you *should* use softmax.

**Slip 4.** Row $i$ belongs to input $i$, column $j$ to unit $j$.

**Slip 5.** `RandomizedSearchCV`. `SGD(lr=...)` is `learning_rate=` today, and `keras.wrappers.scikit_learn` was removed from Keras.

</details>

## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "`compile` trains a little." | It writes down choices. No weight moves. |
| "`loss` and `evaluate` on the same rows must agree." | `loss` is a mean over the epoch, while the network changed. |
| "EarlyStopping gives the best weights." | Only with `restore_best_weights=True`. |
| "95 % accuracy is good." | With 95 % of one class, saying always the same gives it, too. |
| "Class weights improve the network." | They exchange one kind of mistake for another. |
| "Class weight and sample weight are added." | They are multiplied. |
| "A grid is more thorough." | It tries few values of each setting. It may tie, as here with the widths from 8 to 64. |
| "The best score of the search is what to expect." | It was chosen for being high. Measure once more, on rows that chose nothing. |
| "Scaling before splitting changes everything." | Here it changed nothing that could be seen. Choosing columns before splitting changed 50 % into more than 90. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| hyperparameter | 하이퍼파라미터 | a number that is chosen and not learned |
| layer | 층 | one step of the network |
| to compile | 컴파일하다 | here: to write down loss, optimizer and metrics |
| to fit | 학습시키다 | to train |
| to evaluate | 평가하다 | to measure loss and metrics, forward only |
| metric | 지표 | a number to report, such as the accuracy |
| history | 학습 기록 | the numbers of each epoch |
| callback | 콜백 | what is called between epochs |
| validation data | 검증 데이터 | rows for choosing, never for steps |
| early stopping | 조기 종료 | ending when validation gets no better |
| patience | 참을성 | how many epochs to wait for a better one |
| one-hot row | 원-핫 벡터 | a 1 in the place of the label |
| imbalanced classes | 불균형 클래스 | some are much rarer than others |
| class weight | 클래스 가중치 | how much the examples of a class count |
| sample weight | 샘플 가중치 | how much one example counts |
| fold | 폴드 | a part that is held out once |
| cross-validation | 교차 검증 | every fold is held out in turn |
| grid search | 그리드 탐색 | all combinations of given values |
| random search | 랜덤 탐색 | combinations drawn at random |
| leakage | 데이터 누수 | held-out rows take part in the preparation |
| pipeline | 파이프라인 | preparation and model as one |
| wrapper | 래퍼 | an object that gives another one a new interface |

## Five questions to remember

**1.** Which of the calls `add`, `compile`, `fit`, `evaluate`, `predict` change weights?

<details><summary>Answer</summary>

Only `fit`. (The first weights are drawn once the layers know their shapes.)

</details>

**2.** Your `y` holds one-hot rows. Which loss, and which last layer?

<details><summary>Answer</summary>

`categorical_crossentropy` with a softmax layer, one output for each class.

</details>

**3.** 200 examples, 4 classes, 10 of them in class 2. What is the balanced weight of class 2?

<details><summary>Answer</summary>

$200/(4\cdot10)=5$. Each of its ten examples counts five times.

</details>

**4.** Why does a random search try more rates than a grid with as many trainings?

<details><summary>Answer</summary>

A grid repeats each rate with every value of the other settings. A random search draws a new rate for each training.

</details>

**5.** What must stand inside the folds?

<details><summary>Answer</summary>

Everything that learns from data: scaling, choosing columns, training. Whatever looks at labels matters most.

</details>
"""

# %% [markdown] tags=["recall"]
r"""
### What you predicted

This is what you said before you looked. Where you were wrong: what had you not seen? Say it in one sentence.
"""

# %% jupyter={"source_hidden": true} tags=["recall"]
# what you predicted
plots.look_back("After the stop", "Scaled pixels", "Nine trials")

# %% [markdown]
r"""
## Where this leads

**Back:** the losses and their heads are from chapter 5, the loop inside `fit` from chapter 8. Rates, scaling and momentum are chapter 9, overfitting and early stopping chapter 10.

**On:** in chapter 12 all of this meets one task: digits, from the first look at the data to one last test.

**Next:** [12 · Digits](12_digits.ipynb)
"""
