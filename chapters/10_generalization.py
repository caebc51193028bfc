# %% [markdown]
r"""
# 10 · Generalization: does it know, or remember?

You can make a network's loss on its training rows as small as you like. That is optimization, and chapters 6 to 9 taught it to you. But nobody needs a network for rows whose answers are known already. You want answers for rows that it has never seen, and the training loss does not tell you how good these are.

In this chapter you see both at once: what a model does with points that it was fitted to, and with points that it was not. Then you try what is said to help: a simpler model, a penalty on large weights, dropout and other noise, changed pictures, stopping in time, more data. Each claim is measured, with several seeds, and some of them fail.

**You need:** the training loop and batches (chapter 8), the chain rule through a layer (chapter 7), cross entropy (chapter 5). **You will have:** a split that you can trust, a penalty, dropout with its way back, a stopping rule, and a measured opinion on each. **Time:** about 100 minutes.

<div class="alert alert-info" style="color: #0b3b42">

**Four words first.** The network is fitted to the **training rows**. You make your choices (how many units, when to stop) on the **validation rows**. The **test rows** are looked at once, at the end, when nothing is left to choose. A model **generalizes** if it does about as well on new rows as on those that it was fitted to.

</div>
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import owner, yours
from nnlib.plots.ch10 import lesson as desk

# %% [markdown]
r"""
## Before you look

Eight points lie on a smooth curve, each moved up or down a little by noise. You fit polynomials of degree 1 to 7 to them. Which one is nearest to *new* points from the same curve?

- **A** degree 1, because it is the simplest
- **B** one in the middle
- **C** degree 7, because it goes through all eight points
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Eight points", "ABC", answer="B")

# %% [markdown]
r"""
## See it

### Two red points and a curve that panics

The notes draw two red points, and two curves that pass through both: a calm blue one and a wild black one. Then an orange point arrives between them. Which curve is nearer to it? Nobody can say from the two red points. Here are eight, and you may move them.

Drag a point up and down, and watch the two bars. *Seen* is the typical error (the root of the mean squared error) on the eight points that the curve is fitted to. *New* is that on 24 points which it is never fitted to. Then start again, and make the bar *new* as short as you can.
"""

# %%
plots.wiggle()

# %% [markdown]
r"""
With degree 7 the bar *seen* has no length at all: the curve goes through all eight points. Among the seven degrees without a penalty, it is also the one with the longest bar *new*, 0.48; degree 3 has 0.28. A curve that hits every point has hit the noise as well, and the noise of new points is different. This is called **overfitting**. At degree 1 both bars are long, because a straight line cannot follow the law: that is **underfitting**.

The second handle is a penalty on large coefficients. With degree 7 and $\lambda=0.1$ the bar is at 0.28 too. So it is not the number of coefficients alone that counts, but also how large they may become.

The button shows a third set of points. It counts your looks, because the first look is a test and the tenth is not: if you choose by it, the points have taken part in your choice.

### Capacity against noise against data

The **capacity** of a model is how many different functions it can be; here the degree sets it. Was the long bar of degree 7 bad luck with these eight points? This figure repeats it with 60 drawn sets, and shows the typical (median) errors for each degree. Before you move a slider, guess: what does *more points* do to the best degree, and what does *more noise*?
"""

# %%
plots.capacity()

# %% [markdown]
r"""
<details><summary>What the sliders say</summary>

With 12 points and noise 0.2, degree 3 is best on new points. With 60 points degree 7 is almost as good as degree 5, because a curve cannot bend around each of 60 points. With noise 0, degree 11 is best: there is nothing wrong to learn, so every coefficient helps. Then "simpler is always better" is false.

</details>

### The same with a network

The digits, only 100 of them for training, and 64-64-10 with ReLU. The labels in the next cell are *shuffled*, so that there is nothing to know about them. Guess how many of the 100 the network has right after 300 epochs.
"""

