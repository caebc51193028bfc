# %% [markdown]
r"""
# 5 · Losses: how wrong is wrong?

Your network has given its answers, and some of them are wrong. How wrong? A **loss** puts one number on it. Training is a search for weights that make this number small, so the loss has a say in what a network learns.

**You need:** the sigmoid, softmax and their slopes (chapter 3), the shapes of a batch (chapter 4). **Time:** about three hours, in two halves: losses for *numbers*, then, the longer half, losses for *probabilities*.

<div class="alert alert-info" style="color: #0b3b42">

**Words.** What the network says is the **prediction**; what it should have said is the **target**. $\ell$ is the **loss** of one example, and $J$, the **cost**, is the mean over all examples; many books do not distinguish the two words. The rules of $\ln$ stand in chapter 0.

</div>
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import owner, yours

# %% [markdown]
r"""
This cell says which of *your* losses the figures use.
"""

# %%
NAMES = (
    "mse", "mse_grad", "mae", "mae_grad", "huber", "huber_grad", "cross_entropy",
    "binary_cross_entropy", "bce_with_logits", "bce_with_logits_grad",
    "softmax_cross_entropy", "softmax_cross_entropy_grad",
)  # fmt: skip
MINE = {name: yours(name) for name in NAMES}
for name, function in MINE.items():
    print(f"{name:27} {owner(function)}")

# %% [markdown]
r"""
## Before you look

A sigmoid neuron gets the input 1. Its target is 0, but it says 0.98: it is wrong, and sure of it. In each step you move the weight and the bias a little against the slope of the loss; the **learning rate** $\eta$ sets how far (chapter 6). You do it once with the **squared error**, the square of prediction minus target, and once with **cross entropy**, a loss of the second half. With which of them does the output come under one half first? (Press Compare at the picture of the stuck neuron.)

- **A** squared error
- **B** both at about the same time
- **C** cross entropy
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Who is first?", "ABC", answer="C")

# %% [markdown]
r"""
## See it

### The stuck neuron

The learning rate $\eta$ is 0.5. From $w=b=2$, where the neuron says 0.98, squared error needs 36 steps until its output is under one half. How many does it need from $w=b=4$, *twice* as far away?

- **A** about 70
- **B** about 180
- **C** about 1,500
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Twice as far", "ABC", answer="C")

# %% [markdown]
r"""
The star marks the first output under one half; the picture shows 300 steps, and the legend counts further. Set $w$ and $b$ to 0.5, where both losses do well, and then to 4. Does a higher learning rate help?
"""

# %%
plots.stuck_neuron(functions=MINE)

# %%
plots.ESCAPES.show(functions=MINE)

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise: squared error leaves the worst neuron stuck.** From $w=b=2$ it needs 36 steps, and cross entropy 5. From $w=b=4$, where the output is 0.9997, it needs 1,507, and cross entropy 9.

</div>

From a large logit $z=w+b$, squared error needs about $\tfrac12e^z$ steps of this rate (1,490 for $z=8$), and cross entropy about $z$. So twice as far away *squares* $e^z$, but only doubles $z$.

<details><summary>Does a higher learning rate help?</summary>

Yes: from $w=b=4$, $\eta=5$ needs 154 steps. But all neurons of a network share one rate.

</details>

Why does squared error fail here? The second half answers this. First, the tasks for which it is a good loss.

## First half: numbers

### Three ways to count an error

You want to predict a number. The **error** is prediction minus target. The **mean squared error**, MSE, counts its square, the **mean absolute error**, MAE, its size. **Huber's loss** counts half the square while the error is small; then it goes on along a straight line.

In the picture on the right, the slope says how strongly an example pulls on the prediction.
"""

# %%
plots.REGRESSION.show(functions=MINE)

# %% [markdown]
r"""
With MSE, an error twice as large pulls twice as hard, without limit. With MAE every error pulls equally hard. (At an error of 0 there is a kink, and this book takes the slope 0.) Huber's slope grows near 0 and then stays level.

### A tug of war

Five measurements: 1, 3, 4, 6 and 26. The last one is an **outlier**. Which *single number* describes all five best? Each bar shows how hard a measurement pulls on the answer 4; bars up pull towards larger answers.
"""

# %%
plots.TUG.show(functions=MINE)

# %% [markdown]
r"""
With MSE, the outlier alone pulls harder than all the others together, and the balance is reached at 8, the **mean**, where no measurement is. With MAE it is two against two at 4, the middle one of the five, the **median**.

Now take a straight line in place of a single number. Ten points lie near a line of slope 0.5, and you pull *one* of them, the cross, from 10 up to 30. What does the line of MAE do?

- **A** it does not move at all
- **B** it follows, a third as far as that of MSE
- **C** it moves just as far as that of MSE
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Line of MAE", "ABC", answer="A")

# %%
plots.outlier_drag()

# %% [markdown]
r"""
Move the cross to 10, 30 and −10. Then set it to 10 again and make `delta` larger. From which `delta` on is Huber's line the same as that of MSE?

<details><summary>What you should have seen</summary>

The line of MSE follows the cross without limit. The line of MAE does not care *how far* up the cross is, only that it is above the line; it could stand a million higher. Huber's line follows until the error of the cross is `delta`, because from there on its slope does not grow any more. With the cross at 10 and `delta` at about 4, *every* error is under `delta`, so Huber's line is that of MSE.

</details>

### A loss is a mean

There are $n$ examples and $k$ outputs for each. $P_{ij}$ is a prediction, $T_{ij}$ its target. Two sums, one inside the other, are a loop in a loop, over all $nk$ numbers.

$$\mathrm{MSE} = \frac1{nk}\sum_{i=1}^{n}\sum_{j=1}^{k}(P_{ij}-T_{ij})^2 \tag{mse}$$

$$\mathrm{MAE} = \frac1{nk}\sum_{i=1}^{n}\sum_{j=1}^{k}|P_{ij}-T_{ij}| \tag{mae}$$

Why a mean and not a sum? A sum grows with the number of examples, so the learning rate would have to change with the size of the batch. Some books leave the division out and write **SSE**, the sum of squared errors; its minimum is at the same place, but its gradient has a different size.