# %%
seen, val, new = desk.parts(seed=0)
rng = np.random.default_rng(0)
nonsense = seen[0], rng.permutation(seen[1])
by_heart = desk.teach(nonsense, val, desk.Recipe(), rng, epochs=300, watch=False)
print(f"training rows right:   {100 * by_heart.train_right[-1]:.0f} %")
print(f"validation rows right: {100 * by_heart.val_right[-1]:.0f} %")

# %% [markdown]
r"""
All of them, and about one in ten of the others, which is guessing. (Zhang and others showed this for large networks in 2017.) So "it reaches 100 percent on its training rows" says nothing at all about what a network knows. Only rows that it was not fitted to can tell.

### Does it help? Guess before you look

Now two experiments with honest labels. On the left, 100 clean pictures, 100 epochs. On the right, 200 pictures, of which 60 get a label drawn at random, 150 epochs. Both use 64-64-10, batches of 20, the rate 0.1, He weights, and three seeds, each with its own split; accuracy is measured on the 1,297 or more pictures that are left. Each row is *one* change. Penalty: $\lambda=0.01$. Dropout: keep half of the hidden units. Noise: normal with deviation 0.3 on the inputs (which lie between 0 and 1), or 0.1 on the weights, drawn anew for each batch. Shifted: each picture moves by at most a pixel. Mirrored: half of them are turned from left to right. No hidden layer: the 64 pixels go straight to the 10 outputs.

How many of the seven changes help by more than one point **on the clean pictures**?

- **A** none of them
- **B** two or three
- **C** five or more
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Remedies on clean pictures", "ABC", answer="A")

# %%
remedies = plots.REMEDIES.data()
plots.REMEDIES.show_data(remedies)

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise.** With clean labels nothing helps by more than a point, and shifting costs about seven. With wrong labels among them, the same changes win between 8 and 13 points, shifting included; only mirroring stays nearly useless. What makes learning by heart harder is called **regularization**. It is no magic: it makes it harder to learn by heart, and that is worth something where learning by heart does harm.

</div>

Read three rows more closely.

**Mirrored pictures** cost about five points on clean digits. The notes list flipping as a way to get more variety. It is one only where the label survives: a mirrored cat is a cat, a mirrored 2 is nothing. Look at the figure below, and decide for each picture whether the label still holds.

**Shifted pictures** keep their label, and still they cost points. These digits are centred and only 8 pixels wide, so new pictures never look shifted, and 100 epochs are too few to learn the harder task: training accuracy is near 90 percent. But if the new pictures *are* shifted by a pixel, the plain network falls from 90 to about 34 percent, and the one that practised shifts has about 68. To change training pictures in this way is called **augmentation**, and it is a claim about the rows that will come.

**No hidden layer**, the simplest model, loses a little on clean pictures and wins much on spoiled ones. "Simpler is always better" is as wrong as "larger is always better".
"""

# %%
plots.CHANGES.show()

# %% [markdown]
r"""
### Noise on purpose

Dropout sets some of the hidden activations to 0 in training, drawn anew for each example and each step. Each example thus trains its own *thinned* network. What is kept is divided by the share `keep`, so that on average as much arrives as without dropout. In use, nothing is dropped. Move `keep`, and watch the mean.
"""

# %%
plots.thinned_networks(yours("dropout_forward"))

# %% [markdown]
r"""
It takes four lines. This is the whole idea, without its function around it:
"""

# %%
rng = np.random.default_rng(3)
A, keep = np.array([[3.0, 4.0, 5.0]]), 0.5
mask = (rng.random(A.shape) < keep) / keep
print(mask, A * mask)

# %% [markdown]
r"""
Dropout is one kind of noise among others. The notes also mention noise on the data and on the weights, and the experiment above has both. On the inputs it did as well as dropout on the spoiled pictures. That is no accident: small noise on the inputs acts like a penalty on how steeply the output changes with them (Bishop, 1995).

### Stop in time

The right-hand experiment again, without any remedy, epoch by epoch. At first both losses fall. Then the network begins to learn the wrong labels by heart, and the validation loss turns round. A stopping rule waits `patience` epochs for an improvement, and then gives up. Which weights should it keep: those of the epoch where it stops, or those of the best one?
"""

# %%
taught, _ = plots.ch10.remedies.lesson(desk.Recipe(), seed=0, wrong=True, epochs=150)
new_rows = desk.parts(0, 200)[2]
plots.stop_in_time(taught, new_rows, yours("early_stopping"))

# %% [markdown]
r"""
With patience 10 and this seed, the weights of the best epoch have 81.8 percent of the new pictures right, those of the epoch where it stops 79.8, and those after 150 epochs 70.6. Patience has a price, and you get it back by keeping the best weights.

### More data

What helps most? Take the network without any remedy and give it more clean pictures.
"""

# %%
means = []
for n in (50, 100, 200, 400):
    found = []
    for seed in range(3):
        seen, val, new = desk.parts(seed, n)
        rng = np.random.default_rng(seed)
        taught = desk.teach(seen, val, desk.Recipe(), rng, epochs=4000 // n, watch=False)
        found.append(100 * desk.measured(taught.params, *new)[1])
    print(f"{n:3} pictures: {np.mean(found):.1f} % ({min(found):.1f} to {max(found):.1f})")
    means.append(np.mean(found))

# %% [markdown]
r"""
Each line makes about the same number of updates. Each doubling helps, and each helps less than the one before. No remedy on clean pictures came near that. "Enough data" has no fixed number: it depends on the noise, on the capacity and on how alike the rows are. So draw this curve for your own problem, and see whether it still rises.

<details><summary>If you want more: when larger is better again (double descent)</summary>

One hidden layer of random ReLU units that are never trained; only the output weights are fitted, and where many fit exactly, the shortest are taken. 20 points with 5 inputs and noise 0.2, 20 seeds. Near 20 units, as many as points, the fit just succeeds, with enormous weights, and the error on new points has a peak. Far beyond it falls again, below the best of the small networks: 2,000 units and 20 points. (Belkin and others, 2019.) So the U-shaped curve of the first figure is not the whole story: among all weights that fit, small ones are preferred here, and that preference is what counts.

</details>
"""

# %%
double = plots.DOUBLE_DESCENT.data()
plots.DOUBLE_DESCENT.show_data(double)

# %% [markdown]
r"""
## Numbers before letters

Take your pencil.

**A penalty.** The weights 1, 2, 0, 2 have the squares 1, 4, 0, 4. With $\lambda=0.1$ the penalty is $0.05\cdot9=0.45$, and its slope for the weight 2 is $0.1\cdot2=0.2$. One step with the rate 0.5 takes away 0.1: five percent of the weight. Of the weight 1 it takes five percent, too.

**Dropout.** An activation of 6 and keep = 0.75: it becomes 8 in three cases of four, and 0 in one. The mean is $0.75\cdot8+0.25\cdot0=6$.

**Stopping.** Validation losses 5, 4, 4.5, 4.2, 3 and patience 2: epoch 1 is the best so far. Epochs 2 and 3 are no better, so training stops after epoch 3, with the weights of epoch 1. The 3 is never seen.

**How sure is a score?** 90 percent of 400 test pictures are right. Chance alone moves this number by about $\sqrt{0.9\cdot0.1/400}=0.015$, one and a half points. So a gain of half a point on 400 pictures is no gain that you could see.

Your turn: how many test pictures do you need for a quarter of this scatter?
"""

# %%
print(np.sqrt(0.9 * 0.1 / 400), np.sqrt(0.9 * 0.1 / 6400))

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
value, (dW,) = nnlib.l2_penalty([[[1, 2], [0, 2]]], 0.1)
assert np.isclose(value, 0.45) and np.isclose(dW[0, 1], 0.2) and np.isclose(0.5 * 0.2 / 2, 0.05)
assert np.isclose(0.75 * 6 / 0.75 + 0.25 * 0, 6)
assert nnlib.early_stopping([5, 4, 4.5, 4.2, 3], 2) == (3, 1)
assert np.isclose(np.sqrt(0.9 * 0.1 / 6400) * 4, np.sqrt(0.9 * 0.1 / 400))
assert by_heart.train_right[-1] == 1 and by_heart.val_right[-1] < 0.2
by_degree = [plots.WIGGLE.data(degree) for degree in range(1, 8)]
assert by_degree[6][5] < 1e-9 and np.argmax([d[6] for d in by_degree]) == 6
assert [round(by_degree[k][6], 2) for k in (2, 6)] == [0.28, 0.48]
assert round(plots.WIGGLE.data(7, 5)[6], 2) == 0.28
clean = {k: 100 * v.mean() for k, v in remedies["clean"].items()}
wrong = {k: 100 * v.mean() for k, v in remedies["spoiled"].items()}
gains = {k: clean[k] - clean["nothing"] for k in clean}
assert max(gains.values()) < 1 and -9 < gains["shifted pictures"] < -5
assert -6.5 < gains["mirrored pictures"] < -3.5 and -3 < gains["no hidden layer"] < 0
helped = {
    k: wrong[k] - wrong["nothing"] for k in wrong if k not in ("nothing", "mirrored pictures")
}
assert 7.5 < min(helped.values()) and max(helped.values()) < 13.5
assert wrong["mirrored pictures"] - wrong["nothing"] < 3
more = np.diff(means)
assert (more > 0).all() and more[0] > more[1] > more[2] and means[-1] > means[0] + 8
mid = np.median(double.new, axis=0)
assert mid[-1] < mid[double.widths < 20].min() < mid.max() / 2

# %% [markdown]
r"""
## The formulas, and why they are true

### A penalty shrinks

The cost gets a second term, for the entries of all weight matrices, without the biases:

$$J(W) = L(W) + \frac{\lambda}{2}\sum_k w_k^2 \tag{l2}$$

The half is there for the derivative, which is $\lambda w_k$. Put it into one step of descent with the rate $\eta$:

$$w_k - \eta\left(\frac{\partial L}{\partial w_k} + \lambda w_k\right) = (1-\eta\lambda)\,w_k - \eta\frac{\partial L}{\partial w_k} \tag{decay}$$

So in each step every weight first shrinks by the same share, and then learns. That is why the penalty is also called **weight decay**. (With Adam the two are not the same, because Adam divides the gradient of the penalty too.) A bias only shifts a unit and bends nothing, so it does not pay.
"""

# %% jupyter={"source_hidden": true} tags=["eq:l2"]
# check: l2
rng = np.random.default_rng(1)
W, b, lam = rng.normal(size=(3, 2)), rng.normal(size=2), 0.3
value, grads = nnlib.l2_penalty([W, b], lam)
assert np.isclose(value, lam / 2 * sum(w**2 for w in W.ravel()))
slope = nnlib.numerical_gradient(lambda W: nnlib.l2_penalty([W, b], lam)[0], W)
assert np.allclose(grads[0], slope) and not grads[1].any()

# %% jupyter={"source_hidden": true} tags=["eq:decay"]
# check: decay
dL, eta = rng.normal(size=(3, 2)), 0.1
step = nnlib.gd_step(W, dL + nnlib.l2_penalty([W], lam)[1][0], eta)
assert np.allclose(step, (1 - eta * lam) * W - eta * dL)

# %% [markdown]
r"""
### A penalty is an opinion

Suppose that before seeing any data you hold small weights for likely and large ones for unlikely, as in the bell curve with the deviation $s$. A weight then costs, in the sense of chapter 5 (minus the logarithm of its probability),

$$-\ln p(w) = \frac{w^2}{2s^2} + \ln\left(s\sqrt{2\pi}\right) \tag{prior}$$

The second part does not depend on $w$. So the penalty says: "I expect weights of the size $s$", with $\lambda=1/s^2$ for a sum over the examples, and $\lambda=1/(ns^2)$ where the loss is their mean. With more examples the same opinion weighs less, as it should.
"""

# %% jupyter={"source_hidden": true} tags=["eq:prior"]
# check: prior
s, w = 0.7, np.linspace(-2, 2, 9)
density = np.exp(-(w**2) / (2 * s**2)) / (s * np.sqrt(2 * np.pi))
assert np.allclose(-np.log(density), w**2 / (2 * s**2) + np.log(s * np.sqrt(2 * np.pi)))
assert np.isclose(w[0] ** 2 / (2 * s**2), nnlib.l2_penalty([[[w[0]]]], 1 / s**2)[0])

# %% [markdown]
r"""
### Dropout keeps the mean

Let $m$ be 1 with probability $q$ (the share that is kept) and 0 otherwise. Then

$$\operatorname{E}\left[\frac{m}{q}\,a\right] = q\cdot\frac{a}{q} + (1-q)\cdot 0 = a \tag{dropout}$$

This is *inverted* dropout: the factor stands in training, so a network in use needs no change. (Srivastava and others, 2014, had it the other way round: they multiplied the weights by $q$ in use.) On the way back the same factor arrives, with the *same* mask:

$$\frac{\partial L}{\partial a} = \frac{m}{q}\cdot\frac{\partial L}{\partial \tilde a}, \qquad \tilde a = \frac{m}{q}\,a \tag{dropout-backward}$$
"""

# %% jupyter={"source_hidden": true} tags=["eq:dropout"]
# check: dropout
rng = np.random.default_rng(2)
a, q = np.array([[2.0, -1.0, 0.5]]), 0.8
many, masks = nnlib.dropout_forward(np.repeat(a, 40_000, axis=0), q, rng, training=True)
assert np.allclose(q * (a / q) + (1 - q) * 0, a)
assert np.allclose(many.mean(axis=0), a[0], atol=0.03)
assert set(np.round(masks.ravel() * q, 9)) == {0.0, 1.0}

# %% jupyter={"source_hidden": true} tags=["eq:dropout-backward"]
# check: dropout-backward
m = np.array([[1.0, 0.0, 1.0]])
dout = np.array([[3.0, 4.0, 5.0]])
measured_slope = nnlib.numerical_vjp(lambda a: m / q * a, a, dout)
assert np.allclose(measured_slope, m / q * dout)
assert np.allclose(nnlib.dropout_backward(dout, m / q), measured_slope)

# %% [markdown]
r"""
### How far a score can be off

If a model is right with probability $p$ on each of $n$ independent test rows, then its score scatters around $p$ with the standard deviation

$$\sqrt{\frac{p(1-p)}{n}} \tag{score}$$

This holds for *one* look. If you take the best of twenty models by the same rows, you also take the luckiest, and its score is too high. That is why the test set is for the end.
"""

# %% jupyter={"source_hidden": true} tags=["eq:score"]
# check: score
rng = np.random.default_rng(3)
p, n = 0.9, 400
scores = (rng.random((5000, n)) < p).mean(axis=1)
assert np.isclose(scores.std(), np.sqrt(p * (1 - p) / n), rtol=0.05)
assert scores[:20].max() > p + 0.01

# %% [markdown]
r"""
### No free lunch

Is there one method that is best for everything? Take all possible worlds: every way to label the $u$ inputs that a model has not seen with 0 and 1. If all of them count the same, then *any* guesses $g$ are right in one half, on average:

$$\frac{1}{2^u}\sum_{\text{all } y}\ \frac1u\sum_{i=1}^{u}[g_i = y_i] = \frac12 \tag{no-free-lunch}$$

(The brackets are 1 where what stands in them is true, else 0.) For each input, half of the worlds say 0 and half say 1. So whatever helps in one world harms in another (Wolpert, 1996). Methods differ because *our* world is not all worlds: pictures that look alike mostly mean the same. Choosing a model is choosing such an assumption.
"""

# %% jupyter={"source_hidden": true} tags=["eq:no-free-lunch"]
# check: no-free-lunch
from itertools import product

for g in ((0, 0, 0, 0), (1, 0, 1, 1)):
    shares = [np.mean([a == b for a, b in zip(g, world)]) for world in product((0, 1), repeat=4)]
    assert len(shares) == 2**4 and np.isclose(sum(shares) / 2**4, 0.5)

# %% [markdown]
r"""
## Write it

Now it is your turn.

**[Exercise 10: seven functions, 22 points](../exercises/10_generalization/10_generalization.ipynb)**

You write `split_indices`, `l2_penalty`, `dropout_forward` with `dropout_backward`, `augment_shift`, `early_stopping` and `overfit_report`.

## Break it: a bug hunt

Three colleagues measure how well a simple model does on digits: it answers with the label of the nearest training picture. Each of them reports a score on "new" pictures. As it stands, nobody looks guilty. Two of them are. Give them labels that mean nothing (there is a line for it), and see who still finds something to be proud of.
"""


# %%
def nearest(X, y, X_new):
    distances = ((X_new[:, None] - X[None]) ** 2).sum(axis=2)
    return y[distances.argmin(axis=1)]


def score_dana(X, y, rng):
    copies = X + 0.05 * rng.normal(size=X.shape)
    X, y = np.concatenate([X, copies]), np.concatenate([y, y])
    train, new = nnlib.split_indices(len(y), [0.8, 0.2], rng)
    return (nearest(X[train], y[train], X[new]) == y[new]).mean()


def score_eun(X, y, rng):
    train, new = nnlib.split_indices(len(y), [0.8, 0.2], rng)
    scores = []
    for _ in range(40):
        pixels = rng.choice(64, 20, replace=False)
        guesses = nearest(X[train][:, pixels], y[train], X[new][:, pixels])
        scores.append((guesses == y[new]).mean())
    return max(scores)


def score_finn(X, y, rng):
    train, new = nnlib.split_indices(len(y), [0.8, 0.2], rng)
    copies = X[train] + 0.05 * rng.normal(size=X[train].shape)
    X_train, y_train = np.concatenate([X[train], copies]), np.concatenate([y[train], y[train]])
    return (nearest(X_train, y_train, X[new]) == y[new]).mean()


SUSPECTS = {"Dana": score_dana, "Eun": score_eun, "Finn": score_finn}

# %%
X, y = nnlib.load_digits()
X, y = X[:300], y[:300]
# y = np.random.default_rng(1).permutation(y)  # labels that mean nothing

for name, score in SUSPECTS.items():
    scores = [100 * score(X, y, np.random.default_rng(seed)) for seed in range(4)]
    print(f"{name:5} {np.mean(scores):.0f} %")

# %% [markdown]
r"""
<details><summary>Who is guilty?</summary>

**Dana** copies first and splits afterwards. The copy of a "new" picture often lies among the training pictures, so the answer has been seen. This is called **leakage**. With labels that mean nothing she still has well over half right.

**Eun** tries forty choices of 20 pixels and reports the best score on the new pictures. With labels that mean nothing, her score stays clearly above the ten percent of guessing. Her forty tries needed validation rows of their own.

**Finn** is innocent: he splits first, and changes training pictures only.

The two rules that you take along: split before you do anything else; and a score that helped you choose is no test.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
blank = np.random.default_rng(1).permutation(y)
chance = {
    name: np.mean([score(X, blank, np.random.default_rng(seed)) for seed in range(4)])
    for name, score in SUSPECTS.items()
}
assert chance["Dana"] > 0.55 and chance["Finn"] < 0.14 < chance["Eun"]

# %% [markdown]
r"""
## Train on your own functions

The next cell takes what you kept with `nnlib keep`, and the book's functions where you have kept none, and says whose each is. Then it trains on the 200 pictures with 60 redrawn labels: penalty, dropout and shifted pictures together, and your stopping rule chooses the epoch. Three seeds; "end" are the weights after 100 epochs.
"""

# %%
NAMES = (
    *("l2_penalty", "dropout_forward", "dropout_backward"),
    *("augment_shift", "early_stopping", "overfit_report"),
)
mine = {name: yours(name) for name in NAMES}
for name, function in mine.items():
    print(f"{name:17} {owner(function)}")

tools = desk.Tools(mine["l2_penalty"], mine["dropout_forward"], mine["dropout_backward"])
recipe = desk.Recipe(
    lam=0.003,
    keep=0.8,
    change=lambda X, rng: desk.shifted(X, rng, mine["augment_shift"]),
)
ends = []
for seed in range(3):
    taught, end = plots.ch10.remedies.lesson(recipe, seed, wrong=True, epochs=100, tools=tools)
    stop, best = mine["early_stopping"](np.array(taught.val), 20, 0.0)
    epoch, gap = mine["overfit_report"](np.array(taught.train), np.array(taught.val))
    share = desk.measured(taught.snapshots[best], *desk.parts(seed, 200)[2])[1]
    ends.append((100 * share, 100 * end))
    print(f"seed {seed}: best {ends[-1][0]:.1f} %, end {ends[-1][1]:.1f} %, gap {gap:+.2f}")

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
assert np.mean(ends) > wrong["nothing"] + 5
assert abs(np.diff(np.mean(ends, axis=0))[0]) < 2

# %% [markdown]
r"""
Compare with the 71 percent of the plain network (after 150 epochs). Stopping at the best validation loss wins nothing over the end here, because penalty, dropout and shifts have left little to learn by heart. The gap is negative here: 60 of the training labels are nonsense, so the training loss is *higher* than the validation loss. A gap is a hint about overfitting, not a definition of it; the validation loss itself decides.

## Errata: find the slip

<!-- notes: 004 [77], 004 [95] -->
**Slip 1.** The notes say: if one knew all the data of this world, one could solve every machine-learning problem perfectly; and what fails to generalize fails because not all data were learned. What else can be missing?

<!-- notes: 004 [119] -->
**Slip 2.** The notes describe dropout as "noise forced onto the data". Where does the noise go, and when?

<!-- notes: 004 [27] -->
**Slip 3.** The notes say of the cost: the nearer to 0, the better. On which rows?

<!-- notes: 003 [287-288] -->
**Slip 4.** A slide trains with `EarlyStopping(patience=10)` and says no more. Which weights does Keras keep?

<!-- notes: 004 [127-128] -->
**Slip 5.** From universal approximation the notes conclude: there is no need to think about which model to choose. Which two sentences of this chapter stand against it?

<!-- notes: 000 [63] -->
**Slip 6.** The notes name *flip, crop* as ways to get more variety. What has to be added?
"""

# %%
noisy = np.random.default_rng(0).random(100_000) < 0.1  # one answer in ten is turned round
print(f"right at best: {100 * (1 - noisy.mean()):.0f} %")

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** With noise in the answers, two equal inputs may have different answers, and no model has both right. In the cell above one answer in ten is turned round by chance, so even a model that knows the law has only 90 percent right. A model may be too small for the law, or training may not find it. And the rows that come tomorrow may follow another law. Besides, finding an answer again that is stored is remembering; generalizing is answering where nothing is stored.

**Slip 2.** It goes onto the hidden activations (it may go onto inputs too), in training only, and what is kept is scaled up. Noise on data and on weights exists as well, and is something else.

**Slip 3.** On new rows. On training rows a cost of 0 may mean that noise was learned by heart: see the network with shuffled labels. This is the difference between optimization, which wants the smallest cost on the rows it has, and learning, which wants few errors on rows to come.

**Slip 4.** Those of the last epoch, `patience` epochs past the best. You want `restore_best_weights=True`.

**Slip 5.** That a network *can* represent a function says nothing about what it does between the training rows: the shuffled labels were represented perfectly. And no free lunch: averaged over all worlds no model is better than another, so the choice is where your knowledge goes in. (The notes themselves say, before this, that no model is good absolutely, and that one has to test. That is right.)

**Slip 6.** That the label must survive the change. Mirrored digits cost about five points here.

</details>

## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "100 percent on the training rows: it has learned." | It had 100 percent on labels that mean nothing. |
| "A simpler model is always better." | Without noise the largest degree was best; on clean digits the linear model lost. It is a tendency where data are few and noisy. |
| "More parameters than examples must overfit." | 2,000 units on 20 points did better than 8. How the weights are chosen counts. |
| "Dropout always helps." | On 100 clean digits by nothing that three seeds can show; with wrong labels by more than ten points. |
| "A stronger penalty is a safer one." | With $\lambda=0.1$ the network of this chapter loses about fifteen points on 100 clean digits: it underfits. |
| "Dropout stays on when you predict." | It is off. With it on, the same picture gets another answer each time. |
| "Validation set and test set are the same." | You choose on the first. The second must not have taken part in any choice. |
| "Train until the loss is smallest." | Until the *validation* loss is, and keep those weights. |
| "More variety in the pictures cannot hurt." | Shifts cost seven points on centred digits, and gained more than thirty on shifted ones. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| generalization | 일반화 | doing well on new rows |
| training set | 훈련 세트 | the rows that the network is fitted to |
| validation set | 검증 세트 | the rows on which you choose |
| test set | 테스트 세트 | the rows for one look at the end |
| overfitting | 과대적합 | learning the noise of the training rows |
| underfitting | 과소적합 | too stiff to follow the law |
| capacity | 수용력 | how many different functions a model can be |
| regularization | 규제 | what makes learning by heart harder |
| penalty | 벌점 | a term in the cost for large weights |
| weight decay | 가중치 감쇠 | shrinking all weights by a share per step |
| prior | 사전 분포 | what you expect before seeing data |
| dropout | 드롭아웃 | zeros at random among activations, in training |
| mask | 마스크 | the factors, 0 or 1/keep |
| augmentation | 데이터 증강 | more rows by changes that keep the label |
| early stopping | 조기 종료 | ending at the best validation loss |
| patience | 인내 | how many epochs without improvement are allowed |
| leakage | 데이터 누수 | the test has taken part in training or choosing |
| double descent | 이중 하강 | the error falls again beyond the peak |
| no free lunch | 공짜 점심은 없다 | no method is best in all worlds |

## Five questions to remember

**1.** A network has 100 percent of its training rows right. What do you know?

<details><summary>Answer</summary>

That its capacity is enough to store them. Whether it knows anything about new rows, only rows that it was not fitted to can tell.

</details>

**2.** Why is the penalty of L2 called weight decay?

<details><summary>Answer</summary>

Its gradient is $\lambda w$, so each step of descent first multiplies the weight by $1-\eta\lambda$.

</details>

**3.** Why does dropout divide by `keep`, and what happens in use?

<details><summary>Answer</summary>

So that the mean of what arrives stays the same. In use nothing is dropped and nothing is scaled.

</details>

**4.** Training stops after epoch 60 with patience 10. Which weights do you keep?

<details><summary>Answer</summary>

Those of epoch 50, the best one. The ten epochs after it brought no improvement.

</details>

**5.** You compared thirty settings on the test set and report the best score. What is wrong, and what would have been right?

<details><summary>Answer</summary>

The best of thirty is partly the luckiest, so its score is too high. Compare on validation rows, and look at the test rows once, with the setting that you have chosen.

</details>
"""

# %% [markdown] tags=["recall"]
r"""
### What you predicted

This is what you said before you looked. Where you were wrong: what had you not seen? Say it in one sentence.
"""

# %% jupyter={"source_hidden": true} tags=["recall"]
# what you predicted
plots.look_back("Eight points", "Remedies on clean pictures")

# %% [markdown]
r"""
## Where this leads

**Back:** gradients of a whole network, chapter 7. Batches and the training loop, chapter 8. What a network can represent at all, chapter 4.

**On:** callbacks that stop in time, folds and a search that does not deceive itself, chapter 11. One test, looked at once, for a digit recogniser of your own, chapter 12.

**Next:** [11 · The Sequential API](11_sequential.ipynb)
"""