Now write [number 1](../exercises/05_losses/05_losses.ipynb#cell-id=mse) and [number 2](../exercises/05_losses/05_losses.ipynb#cell-id=mae) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:mse"]
# check: mse
rng = np.random.default_rng(0)
P, T = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
total = sum((P[i, j] - T[i, j]) ** 2 for i in range(4) for j in range(3))
assert np.isclose(nnlib.mse(P, T), total / (4 * 3))

# %% jupyter={"source_hidden": true} tags=["eq:mae"]
# check: mae
rng = np.random.default_rng(1)
P, T = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
total = sum(abs(P[i, j] - T[i, j]) for i in range(4) for j in range(3))
assert np.isclose(nnlib.mae(P, T), total / (4 * 3))

# %% [markdown]
r"""
### The best single answer for each loss

If you may give only one answer $m$ for all targets $t_i$, each target adds a slope that is proportional to its error $m-t_i$. MSE is smallest where these slopes cancel (at the lowest point, the slope is 0):

$$\sum_{i=1}^{n}(m-t_i) = 0 \quad\text{exactly when}\quad m = \frac1n\sum_{i=1}^{n}t_i \tag{mean}$$

With MAE every target pulls with the same strength (let all targets be different), so

$$\text{number of targets below } m = \text{number of targets above } m \tag{median}$$

With an even number of targets, every $m$ between the two middle ones will do.
"""

# %% jupyter={"source_hidden": true} tags=["eq:mean"]
# check: mean
t = np.random.default_rng(2).normal(5, 2, 9)
m = sum(t) / 9
assert np.isclose(sum(m - t), 0)
around = [nnlib.mse(np.full(9, m + step), t) for step in (-0.01, 0.0, 0.01)]
assert around[1] < min(around[0], around[2])

# %% jupyter={"source_hidden": true} tags=["eq:median"]
# check: median
t = np.array([1.0, 3.0, 4.0, 6.0, 26.0, 2.0, 9.0])
costs = [nnlib.mae(np.full(7, m), t) for m in t]
m = t[np.argmin(costs)]
assert (t < m).sum() == (t > m).sum() == 3

# %% [markdown]
r"""
### Where the parabola ends

Huber's loss of one error $e$ is half its square while $|e|\le\delta$. Where the line takes over, it must have the height and the slope that the parabola has there:

$$\ell_\delta(e) = \tfrac12 e^2 \;\text{ for } |e|\le\delta, \qquad \ell_\delta(\delta) = \tfrac12\delta^2, \qquad \ell_\delta'(\delta) = \delta \tag{huber}$$

A line is fixed by one point and its slope.
"""

# %%
plots.delta_slider(functions=MINE)


# %% jupyter={"source_hidden": true} tags=["eq:huber"]
# check: huber
def cost(e, delta):
    return nnlib.huber(np.array([e]), np.zeros(1), delta)


for delta in (0.7, 1.5, 3.0):
    for e in (-delta, -0.3 * delta, 0.5 * delta, delta):
        assert np.isclose(cost(e, delta), e**2 / 2)
    for e in (delta - 1e-4, delta + 1e-4, 3 * delta):
        slope = (cost(e + 1e-6, delta) - cost(e - 1e-6, delta)) / 2e-6
        assert abs(slope - delta) < 2e-4

# %% [markdown]
r"""
Now write [number 3](../exercises/05_losses/05_losses.ipynb#cell-id=huber) of the exercise.

### With a pencil: errors

The predictions are $(2, 7, 4, 5)$, the targets $(3, 3, 4, 8)$. The errors are $-1, 4, 0, -3$. The squares add up to 26, so the MSE is $26/4=6.5$. The sizes add up to 8, so the MAE is 2. Huber with $\delta=2$: the small errors cost half their squares, $\tfrac12$ and 0. An error of 2 costs 2, and from there the line rises by 2 for each unit, so the errors 3 and 4 cost 4 and 6. Together $10.5$, so Huber's loss is $10.5/4=2.625$.

Your turn: find MSE and MAE for the predictions $(1, 5)$ and the targets $(2, 2)$.
"""

# %%
P, T = np.array([1.0, 5.0]), np.array([2.0, 2.0])
print(nnlib.mse(P, T), nnlib.mae(P, T))

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
P, T = np.array([2.0, 7.0, 4.0, 5.0]), np.array([3.0, 3.0, 4.0, 8.0])
assert (nnlib.mse(P, T), nnlib.mae(P, T), nnlib.huber(P, T, 2.0)) == (6.5, 2.0, 2.625)
tug = plots.TUG.data()
assert tug.best["mse"] == 8 and tug.best["mae"] == 4 and (8 - tug.targets).sum() == 0
assert tug.pulls["mse"][4] > -tug.pulls["mse"][:4].sum()
escapes = plots.ESCAPES.data()
assert escapes.steps["squared error"][3] == 36 and escapes.steps["cross entropy"][3] == 5
assert (
    40 < 1507 / 36 < 45
    and escapes.steps["squared error"][-1] == 1507
    and escapes.steps["cross entropy"][-1] == 9
)
assert round(nnlib.sigmoid(4.0), 2) == 0.98 and round(nnlib.sigmoid(8.0), 4) == 0.9997
slow = plots.STUCK.data(w=4.0, b=4.0, rate=5.0).escapes
assert slow["squared error"] == 154
assert round(np.exp(8) / 2, -1) == 1490 and abs(1507 / (np.exp(8) / 2) - 1) < 0.02
lines = [plots.OUTLIER.data(height=h).lines for h in (10.0, 30.0, 1e6)]
assert np.allclose(lines[0]["mae"], lines[2]["mae"])
assert np.allclose(lines[0]["mae"], lines[1]["mae"])
assert np.allclose(lines[0]["huber"], lines[1]["huber"])
assert lines[1]["mse"][0] > lines[0]["mse"][0] + 0.5
narrow, wide = (plots.OUTLIER.data(height=10.0, delta=d) for d in (3.7, 4.0))
assert np.isclose(wide.slope("huber"), wide.slope("mse"))
assert narrow.slope("huber") < narrow.slope("mse") - 0.001

# %% [markdown]
r"""
## Second half: probabilities

### Surprise

The other large family of tasks is **classification**. The network says how *probable* it finds something, and then it happens or not. If it gave the probability 1 to what happened, it was not wrong at all; if it gave 1/1000, it should be very surprised. So count the **surprise**: minus the logarithm of the probability that was given to what happened.
"""

# %%
plots.SURPRISE.show()

# %% [markdown]
r"""
Halve the probability, and the surprise grows by 0.69, which is $\ln 2$. At the probability 0 it is infinite. And the surprises of independent events (neither says anything about the other) add, because their probabilities multiply:

$$-\ln(p\,q) = -\ln p - \ln q \tag{surprise-adds}$$

With two outcomes, the network gives $p$ to yes ($y=1$) and $1-p$ to no ($y=0$). One line says both, because a number to the power 0 is 1:

$$\Pr(y) = p^{\,y}\,(1-p)^{1-y} \tag{bernoulli}$$

Its surprise is the **binary cross entropy** (use $\ln(a^k)=k\ln a$ on each factor):

$$\ell = -\bigl[\,y\ln p + (1-y)\ln(1-p)\,\bigr] \tag{bce}$$
"""

# %%
plots.BRANCHES.show(functions=MINE)

# %% jupyter={"source_hidden": true} tags=["eq:surprise-adds"]
# check: surprise-adds
rng = np.random.default_rng(5)
for p, q in rng.uniform(0.01, 1, (20, 2)):
    assert np.isclose(-np.log(p * q), -np.log(p) - np.log(q))

# %% jupyter={"source_hidden": true} tags=["eq:bernoulli"]
# check: bernoulli
for p in (0.2, 0.9):
    assert [p**y * (1 - p) ** (1 - y) for y in (1, 0)] == [p, 1 - p]

# %% jupyter={"source_hidden": true} tags=["eq:bce"]
# check: bce
p, y = np.array([0.2, 0.9, 0.6]), np.array([0.0, 1.0, 0.0])
each = [-(y[i] * np.log(p[i]) + (1 - y[i]) * np.log(1 - p[i])) for i in range(3)]
assert np.isclose(nnlib.binary_cross_entropy(p, y), np.mean(each))
happened = [p[i] if y[i] == 1 else 1 - p[i] for i in range(3)]
assert np.allclose(each, -np.log(happened))

# %% [markdown]
r"""
Now write [number 4](../exercises/05_losses/05_losses.ipynb#cell-id=binary_cross_entropy) of the exercise.

### Confident and wrong

Back to the stuck neuron. It computes a logit $z=wx+b$ and outputs $p=\sigma(z)$, so what moves the weight and the bias is the slope of the loss *with respect to the logit*. On the left you see the loss, on the right this slope. Move $p$ from 0.5 up to 0.99, and watch the slope.
"""

# %%
plots.confident_and_wrong(functions=MINE)

# %% [markdown]
r"""
<details><summary>What you should have seen</summary>

At $p=0.99$ the squared error is almost as large as it can get, 0.98, but its slope is only 0.02, so the worst answers hardly move. With cross entropy the slope grows with the error. Look at the blue line on the right. Is it curved at all?

</details>

The same over the logit itself, from −8 to 8:
"""

# %%
plots.LOGIT_CURVES.show(functions=MINE)

# %% [markdown]
r"""
### Where the sigmoid's slope went

Write $\mathrm d\ell/\mathrm dz$ for how fast $\ell$ changes when $z$ moves. By the chain rule, you multiply the slope with respect to $p$ by the slope of the sigmoid, which is $p(1-p)$ (chapter 3).

$$\frac{\mathrm{d}\ell}{\mathrm{d}z} = \frac{\mathrm{d}\ell}{\mathrm{d}p}\cdot p\,(1-p) \tag{chain}$$

For the squared error of one example, $(p-y)^2$ (the slope of a square $e^2$ is $2e$, and the error moves exactly as $p$ does):

$$\frac{\mathrm{d}\ell}{\mathrm{d}z} = 2\,(p-y)\cdot p\,(1-p) \tag{squared-slope}$$

When the neuron is sure, $p(1-p)$ is near 0, *whether it is right or wrong*.

Now take cross entropy, for $y=1$. The slope of $\ln p$ is $1/p$, so

$$\frac{\mathrm{d}\ell}{\mathrm{d}z} = -\frac1p\cdot p\,(1-p) \tag{cross-slope}$$

The factor $p$ of the sigmoid's slope goes to 0 when the neuron is wrong, and the logarithm's slope $1/p$ takes exactly this factor away. Finish it on paper, do the same for $y=0$, and look for one short formula for both. The straight blue line was its picture.

<details><summary>The short formula, when you have tried</summary>

For $y=1$ the slope is $-(1-p)=p-1$. For $y=0$ it is $p$. Both are $p-y$: prediction minus target, without the slope of the sigmoid.

</details>
"""


# %% jupyter={"source_hidden": true} tags=["eq:chain"]
# check: chain
def cost(p, y):
    return nnlib.binary_cross_entropy(np.array([p]), np.array([y]))


h = 1e-6
for z in (-2.0, 0.3, 4.0):
    for y in (0.0, 1.0):
        p, up, down = nnlib.sigmoid(z), nnlib.sigmoid(z + h), nnlib.sigmoid(z - h)
        along_p = (cost(p + h, y) - cost(p - h, y)) / (2 * h)
        along_z = (cost(up, y) - cost(down, y)) / (2 * h)
        assert np.isclose(along_z, along_p * p * (1 - p), rtol=1e-5)

# %% jupyter={"source_hidden": true} tags=["eq:squared-slope"]
# check: squared-slope
for z in (-6.0, -1.0, 0.5, 6.0):
    for y in (0.0, 1.0):
        p, up, down = nnlib.sigmoid(z), nnlib.sigmoid(z + 1e-5), nnlib.sigmoid(z - 1e-5)
        measured = ((up - y) ** 2 - (down - y) ** 2) / 2e-5
        assert np.isclose(measured, 2 * (p - y) * p * (1 - p), atol=1e-9)

# %% jupyter={"source_hidden": true} tags=["eq:cross-slope"]
# check: cross-slope
for z in (-6.0, -1.0, 0.5, 6.0):
    p = nnlib.sigmoid(z)
    measured = nnlib.central_difference(lambda x: -np.log(nnlib.sigmoid(x)), z)
    assert np.isclose(measured, -1 / p * p * (1 - p), atol=1e-9)

# %% [markdown]
r"""
### Logarithms that survive

At $z=-1000$, the loss for $y=1$ should be 1000. But a computer that computes the sigmoid first gets exactly 0, and the logarithm of 0 is $-\infty$. So start from the logit:

$$-\ln\sigma(z) = -\ln\frac1{1+e^{-z}} = \ln\bigl(1+e^{-z}\bigr) \tag{logit-form}$$

At $z=-1000$ this fails too, because $e^{1000}$ is too large and becomes `inf`. But $1+e^{-z}$ is $e^{-z}(e^{z}+1)$, because $e^{-z}e^{z}=1$, and the logarithm of a product is a sum.

$$\ln\bigl(1+e^{-z}\bigr) = -z+\ln\bigl(1+e^{z}\bigr) \tag{stable}$$

One of the two forms is safe for every $z\ge0$, the other for every $z\le0$. Which is which? (`np.log1p(x)`, the logarithm of $1+x$, keeps the digits that `np.log(1 + x)` loses when $x$ is tiny.) Writing $\ln(p+0.0000001)$ does not help: loss and slope are then wrong exactly where the network is sure and mistaken.

<details><summary>Answer</summary>

The left one for $z\ge0$ and the right one for $z\le0$: the power of $e$ is then at most 1.

</details>

Now write [number 5](../exercises/05_losses/05_losses.ipynb#cell-id=bce_with_logits) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:logit-form"]
# check: logit-form
z = np.linspace(-6, 8, 29)
assert np.allclose(-np.log(nnlib.sigmoid(z)), np.log(1 + np.exp(-z)))
assert np.isclose(nnlib.bce_with_logits(z, np.ones(29)), np.log(1 + np.exp(-z)).mean())

# %% jupyter={"source_hidden": true} tags=["eq:stable"]
# check: stable
z = np.linspace(-30, 30, 61)
assert np.allclose(np.log(1 + np.exp(-z)), -z + np.log(1 + np.exp(z)))
with np.errstate(over="ignore"):
    assert np.isinf(np.log(1 + np.exp(1000.0))) and 1000 + np.log(1 + np.exp(-1000.0)) == 1000
assert nnlib.bce_with_logits(np.array([-1000.0]), np.ones(1)) == 1000

# %% [markdown]
r"""
### One bowl

Here is the cost of one neuron on six examples, over all pairs $w$, $b$. Dark is low; the picture on the right is a cut along the dotted line.
"""

# %%
plots.SURFACES.show()

# %% [markdown]
r"""
Squared error has a high plain that is almost flat, so a neuron that starts there hardly moves. Cross entropy is one single bowl: it is **convex**.

<details><summary>Why it must be one bowl</summary>

For $y=1$ the slope with respect to the logit is $-\sigma(-z)$. When $z$ grows, this *rises*, so the curvature is positive everywhere:

$$\frac{\mathrm{d}^2}{\mathrm{d}z^2}\ln\bigl(1+e^{-z}\bigr) = \sigma(-z)\,\bigl(1-\sigma(-z)\bigr) > 0 \tag{convex}$$

For $y=0$ the curve is the mirror image. With $z=wx+b$, each example makes a sheet that is straight in one direction and curved upward in the other. A mean of such sheets is nowhere curved downward, so there is no second valley that is higher.

</details>

If you can go down no further, you are at the bottom. (If the neuron can get every example right, the bowl has no bottom: with ever larger weights the loss comes ever nearer to 0.) With hidden layers, none of these losses is a single bowl any more, apart from special cases.
"""

# %% jupyter={"source_hidden": true} tags=["eq:convex"]
# check: convex
h = 1e-3
for z in np.linspace(-8, 8, 33):
    costs = [np.log(1 + np.exp(-(z + k * h))) for k in (-1, 0, 1)]
    curved = (costs[0] - 2 * costs[1] + costs[2]) / h**2
    assert curved > 0 and np.isclose(curved, nnlib.sigmoid(-z) * (1 - nnlib.sigmoid(-z)), atol=1e-6)

# %% [markdown]
r"""
### Exactly one of several

A picture shows either a cat, a lion or an iguana. The softmax gives $p_j$ to each class $j$, and the picture shows class $c$. The loss is the surprise again. Written with a **one-hot** row $y$, which is 1 at $c$ and 0 elsewhere:

$$\ell = -\sum_{j} y_j\ln p_j = -\ln p_c \tag{categorical}$$

The other classes still matter, because they are in the denominator of the softmax. How fast does the loss change with each logit? Chapter 3 gave the slope of $p_c$ with respect to $z_j$, $p_c\,(\delta_{cj}-p_j)$, and $\delta_{cj}$ is $y_j$: 1 exactly where $j=c$. So

$$\frac{\partial}{\partial z_j}\bigl(-\ln p_c\bigr) = -\frac1{p_c}\cdot p_c\,(y_j-p_j) \tag{cancellation}$$

One factor cancels. Write down what is left.

<details><summary>What is left</summary>

$p_c-1$ for the right class, and $p_j$ for every other. With the one-hot row $y$ this is $p_j-y_j$ for each class: the same short formula as for the sigmoid.

</details>

Large logits are made safe with the same trick. Since $e^{z_k}=e^m e^{z_k-m}$, you can take $e^m$ out of the sum, for any number $m$:

$$\ln\sum_k e^{z_k} = m+\ln\sum_k e^{z_k-m} \tag{log-sum-exp}$$

Which $m$ keeps every power from being too large, and at least one from being too small?

<details><summary>Answer</summary>

The largest logit: then the largest power is $e^0=1$.

</details>

**Several labels at once** are another case: each is a yes-or-no question of its own, and the losses of the labels of one example add up.

Now write [number 6](../exercises/05_losses/05_losses.ipynb#cell-id=multilabel_bce) and [number 7](../exercises/05_losses/05_losses.ipynb#cell-id=softmax_cross_entropy) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:categorical"]
# check: categorical
Z, c = np.random.default_rng(4).normal(size=(5, 3)), np.array([0, 2, 1, 1, 0])
P, Y = nnlib.softmax(Z), np.eye(3)[c]
sums = [-sum(Y[i, j] * np.log(P[i, j]) for j in range(3)) for i in range(5)]
assert np.allclose(sums, [-np.log(P[i, c[i]]) for i in range(5)])
assert np.isclose(nnlib.softmax_cross_entropy(Z, c), np.mean(sums))

# %% jupyter={"source_hidden": true} tags=["eq:cancellation"]
# check: cancellation
z, c = np.array([[0.3, -1.2, 2.0, 0.5]]), 1
p = nnlib.softmax(z)[0]
for j in range(4):
    step = 1e-5 * np.eye(4)[j]
    up, down = (-np.log(nnlib.softmax(z + sign * step)[0, c]) for sign in (1, -1))
    assert np.isclose((up - down) / 2e-5, -1 / p[c] * p[c] * ((c == j) - p[j]), atol=1e-8)

# %% jupyter={"source_hidden": true} tags=["eq:log-sum-exp"]
# check: log-sum-exp
z = np.array([1.0, -2.0, 0.5])
for m in (-3.0, 0.0, 1.0, 20.0):
    assert np.isclose(np.log(sum(np.exp(z))), m + np.log(sum(np.exp(z - m))))

# %% [markdown]
r"""
### Cross entropy, and what remains

What is the *best* a forecaster can do? Let the truth $p$ be: sun on half of the days, rain on a quarter, snow on a quarter. A forecaster who believes $q$ is surprised, on average, by the **cross entropy**, because outcomes happen as often as $p$ says:

$$H(p, q) = -\sum_j p_j\ln q_j \tag{cross-entropy}$$

(This $H$ is not the step of chapter 1. For $p_j=0$, the term counts as 0.) A guess: you move the belief $q$ all the way to the truth $p$. What remains of the average surprise?

- **A** nothing: if you know the truth, you are never surprised
- **B** something: the weather stays uncertain
- **C** it depends on where the belief came from
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("What remains", "ABC", answer="B")

# %%
plots.cross_entropy_bars(functions=MINE)

# %% [markdown]
r"""
What remains is the **entropy** of the truth, the average surprise if you know it:

$$H(p) = -\sum_j p_j\ln p_j \tag{entropy}$$

What lies on top of it is the **KL divergence**, which is what a wrong belief costs.

In numbers: the weather is $p=(\tfrac12,\tfrac14,\tfrac14)$. If you know it, you are surprised by $\ln 2$ on half of the days and by $\ln 4=2\ln 2$ on the others, on average $\tfrac12\ln2+\tfrac12\cdot2\ln 2=1.5\ln 2$. If you believe $q=(\tfrac14,\tfrac14,\tfrac12)$, it is $\tfrac12\cdot2\ln2+\tfrac14\cdot2\ln2+\tfrac14\ln2=1.75\ln2$, so the wrong belief costs $0.25\ln2$ on top, every day.

Now choose *always sun*. This is the case of a labelled picture: it *is* a cat, so the entropy is 0, and the loss can go down to 0.

<details><summary>Why nobody beats the truth</summary>

The two bars are this equation:

$$H(p, q) = H(p) + \mathrm{KL}(p\,\|\,q), \qquad \mathrm{KL}(p\,\|\,q) = \sum_j p_j\ln\frac{p_j}{q_j} \tag{kl}$$

The logarithm of the fraction is $\ln p_j-\ln q_j$, so the sum falls into two parts: $-H(p)$ and $H(p,q)$. The KL divergence is never negative (*Gibbs' inequality*):

$$\mathrm{KL}(p\,\|\,q) \ge 0 \tag{gibbs}$$

The curve $\ln x$ lies under its tangent at 1, so $\ln x\le x-1$. Use it for $x=q_j/p_j$, over the outcomes that can happen:

$$-\mathrm{KL}(p\,\|\,q) = \sum_j p_j\ln\frac{q_j}{p_j} \le \sum_j p_j\Bigl(\frac{q_j}{p_j}-1\Bigr) = \sum_j q_j-\sum_j p_j \le 0 \tag{gibbs-proof}$$

Of the last two sums, the first is at most 1 and the second exactly 1.

</details>

Now write [number 8](../exercises/05_losses/05_losses.ipynb#cell-id=cross_entropy) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:entropy"]
# check: entropy
p = np.array([0.5, 0.25, 0.25])
assert np.isclose(-sum(p[j] * np.log(p[j]) for j in range(3)), nnlib.cross_entropy(p, p))
days = np.random.default_rng(6).choice(3, 200_000, p=p)
assert abs(np.mean(-np.log(p[days])) - nnlib.cross_entropy(p, p)) < 0.005

# %% jupyter={"source_hidden": true} tags=["eq:cross-entropy"]
# check: cross-entropy
p, q = np.array([0.5, 0.25, 0.25]), np.array([0.1, 0.3, 0.6])
assert np.isclose(-sum(p[j] * np.log(q[j]) for j in range(3)), nnlib.cross_entropy(p, q))
days = np.random.default_rng(7).choice(3, 200_000, p=p)
assert abs(np.mean(-np.log(q[days])) - nnlib.cross_entropy(p, q)) < 0.01
assert nnlib.cross_entropy(np.array([1.0, 0.0]), np.array([0.5, 0.5])) == np.log(2)

# %% jupyter={"source_hidden": true} tags=["eq:kl"]
# check: kl
rng = np.random.default_rng(8)
for p, q in rng.dirichlet(np.ones(4), (20, 2)):
    divergence = sum(p[j] * np.log(p[j] / q[j]) for j in range(4))
    assert np.isclose(nnlib.cross_entropy(p, q), nnlib.cross_entropy(p, p) + divergence)

# %% jupyter={"source_hidden": true} tags=["eq:gibbs"]
# check: gibbs
rng = np.random.default_rng(9)
for p, q in rng.dirichlet(np.ones(4), (200, 2)):
    assert nnlib.cross_entropy(p, q) - nnlib.cross_entropy(p, p) >= 0
    assert nnlib.cross_entropy(p, p) - nnlib.cross_entropy(p, p) == 0

# %% jupyter={"source_hidden": true} tags=["eq:gibbs-proof"]
# check: gibbs-proof
x = np.linspace(0.01, 5, 500)
assert (np.log(x) <= x - 1 + 1e-15).all()
rng = np.random.default_rng(10)
for p, q in rng.dirichlet(np.ones(4), (50, 2)):
    left = sum(p[j] * np.log(q[j] / p[j]) for j in range(4))
    right = sum(p[j] * (q[j] / p[j] - 1) for j in range(4))
    assert left <= right and np.isclose(right, sum(q) - sum(p), atol=1e-12)

# %% [markdown]
r"""
### Where losses come from

Say how you think the data came about, and the loss follows. **Maximum likelihood** chooses the weights that make what you have seen *most probable*. If the examples are independent, their probabilities $P_i$ multiply. With a logarithm the product ($\prod$ multiplies, as $\sum$ adds) becomes a sum, and with a minus sign in front, the largest probability becomes the smallest sum:

$$-\ln\prod_{i=1}^{n}P_i = \sum_{i=1}^{n}\bigl(-\ln P_i\bigr) \tag{likelihood}$$

So **maximum likelihood means minimal total surprise.** With yes or no this gives the binary cross entropy. With numbers it gives MSE if the errors follow the bell curve (where the surprise at an error $e$ grows like $e^2$), and MAE if they follow the Laplace curve (like $|e|$), on which large errors are far more frequent.

<details><summary>How MSE and MAE come out</summary>

For numbers, a **density** stands in the place of the probability: it says how tightly the probability is packed around a value. If a target $t$ is the prediction $\hat y$ plus noise with a bell curve (a *Gaussian*) of width $s$, the same for all examples, its surprise is

$$-\ln\left(\frac1{s\sqrt{2\pi}}\,e^{-(t-\hat y)^2/(2s^2)}\right) = \frac{(t-\hat y)^2}{2s^2} + \ln\bigl(s\sqrt{2\pi}\bigr) \tag{gaussian}$$

The last term does not contain the prediction, so the best prediction is the one with the smallest squared error. The surprise of the *Laplace* curve grows like the absolute error:

$$-\ln\left(\frac1{2s}\,e^{-|t-\hat y|/s}\right) = \frac{|t-\hat y|}{s} + \ln(2s) \tag{laplace}$$

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:likelihood"]
# check: likelihood
P = np.random.default_rng(3).uniform(0.1, 1, 12)
assert np.isclose(-np.log(np.prod(P)), sum(-np.log(p) for p in P))

# %% jupyter={"source_hidden": true} tags=["eq:gaussian"]
# check: gaussian
t, width = 1.7, 0.8
prediction = np.linspace(-3, 5, 41)
density = np.exp(-((t - prediction) ** 2) / (2 * width**2)) / (width * np.sqrt(2 * np.pi))
law = (t - prediction) ** 2 / (2 * width**2) + np.log(width * np.sqrt(2 * np.pi))
assert np.allclose(-np.log(density), law)
grid = np.linspace(-8, 8, 16001)
bell = np.exp(-(grid**2) / (2 * width**2)) / (width * np.sqrt(2 * np.pi))
assert np.isclose(bell.sum() * (grid[1] - grid[0]), 1)

# %% jupyter={"source_hidden": true} tags=["eq:laplace"]
# check: laplace
t, width = 1.7, 0.8
prediction = np.linspace(-3, 5, 41)
density = np.exp(-abs(t - prediction) / width) / (2 * width)
assert np.allclose(-np.log(density), abs(t - prediction) / width + np.log(2 * width))
grid = np.linspace(-20, 20, 40001)
peak = np.exp(-abs(grid) / width) / (2 * width)
assert np.isclose(peak.sum() * (grid[1] - grid[0]), 1, atol=1e-5)

# %% [markdown]
r"""
### Two ways to judge

Networks are judged by a score, such as **accuracy**, the share of right answers. Can the accuracy rise while the cross entropy *rises*, too?

- **A** yes
- **B** no
- **C** only if most answers get worse
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Both up", "ABC", answer="A")

# %%
target = np.array([1.0, 1.0, 1.0, 0.0])
forecasts = {
    "before": np.array([0.45, 0.45, 0.90, 0.10]),
    "after": np.array([0.55, 0.55, 0.90, 0.99]),
}
for when, p in forecasts.items():
    accuracy = np.mean((p > 0.5) == (target == 1))
    print(f"{when:6}  accuracy {accuracy:.0%}   loss {nnlib.binary_cross_entropy(p, target):.3f}")

# %% [markdown]
r"""
Two answers went from 0.45 to 0.55, so two more are right. One went from 0.10 to 0.99 and is now wrong, and *sure*. The loss looks at how sure each answer was.

### Which loss for which task?

First ask what the answer *is*. It decides the last layer, the **head**, and the loss follows.
"""

# %%
plots.DECISION.show()

# %% [markdown]
r"""
Softplus, $\ln(1+e^z)$, is a smooth ReLU, always positive. The three losses in the lower half take the *logits*: you apply sigmoid and softmax only to *read* the answer.

### With a pencil: surprise

One of eight equally probable outcomes happens. How large is the surprise, as a multiple of $\ln 2$?
"""

# %%
print(-np.log(1 / 8) / np.log(2))

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
p, q, ln2 = np.array([1 / 2, 1 / 4, 1 / 4]), np.array([1 / 4, 1 / 4, 1 / 2]), np.log(2)
assert np.isclose(nnlib.cross_entropy(p, p), 1.5 * ln2)
assert np.isclose(nnlib.cross_entropy(p, q), 1.75 * ln2)
((cost, slope), _) = plots.CONFIDENT.data(p=0.99, y=0).at
assert round(cost, 2) == 0.98 and round(slope, 2) == 0.02
before, after = (nnlib.binary_cross_entropy(p, target) for p in forecasts.values())
assert after > 3 * before

# %% [markdown]
r"""
## Write it

**[Exercise 5: eight losses and a test, 26 points](../exercises/05_losses/05_losses.ipynb)**

You can look at a function of yours in a figure; the book's curve is grey. Somebody tried Huber's loss like this. Move `delta`. Is there a jump, or a kink?
"""


# %%
def flat_ends(P, T, delta):
    return np.mean(np.minimum((P - T) ** 2, delta**2) / 2)


plots.delta_slider(functions={"huber": flat_ends})

# %% [markdown]
r"""
<details><summary>What is wrong with it?</summary>

Nothing jumps, but at an error of `delta` there is a kink: the slope falls from `delta` to 0. Past it an example does not pull *at all*, so a network that starts far from its targets stays there.

</details>

## Break it: a bug hunt

Three colleagues bring losses that are not in this chapter, each with its gradient. At the point below all three look right, but at least one gradient is wrong. Change the predictions, and take more than one.

*Log-cosh* is a smooth cousin of Huber's loss. *Pinball* counts a prediction that is too high nine times as much as one that is too low. *Poisson* is for counts.
"""


# %%
def log_cosh(P, T):
    return np.mean(np.log(np.cosh(P - T)))


def log_cosh_grad(P, T):
    return np.tanh(P - T) / len(P)


def pinball(P, T):
    return np.mean(np.where(P > T, 0.9 * (P - T), 0.1 * (T - P)))


def pinball_grad(P, T):
    return np.where(P > T, 0.9, 0.1) / len(P)


def poisson(P, T):
    return np.mean(np.exp(P) - T * P)


def poisson_grad(P, T):
    return np.exp(P) - T


SUSPECTS = {
    "log-cosh": (log_cosh, log_cosh_grad),
    "pinball": (pinball, pinball_grad),
    "poisson": (poisson, poisson_grad),
}


# %%
def measure(loss, P, T):
    return nnlib.numerical_gradient(lambda x: loss(x, T), P)


P, T = np.array([2.5]), np.array([1.0])

for name, (loss, loss_grad) in SUSPECTS.items():
    print(f"{name:9} measured {measure(loss, P, T).round(6)}   claimed {loss_grad(P, T).round(6)}")

# %% [markdown]
r"""
<details><summary>Who is guilty?</summary>

**Pinball** has the wrong sign where the prediction is too low: set `P = np.array([0.5])`. The loss falls when a prediction that is too low grows, so the slope must be negative.

**Poisson** forgets to divide by the number of examples, which you cannot see with one example.

**Log-cosh** is innocent.

</details>

Which numbers would show as many kinds of mistakes as possible? Now write [number 9](../exercises/05_losses/05_losses.ipynb#cell-id=check_points) of the exercise.
"""


# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
def guilty(name, P, T):
    loss, loss_grad = SUSPECTS[name]
    P, T = np.array(P), np.array(T)
    return nnlib.relative_error(measure(loss, P, T), loss_grad(P, T)) > 1e-6


assert not any(guilty(name, [2.5], [1.0]) for name in SUSPECTS)
assert guilty("pinball", [0.5], [1.0]) and not guilty("pinball", [2.5, 3.0], [1.0, 1.0])
assert guilty("poisson", [2.5, 0.3], [1.0, 2.0]) and not guilty("poisson", [0.5], [1.0])
assert not any(guilty("log-cosh", P, [1.0, 2.0]) for P in ([3.0, 0.5], [-1.0, 2.5], [0.2, 4.0]))
flat = plots.JOINTS.data(functions={"huber": flat_ends})
assert flat.slope[-1] == 0 and np.isclose(flat.cost.max(), flat.delta**2 / 2)

# %% [markdown]
r"""
## Train on your own functions

A network 64-32-10 with ReLU learns the digits with `softmax_cross_entropy` and its gradient, yours if you have kept them. The same network then has the squared error between the softmax and the one-hot row. Each row is five splits of the data (1,400 pictures to learn from), with 20 epochs and batches of 32.
"""


# %%
def softmax_mse(Z, y):
    P = nnlib.softmax(Z)
    total = 0.0
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            total += (P[i, j] - (1.0 if j == y[i] else 0.0)) ** 2
    return total / Z.size


def softmax_mse_grad(Z, y):
    P = nnlib.softmax(Z)
    dP = P.copy()
    for i in range(Z.shape[0]):
        dP[i, y[i]] -= 1.0
    return nnlib.softmax_backward(2.0 * dP / Z.size, P)


X, y = nnlib.load_digits()


def five_seeds(loss, loss_grad, lr):
    found = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X_train, y_train, X_test, y_test = nnlib.split(X, y, 397, rng)
        network = nnlib.train(
            X_train, y_train, [64, 32, 10], rng, epochs=20, lr=lr, loss=loss, loss_grad=loss_grad
        )
        found.append(100 * network.accuracy(X_test, y_test))
    return np.array(found)


CROSS = [yours(f"softmax_cross_entropy{end}", compiled=True) for end in ("", "_grad")]
SQUARED = softmax_mse, softmax_mse_grad
results = {}
print("cross entropy:", owner(CROSS[0]))
for name, pair, lr in (("cross", CROSS, 0.1), ("squared", SQUARED, 0.1), ("squared", SQUARED, 2.0)):
    results[name, lr] = found = five_seeds(*pair, lr)
    spread = f"({found.min():.1f} to {found.max():.1f})"
    print(f"{name:8} rate {lr}: {found.mean():.1f} % {spread}")

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**On the digits, squared error merely needs a larger rate.** At the same rate, it is far behind. But look at the third row: with a rate 20 times larger, it learns just as well.

*Why?* In a fresh network its gradient with respect to the logits is more than 40 times smaller. A factor of ten comes from one division: this loss is a mean over the *ten* outputs as well. Divide by `Z.shape[0]` in place of `Z.size` in the gradient, and the same rate reaches about 93 %. And a fresh network is not sure of anything (in five of them, no wrong class gets a probability over 0.7), so none *starts* out stuck.

*Why cross entropy, then?* Its slope does not die away where a network is most wrong.

</div>

Now put a mistake in: write `dP[i, y[i]] -= 0.9`. What changes?

<details><summary>What you should have seen</summary>

The second row hardly changes (about 46 % in place of 48), but a gradient check would notice.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
rng = np.random.default_rng(0)
Z, labels = rng.normal(size=(4, 3)), np.array([0, 2, 1, 1])
slopes = measure(softmax_mse, Z, labels)
for seed in range(5):
    rng = np.random.default_rng(seed)
    inputs, digits, *_ = nnlib.split(X, y, 397, rng)
    layers = [(nnlib.init_weights(*size, "he", rng), np.zeros(size[1])) for size in ((64, 32), (32, 10))]  # fmt: skip
    logits, _ = nnlib.mlp_forward(inputs, layers, ["relu", "identity"])
    strong, weak = nnlib.softmax_cross_entropy_grad(logits, digits), softmax_mse_grad(logits, digits)  # fmt: skip
    assert np.linalg.norm(strong) > 40 * np.linalg.norm(weak)
    wrong = nnlib.softmax(logits)
    wrong[np.arange(len(digits)), digits] = 0
    assert wrong.max() < 0.7
assert nnlib.relative_error(slopes, softmax_mse_grad(Z, labels)) < 1e-6
assert results["cross", 0.1].mean() > 94 and 45 < results["squared", 0.1].mean() < 51


def spoilt(divisor, share):
    def gradient(Z, y):
        P = nnlib.softmax(Z)
        dP = P.copy()
        for i in range(Z.shape[0]):
            dP[i, y[i]] -= share
        return nnlib.softmax_backward(2.0 * dP / Z.size * divisor, P)

    return gradient


assert 43 < five_seeds(softmax_mse, spoilt(1, 0.9), 0.1).mean() < 49
assert 91 < five_seeds(softmax_mse, spoilt(10, 1.0), 0.1).mean() < 95
assert 91 < five_seeds(*SQUARED, 1.0).mean() < 95
assert 46 < results["squared", 0.1].mean() < 50
assert abs(results["squared", 2.0].mean() - results["cross", 0.1].mean()) < 1.5

# %% [markdown]
r"""
## Errata: find the slip

<!-- notes: 002 [24] -->
**Slip 1.** In the loss of example $i$, the notes write the second logarithm as "$\log(l-\hat{y^{y^{(i)}}})$". Two symbols in the bracket are wrong. Which?

<!-- notes: 003 [159], 003 [169] -->
**Slip 2.** For classification with two classes, with several labels, and with several classes, the notes give one and the same formula, "$D(\hat Y, Y) = -Y\log\hat Y$". Which network with *one* sigmoid output is perfect by this loss?

<!-- notes: 000 [73] -->
**Slip 3.** The notes say: "In information theory, entropy is the amount of information in an event, expressed by the probability of the event." What is this called, and what is entropy?

<!-- notes: 002 [24] -->
**Slip 4.** To predict the age of a cat, the notes offer two losses, "$\hat y-y$" or its square. How small can the first one get?
"""

# %%
p, y = np.array([0.01, 0.5, 0.99]), 0.0
print("slip 2", -(y * np.log(p)))
print("right ", -(y * np.log(p) + (1 - y) * np.log(1 - p)))

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** The letter $l$ should be the number 1, and $\hat y$ has the wrong index: only $(i)$, the number of the example, belongs there. $\log(1-\hat y^{(i)})$ is right.

**Slip 2.** The one that always says 1. The half of the loss that belongs to $y=0$ is missing. (With a softmax the short form is right, because there the probabilities compete.)

**Slip 3.** $-\ln p$ of one event is its *self-information*: its surprise. Entropy is the *average* of it.

**Slip 4.** As small as you like: predict an age of minus one million. A loss must be smallest where the prediction is right. (Perhaps the bars of $|\hat y-y|$ were lost.)

</details>
"""

# %% [markdown]
r"""
## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "The loss is the performance." | What you care about (accuracy, money, lives) is a score of its own. |
| "The error is the difference between the actual and the experimental value." | It is prediction minus target. |
| "Absolute error" means one thing. | Some notes *add* the sizes, others take the mean. MAE is the mean. |
| "Cross entropy" means one thing. | Three losses go by this name: binary, multi-label (several yes or no), and categorical (exactly one of several). |
| "We need three outputs because $y$ and $\hat y$ take the values 0 or 1." | $\hat y$ lies *between* 0 and 1. We need three outputs because there are three questions. |
| "An age is unique, so use softmax." | An age is a number: one output, and a regression loss. |
| "The derivative of softmax is harder." | With cross entropy it is as short as that of the sigmoid. |
| "*sparse* categorical cross entropy is for classes that exclude each other." | So it is for both variants. *Sparse* only says that the labels come as whole numbers and not as one-hot rows. |
| "Softmax outputs add up to 1 if the classes exclude each other." | They always add up to 1. *Use* it when classes exclude each other. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| loss, loss function | 손실, 손실 함수 | how wrong an answer is |
| cost | 비용(비용 함수) | the mean loss of all examples |
| convex | 볼록 | one single bowl |
| prediction, target | 예측값, 목푯값(정답, 실젯값, 레이블) | what it says, what it should say |
| mean squared error, MSE | 평균 제곱 오차 | the mean of the squared errors |
| mean absolute error, MAE | 평균 절대 오차 | the mean of the sizes of the errors |
| Huber loss | 후버 손실 | a parabola near 0, a line beyond delta |
| outlier | 이상치 | a point far from all others |
| mean, median | 평균, 중앙값 | best for MSE, best for MAE |
| regression | 회귀 | the answer is a number |
| classification | 분류 | the answer is a class |
| density | 확률 밀도 | how tightly probability is packed |
| maximum likelihood | 최대 우도(최대 가능도) | choose what makes the data most probable |
| surprise, self-information | 놀라움, 자기 정보량 | $-\ln p$ of what happened |
| entropy | 엔트로피 | average surprise, if you know the truth |
| cross entropy | 교차 엔트로피(크로스 엔트로피) | average surprise, if you believe $q$ |
| KL divergence | KL 발산 | what a wrong belief costs |
| binary cross entropy | 이진 교차 엔트로피 | the loss for yes or no |
| one-hot | 원-핫 | 1 at the right class, 0 elsewhere |
| head | 헤드(출력층) | the last layer |
| accuracy | 정확도 | the share of right answers |

## Five questions to remember

**1.** Why does one outlier move the mean but hardly the median?

<details><summary>Answer</summary>

With MSE an error pulls in proportion to its size; with MAE every error pulls equally.

</details>

**2.** A sigmoid neuron says 0.999 and should say 0. Why does the squared error hardly move it?

<details><summary>Answer</summary>

The slope with respect to the logit contains the slope of the sigmoid, $p(1-p)$, which is nearly 0 when the neuron is sure.

</details>

**3.** What is the difference between entropy and cross entropy?

<details><summary>Answer</summary>

Entropy is the average surprise if you know the true probabilities, cross entropy if you believe other ones; it is never smaller.

</details>

**4.** The accuracy went up, and so did the loss. How can this be?

<details><summary>Answer</summary>

Some answers just became right, and one became very sure and wrong.

</details>

**5.** A picture can show a cat, a lion, both, or neither. Which head, and which loss?

<details><summary>Answer</summary>

Two outputs with a sigmoid each, and the sum of two binary cross entropies.

</details>
"""

# %% [markdown] tags=["recall"]
r"""
### What you predicted

This is what you said before you looked. Where you were wrong: what had you not seen? Say it in one sentence.
"""

# %% jupyter={"source_hidden": true} tags=["recall"]
# what you predicted
plots.look_back("Who is first?", "Twice as far", "Line of MAE", "What remains", "Both up")

# %% [markdown]
r"""
## Where this leads

In chapter 6 one neuron learns with these losses, and chapter 7 passes their gradients back through all layers.

**Next:** [6 · One neuron: can it find a cat?](06_one_neuron.ipynb)
"""
