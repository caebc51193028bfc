# %% [markdown]
r"""
# 5 · Losses: how wrong is wrong?

Your network has given its answers, and some of them are wrong. How wrong? A **loss** puts one number on it. Training is then a search for weights that make this number small. So the loss decides what a network learns: the examples are the data, and the loss says what counts as a mistake.

It decides more than that. Take one neuron that is completely wrong and completely sure. With one loss it sees its mistake in 9 steps. With another it takes 1,507. The neuron, the example and the learning rate are the same. In this chapter you will find out why.

**You need:** the sigmoid, softmax and their slopes (chapter 3), the shapes of a batch (chapter 4), slopes measured by small steps (chapter 0). **You will have:** eight losses, five of them with their gradients, and a way to choose among them. **Time:** about two hours. Take a pencil.

<div class="alert alert-info" style="color: #0b3b42">

**Words.** What the network says is the **prediction**; what it should have said is the **target**. This book writes $\ell$ for the loss of one example and $J$ for the mean over all examples. Many books call $\ell$ the loss and $J$ the cost, many use both words for both. $\ln$ is the natural logarithm, to the base $e$. You need two facts about it: $\ln 1=0$, and it turns products into sums, $\ln(ab)=\ln a+\ln b$.

</div>
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import owner, yours

# %% [markdown]
r"""
The figures of this chapter are drawn with *your* losses where you have kept them, and with the book's where you have not. (`nnlib keep` keeps a function of yours that has passed its check. Before the exercise, all of them are the book's.) This cell says which.
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

A sigmoid neuron gets the input 1. Its target is 0, but it says 0.98: wrong, and sure of it. You train it by walking downhill on the loss: measure how fast the loss grows with the weight and with the bias, and move both a little the other way. How far you move is set by the **learning rate**. (Chapter 6 takes its time for this.) You do it twice with the same learning rate, once with the **squared error** and once with **cross entropy**. Both will be explained below. Which one gets the output under one half first?

- **A** squared error
- **B** both at about the same time
- **C** cross entropy

Choose, and commit. Press Compare when you have seen the stuck neuron below.
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Who is first?", "ABC", answer="C")

# %% [markdown]
r"""
## See it

### Three ways to count an error

First the losses for predicting a *number*: a price, an age, a temperature. The **error** is prediction minus target. **MSE** counts its square, **MAE** its size, and **Huber's loss** something in between: half the square of a small error, a straight line for a large one.

As always in this book: solid is the value, dashed is its slope. Think of the slope as a *pull*. It says how strongly an example pulls on the prediction.
"""

# %%
plots.REGRESSION.show(functions=MINE)

# %% [markdown]
r"""
Look at the right picture. With MSE, an error twice as large pulls twice as hard, without end. With MAE every error pulls equally hard, however large it is; at an error of 0 its slope jumps, and there this book takes 0. Huber follows a straight slope near 0 and then stays level.

### A tug of war

Five measurements: 1, 3, 4, 6 and 26. The last one is an **outlier**, perhaps a typing mistake. Which *single number* describes all five best? That depends on the loss. Each bar shows how hard a measurement pulls on the answer 4. Bars up pull towards larger answers.
"""

# %%
plots.TUG.show(functions=MINE)

# %% [markdown]
r"""
With MSE, the outlier alone pulls harder than all the others together. The balance is reached at 8, the **mean**, a place where no measurement is. With MAE it is two against two: 4 is the **median**, and the outlier could be 26 million without changing that.

Now with a straight line in place of a single number. Ten points lie near a line of slope 0.5. You move *one* of them up. Second guess: you pull the cross from 10 up to 30. What does the line of MAE do?

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
Move the cross to 10, then to 30, then to −10. Then set it to 10 again and make `delta` larger. From which `delta` on is Huber's line the same as that of MSE?

<details><summary>What you should have seen</summary>

The line of MSE follows the cross, without end. The line of MAE does not care *how far* up the cross is, only that it is above the line. Huber's line follows a little, and stops when the error of the cross is larger than `delta`: from then on its pull does not grow any more. With the cross at 10 and `delta` at about 4 or more, *every* error is under `delta`, so only the parabola is left, and Huber's line is that of MSE. So `delta` says: *up to here I call it noise, beyond I call it an outlier.*

</details>

Now write [number 1](../exercises/05_losses/05_losses.ipynb#cell-id=mse) and [number 2](../exercises/05_losses/05_losses.ipynb#cell-id=mae) of the exercise.

### Where the parabola ends

Third guess. You make `delta` smaller and smaller. What shape does Huber's loss get?

- **A** that of MSE
- **B** that of MAE, only much lower
- **C** a flat line at height 1
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Small delta", "ABC", answer="B")

# %%
plots.delta_slider(functions=MINE)

# %% [markdown]
r"""
At the two joints, the parabola ends and a line begins. Neither the height nor the slope jumps there, for any `delta`. In the exercise you will find this line yourself. These two conditions are all you need.

Now write [number 3](../exercises/05_losses/05_losses.ipynb#cell-id=huber) of the exercise.

### Surprise

Now the other large family of tasks: **classification**. The network says how *probable* it finds something, and then it happens or not. How wrong was it?

If it gave the probability 1 to what happened, it was not wrong at all. If it gave 1/2, it was a little surprised. If it gave 1/1000, it was very surprised. So count the **surprise**: minus the logarithm of the probability that was given to what happened.
"""

# %%
plots.SURPRISE.show()

# %% [markdown]
r"""
Halve the probability, and the surprise grows by the same 0.69, always. At the probability 0 it is infinite: if you call something impossible and then it happens, no price is high enough.

With two outcomes, yes ($y=1$) and no ($y=0$), there are two branches. The network gives $p$ to yes, and so $1-p$ to no. This loss is called **binary cross entropy**.
"""

# %%
plots.BRANCHES.show(functions=MINE)

# %% [markdown]
r"""
### Confident and wrong

A sigmoid neuron computes a logit $z$ and puts out $p=\sigma(z)$. Weights and bias act on $z$. So when the neuron learns, the slope that matters is the slope *along the logit*. By the chain rule (slopes along a way are multiplied, chapter 3) it contains the slope of the sigmoid.

Fourth guess. The target is 0. The output gets worse, from 0.75 to 0.99. What happens to that slope, with the squared error?

- **A** it gets larger: a larger error, a stronger push
- **B** it stays about the same
- **C** it gets more than ten times smaller
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("From 0.75 to 0.99", "ABC", answer="C")

# %% [markdown]
r"""
Left is the cost, right the slope along the logit. Move $p$ from 0.5 up to 0.99, and watch the *right* picture.
"""

# %%
plots.confident_and_wrong(functions=MINE)

# %% [markdown]
r"""
<details><summary>What you should have seen</summary>

At $p=0.5$ both push. At $p=0.99$ the squared error costs almost as much as it can cost, 0.98, but its slope is only 0.02. The worst answers get almost no push! With cross entropy the push gets stronger the more wrong the output is. And look at the shape of the blue curve on the right. Is it curved at all?

</details>

The same over the logit itself, from −8 to 8:
"""

# %%
plots.LOGIT_CURVES.show(functions=MINE)

# %% [markdown]
r"""
### The stuck neuron

Now let it learn. The input is 1, the target 0, the learning rate 0.5. In every step, $w$ and $b$ move against their slopes. The star marks the first output under one half. The picture shows 300 steps; the legend counts further.

Fifth guess, before you start. From $w=b=2$ the squared error takes a number of steps that you will see in a moment. From $w=b=4$, *twice* as far away, how many times as many?

- **A** about twice as many
- **B** about five times as many
- **C** about forty times as many
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Twice as far", "ABC", answer="C")

# %% [markdown]
r"""
1. Leave the start at $w=b=0.5$. Both losses do well.
2. Set $w=b=2$: the neuron of the first question.
3. Now $w=b=4$.
4. Choose only *squared error*, and raise the learning rate. Does this help?
"""

# %%
plots.stuck_neuron(functions=MINE)

# %%
plots.ESCAPES.show(functions=MINE)

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise: squared error leaves the worst neuron stuck.** From $w=b=2$ the squared error needs 36 steps, cross entropy 5. From $w=b=4$, where the output is 0.9997, it is 1,507 against 9. With cross entropy, a worse start costs a few more steps. With squared error it costs many *times* more. The neuron that most needs a push gets almost none.

</div>

A higher learning rate does help the stuck neuron, as you have seen if you tried it. But all neurons share one rate, also those that are not stuck.

### The ground that they walk on

Here is the whole landscape for one neuron and six examples: the mean loss over all pairs $w$, $b$. Dark is low, the star is the lowest point of the map. The right picture is a cut along the dotted line.
"""

# %%
plots.SURFACES.show()

# %% [markdown]
r"""
Squared error has a high plain, far from the star, which is almost flat: a neuron that starts there hardly knows which way is down. Cross entropy is one single bowl. On a straight way out from the bottom, it never gets flatter. Such a shape is called **convex**, and below you will see why it must be so.

### Cross entropy, and what remains

What is the *best* a forecaster can do? Suppose that the truth is: sun half of the days, rain a quarter, snow a quarter. Somebody believes $q$. On average, day after day, this person is surprised by the **cross entropy** $H(p, q)$.

Sixth guess. You move the belief $q$ all the way to the truth $p$. What remains of the average surprise?

- **A** nothing: who knows the truth is never surprised
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
What remains is the **entropy** $H(p)$ of the truth. Nobody can get under it. What lies on top of it is the **KL divergence**: the price of a wrong belief. Now choose *always sun*. This is the case of a labelled picture: it *is* a cat, with probability 1. Its entropy is 0, so here the loss can go down to 0.

### A loss is not a score

Networks are trained on a loss and judged by a score, such as **accuracy**, the share of right answers. You may think that the two always move together. Last guess. Can the accuracy rise while the cross entropy *rises*, too?

- **A** yes
- **B** no
- **C** only by a rounding error
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
Two answers crossed the middle from 0.45 to 0.55: two more are right. One answer went from 0.10 to 0.99 and is now wrong, and *sure*. Accuracy only counts: two up, one down. The loss looks at how sure each answer was, and one confident mistake is expensive. Which of the two forecasters would you like to have? That depends on what a confident mistake costs *you*. This is why you should look at both numbers.

### Which loss for which task?

First ask what the answer *is*. This tells you what the last layer, the **head**, should look like. The loss follows.
"""

# %%
plots.DECISION.show()

# %% [markdown]
r"""
Softplus is a smooth ReLU, always positive. The three losses in the lower half of the table take the *logits*, so the sigmoid and the softmax in the middle column are what you use to *read* the answer. Inside the loss, they are built in.

## Numbers before letters

Take your pencil.

**Squares, sizes, Huber.** Four predictions $(2, 7, 4, 5)$, four targets $(3, 3, 4, 8)$. The errors are $-1, 4, 0, -3$. The squares $1, 16, 0, 9$ add up to 26, so the MSE is $26/4=6.5$. The sizes $1, 4, 0, 3$ add up to 8, so the MAE is 2. Huber with $\delta=2$: the small errors cost half their squares, $\tfrac12$ and 0. An error of exactly 2 costs half of $2^2$, which is 2, and there the slope is 2. From there the line rises by 2 for each unit. An error of 3 is one unit further: $2+2=4$. An error of 4: $2+4=6$. Together $\tfrac12+6+0+4=10.5$, so Huber's loss is $10.5/4=2.625$.

**The tug of war.** Around the mean 8, the errors of 1, 3, 4, 6, 26 are $7, 5, 4, 2, -18$. They add up to 0. Around the median 4, two measurements lie below and two above.

**Surprise.** A fair coin: $\ln 2\approx0.69$, whatever comes up. One outcome of four: $\ln 4$, twice as much. Two coins, both heads: the probability is $\tfrac12\cdot\tfrac12=\tfrac14$, and the surprise is $\ln 2+\ln 2$. Probabilities multiply, surprises add.

**Entropy and cross entropy.** The weather: $p=(\tfrac12,\tfrac14,\tfrac14)$. Somebody who knows it is surprised by $\ln 2$ on half of the days and by $\ln 4=2\ln 2$ on the others, on average $\tfrac12\ln2+\tfrac12\cdot2\ln 2=1.5\ln 2$. Somebody who believes $q=(\tfrac14,\tfrac14,\tfrac12)$ is surprised by $2\ln 2$ on sunny days, by $2\ln2$ when it rains and by $\ln 2$ when it snows: $\tfrac12\cdot2\ln2+\tfrac14\cdot2\ln2+\tfrac14\ln2=1.75\ln2$. The wrong belief costs $0.25\ln2$ on top, every day.

**A push that shrinks.** The output is $p=\tfrac34$, the target 0. The squared error is $\tfrac9{16}$, its slope along $p$ is $2\cdot\tfrac34=\tfrac32$, the slope of the sigmoid is $\tfrac34\cdot\tfrac14=\tfrac3{16}$. So the slope along the logit is $\tfrac32\cdot\tfrac3{16}=\tfrac9{32}\approx0.28$. At $p=0.99$: $1.98\cdot0.0099\approx0.0196$. The error is larger, the push 14 times smaller.

Your turn. Write down, before you run the cell: MSE and MAE for the predictions $(1, 5)$ and the targets $(2, 2)$, and the surprise when one outcome of eight happens, as a multiple of $\ln 2$.
"""

# %%
P, T = np.array([1.0, 5.0]), np.array([2.0, 2.0])
print(nnlib.mse(P, T), nnlib.mae(P, T), -np.log(1 / 8) / np.log(2))

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
P, T, ln2 = np.array([2.0, 7.0, 4.0, 5.0]), np.array([3.0, 3.0, 4.0, 8.0]), np.log(2)
assert (nnlib.mse(P, T), nnlib.mae(P, T), nnlib.huber(P, T, 2.0)) == (6.5, 2.0, 2.625)
tug = plots.TUG.data()
assert tug.best["mse"] == 8 and tug.best["mae"] == 4 and (8 - tug.targets).sum() == 0
assert tug.pulls["mse"][4] > -tug.pulls["mse"][:4].sum()
p, q = np.array([1 / 2, 1 / 4, 1 / 4]), np.array([1 / 4, 1 / 4, 1 / 2])
assert np.isclose(nnlib.cross_entropy(p, p), 1.5 * ln2)
assert np.isclose(nnlib.cross_entropy(p, q), 1.75 * ln2)
for output, push in ((0.75, 9 / 32), (0.99, 0.0196)):
    ((cost, slope), _) = plots.CONFIDENT.data(p=output, y=0).at
    assert np.isclose(cost, output**2) and abs(slope - push) < 5e-5
assert 14 < (9 / 32) / slope < 15 and round(cost, 2) == 0.98
escapes = plots.ESCAPES.data()
assert escapes.steps["squared error"][3] == 36 and escapes.steps["cross entropy"][3] == 5
assert (
    40 < 1507 / 36 < 45
    and escapes.steps["squared error"][-1] == 1507
    and escapes.steps["cross entropy"][-1] == 9
)
assert round(nnlib.sigmoid(4.0), 2) == 0.98 and round(nnlib.sigmoid(8.0), 4) == 0.9997
lines = [plots.OUTLIER.data(height=h).lines for h in (10.0, 30.0)]
assert np.allclose(lines[0]["mae"], lines[1]["mae"])
assert np.allclose(lines[0]["huber"], lines[1]["huber"])
assert lines[1]["mse"][0] > lines[0]["mse"][0] + 0.5
narrow, wide = (plots.OUTLIER.data(height=10.0, delta=d) for d in (3.7, 4.0))
assert np.isclose(wide.slope("huber"), wide.slope("mse"))
assert narrow.slope("huber") < narrow.slope("mse") - 0.001
before, after = (nnlib.binary_cross_entropy(p, target) for p in forecasts.values())
assert after > 3 * before

# %% [markdown]
r"""
## The formulas, and why they are true

### A loss is a mean

There are $n$ examples and $k$ outputs for each. $P_{ij}$ is a prediction, $T_{ij}$ its target.

$$\mathrm{MSE} = \frac1{nk}\sum_{i=1}^{n}\sum_{j=1}^{k}(P_{ij}-T_{ij})^2 \tag{mse}$$

$$\mathrm{MAE} = \frac1{nk}\sum_{i=1}^{n}\sum_{j=1}^{k}|P_{ij}-T_{ij}| \tag{mae}$$

Why a mean and not a sum? A sum grows with the number of examples, so the learning rate would have to change whenever the size of the batch does. Some books leave the division away and write **SSE**, the sum of squared errors. The minimum is at the same place. The *size* of loss and gradient is not. So always ask: sum or mean? Mean over what?
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
Huber's loss of one error $e$ is half its square while $|e|\le\delta$. At the joint, the line must have the height and the slope that the parabola has there:

$$\ell_\delta(e) = \tfrac12 e^2 \;\text{ for } |e|\le\delta, \qquad \ell_\delta(\delta) = \tfrac12\delta^2, \qquad \ell_\delta'(\delta) = \delta \tag{huber}$$

A line is fixed by one point and its slope, so write it down. And check: with $\delta=2$, an error of 4 must cost 6, as above.
"""


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
### What each loss finds best

If you may give only one answer $m$ for all targets $t_i$, then MSE is smallest where all pulls cancel. The pull of each target is proportional to its error:

$$\sum_{i=1}^{n}(m-t_i) = 0 \quad\text{exactly when}\quad m = \frac1n\sum_{i=1}^{n}t_i \tag{mean}$$

The answer is the *mean*. With MAE every target pulls with the same strength, so the numbers of targets below and above must balance (let all targets be different):

$$\#\{i: t_i < m\} = \#\{i: t_i > m\} \tag{median}$$

The answer is the *median*. (With an even number of targets, every $m$ between the two middle ones will do.)
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
### Where losses come from

You need not guess a loss. Say how you think the data came about, and the loss follows. The recipe is called **maximum likelihood**: choose the weights that make what you have seen *most probable*.

If the examples are independent, their probabilities $P_i$ multiply. A product of thousands of small numbers is too small for a computer. Its logarithm is a sum, and the logarithm is largest where the product is. With a minus in front, large becomes small:

$$-\ln\prod_{i=1}^{n}P_i = \sum_{i=1}^{n}\bigl(-\ln P_i\bigr) \tag{likelihood}$$

So: **maximum likelihood means minimal total surprise.** Everything else is putting in a probability. For numbers that can take any value, a **density** stands in its place: how tightly the probability is packed around a value.
"""

# %% jupyter={"source_hidden": true} tags=["eq:likelihood"]
# check: likelihood
P = np.random.default_rng(3).uniform(0.1, 1, 12)
assert np.isclose(-np.log(np.prod(P)), sum(-np.log(p) for p in P))

# %% [markdown]
r"""
**Errors like a bell.** Suppose that a target $t$ is the prediction $\hat y$ plus noise with a bell curve (a *Gaussian*) of width $\sigma$, the same width for all examples. Here $\sigma$ is a width and not the sigmoid.

$$-\ln\left(\frac1{\sigma\sqrt{2\pi}}\,e^{-(t-\hat y)^2/(2\sigma^2)}\right) = \frac{(t-\hat y)^2}{2\sigma^2} + \ln\bigl(\sigma\sqrt{2\pi}\bigr) \tag{gaussian}$$

*Why?* The logarithm turns the product into a sum and takes the $e$ away. The last term does not contain the prediction. So the best prediction is the one with the smallest **squared error**.

**Errors with heavy tails.** The *Laplace* curve, with a width $s$, gives far more room to large errors:

$$-\ln\left(\frac1{2s}\,e^{-|t-\hat y|/s}\right) = \frac{|t-\hat y|}{s} + \ln(2s) \tag{laplace}$$

This is the **absolute error**. If you use MSE, you say: *large errors almost never happen.* When one happens all the same, MSE bends everything to explain it. If you use MAE, you say: *large errors happen now and then.*
"""

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
**Yes or no.** The probability of what happened is $p$ if it was yes and $1-p$ if it was no. One line for both (a *Bernoulli* probability), because a number to the power 0 is 1:

$$\Pr(y) = p^{\,y}\,(1-p)^{1-y} \tag{bernoulli}$$

Its surprise is the **binary cross entropy**:

$$\ell = -\bigl[\,y\ln p + (1-y)\ln(1-p)\,\bigr] \tag{bce}$$

One of the two terms is always 0. For $y=1$ only $-\ln p$ is left, for $y=0$ only $-\ln(1-p)$.
"""

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
**Exactly one of several.** The softmax gives $p_j$ to each class $j$, and class $c$ is the one that is there (a *categorical* probability). Written with a **one-hot** row $y$, which is 1 at $c$ and 0 elsewhere:

$$\ell = -\sum_{j} y_j\ln p_j = -\ln p_c \tag{categorical}$$

All other terms are multiplied by 0. This does not mean that the other classes do not matter: they are in the denominator of the softmax.

**Several labels at once.** A picture may show a cat *and* a lion. Then each label is a yes-or-no question of its own, and the costs of the labels of one example add up.

In all these cases the loss is a surprise. Only the assumption about the data is different.
"""

# %% jupyter={"source_hidden": true} tags=["eq:categorical"]
# check: categorical
Z, c = np.random.default_rng(4).normal(size=(5, 3)), np.array([0, 2, 1, 1, 0])
P, Y = nnlib.softmax(Z), np.eye(3)[c]
sums = [-sum(Y[i, j] * np.log(P[i, j]) for j in range(3)) for i in range(5)]
assert np.allclose(sums, [-np.log(P[i, c[i]]) for i in range(5)])
assert np.isclose(nnlib.softmax_cross_entropy(Z, c), np.mean(sums))

# %% [markdown]
r"""
### Surprise, entropy, cross entropy

Surprise is the only way to count (up to the unit) in which small probabilities cost more and independent events add:

$$-\ln(p\,q) = -\ln p - \ln q \tag{surprise-adds}$$

**Entropy** is the *average* surprise of somebody who knows the truth $p$:

$$H(p) = -\sum_j p_j\ln p_j \tag{entropy}$$

**Cross entropy** is the average surprise of somebody who believes $q$. Outcomes still happen as often as $p$ says, but the surprise is that of the belief:

$$H(p, q) = -\sum_j p_j\ln q_j \tag{cross-entropy}$$

What never happens costs nothing: for $p_j=0$, the term counts as 0.
"""

# %% jupyter={"source_hidden": true} tags=["eq:surprise-adds"]
# check: surprise-adds
rng = np.random.default_rng(5)
for p, q in rng.uniform(0.01, 1, (20, 2)):
    assert np.isclose(-np.log(p * q), -np.log(p) - np.log(q))

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

# %% [markdown]
r"""
The picture with the two bars is this equation:

$$H(p, q) = H(p) + \mathrm{KL}(p\,\|\,q), \qquad \mathrm{KL}(p\,\|\,q) = \sum_j p_j\ln\frac{p_j}{q_j} \tag{kl}$$

*Why?* The logarithm of the fraction is $\ln p_j-\ln q_j$. Put it in and pull the sum apart: one part is $-H(p)$, the other $H(p,q)$.

And the price of a wrong belief is never negative:

$$\mathrm{KL}(p\,\|\,q) \ge 0 \tag{gibbs}$$

*Why?* The curve $\ln x$ lies under its tangent at 1, so $\ln x\le x-1$. Use it for $x=q_j/p_j$, over the outcomes that can happen:

$$-\mathrm{KL}(p\,\|\,q) = \sum_j p_j\ln\frac{q_j}{p_j} \le \sum_j p_j\Bigl(\frac{q_j}{p_j}-1\Bigr) = \sum_j q_j-\sum_j p_j \le 0 \tag{gibbs-proof}$$

Of the last two sums, the first is at most 1 and the second exactly 1. So nobody beats the truth on average. And since $H(p)$ does not depend on the network, minimising the cross entropy *is* minimising the KL divergence.

Now write [number 4](../exercises/05_losses/05_losses.ipynb#cell-id=cross_entropy) of the exercise.
"""

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
### Why the neuron was stuck, and where the sigmoid's slope went

The neuron computes $p=\sigma(z)$. The chain rule says: to get the slope along the logit, multiply the slope along $p$ by the slope of the sigmoid, which is $p(1-p)$ (chapter 3).

$$\frac{\mathrm{d}\ell}{\mathrm{d}z} = \frac{\mathrm{d}\ell}{\mathrm{d}p}\cdot p\,(1-p) \tag{chain}$$

For the squared error of one example, $(p-y)^2$ (the slope of a square $e^2$ is $2e$):

$$\frac{\mathrm{d}\ell}{\mathrm{d}z} = 2\,(p-y)\cdot p\,(1-p) \tag{squared-slope}$$

There is the reason. When the neuron is sure, $p$ is near 0 or 1, and $p(1-p)$ is near 0, *whether it is right or wrong*. A large error cannot help, because it is at most 1.

Now cross entropy, for $y=1$. Its slope along $p$ is that of $-\ln p$, and the slope of $\ln p$ is $1/p$:

$$\frac{\mathrm{d}\ell}{\mathrm{d}z} = -\frac1p\cdot p\,(1-p) \tag{cross-slope}$$

Do you see what happens? The sigmoid's slope contains a factor $p$ that goes to 0 when the neuron is wrong. The logarithm's slope contains $1/p$, and takes exactly this factor away. This is no lucky accident. The logarithm undoes the power of $e$ in the sigmoid. Finish it on paper. Then do the same for $y=0$, and look for one short formula that says both. It is the most useful formula of this chapter, and the exercise asks for it. The straight blue line in *confident and wrong* was its picture.

<details><summary>The short formula, when you have tried</summary>

For $y=1$ the slope is $-(1-p)=p-1$. For $y=0$ it is $p$. Both are $p-y$: prediction minus target, with nothing left of the sigmoid.

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
With softmax, all logits have a say. Class $c$ is the right one. Chapter 3 gave the slope of $p_c$ along each logit $z_j$; $\delta_{cj}$ is 1 for $j=c$ and 0 otherwise.

$$\frac{\partial}{\partial z_j}\bigl(-\ln p_c\bigr) = -\frac1{p_c}\cdot p_c\,(\delta_{cj}-p_j) \tag{cancellation}$$

The same thing happens: one factor stands above and below. Cancel it, and write down what is left for $j=c$ and for the other classes. You may have wondered *where the slope of the softmax went*, since it is missing from the gradients in many programs. It was there, and it has cancelled.

<details><summary>What is left</summary>

$p_c-1$ for the right class, and $p_j$ for every other. With the one-hot row $y$ this is $p_j-y_j$ for each class: the same short formula as for the sigmoid.

</details>

You may hear that softmax makes the derivative *harder* than that of a single sigmoid. When you have finished the line above, compare the two.
"""

# %% jupyter={"source_hidden": true} tags=["eq:cancellation"]
# check: cancellation
z, c = np.array([[0.3, -1.2, 2.0, 0.5]]), 1
p = nnlib.softmax(z)[0]
for j in range(4):
    step = 1e-5 * np.eye(4)[j]
    up, down = (-np.log(nnlib.softmax(z + sign * step)[0, c]) for sign in (1, -1))
    assert np.isclose((up - down) / 2e-5, -1 / p[c] * p[c] * ((c == j) - p[j]), atol=1e-8)

# %% [markdown]
r"""
### One bowl

Take $y=1$ again and write the cost with the logit:

$$-\ln\sigma(z) = -\ln\frac1{1+e^{-z}} = \ln\bigl(1+e^{-z}\bigr) \tag{logit-form}$$

By the chain rule its slope is $-e^{-z}/(1+e^{-z})$, and this is $-\sigma(-z)$. When $z$ grows, $\sigma(-z)$ falls, so $-\sigma(-z)$ *rises*. A curve whose slope rises everywhere bends upward everywhere:

$$\frac{\mathrm{d}^2}{\mathrm{d}z^2}\ln\bigl(1+e^{-z}\bigr) = \sigma(-z)\,\bigl(1-\sigma(-z)\bigr) > 0 \tag{convex}$$

For $y=0$ the curve is the mirror image, which bends upward, too. Now $z=wx+b$: over the plane of $w$ and $b$, each example makes a bent sheet, straight in one direction and bent upward in the other. A mean of such sheets bends upward or is straight, in every direction. So the cross entropy of *one neuron* has no second valley: if you can go down no further, you are at the bottom. (If the neuron can get every example right, there is no bottom: larger and larger weights make the loss smaller and smaller, towards 0.)

This holds for one neuron. With hidden layers, no loss of this chapter is one bowl in general.
"""

# %% jupyter={"source_hidden": true} tags=["eq:logit-form"]
# check: logit-form
z = np.linspace(-6, 8, 29)
assert np.allclose(-np.log(nnlib.sigmoid(z)), np.log(1 + np.exp(-z)))
assert np.isclose(nnlib.bce_with_logits(z, np.ones(29)), np.log(1 + np.exp(-z)).mean())

# %% jupyter={"source_hidden": true} tags=["eq:convex"]
# check: convex
h = 1e-3
for z in np.linspace(-8, 8, 33):
    costs = [np.log(1 + np.exp(-(z + k * h))) for k in (-1, 0, 1)]
    bend = (costs[0] - 2 * costs[1] + costs[2]) / h**2
    assert bend > 0 and np.isclose(bend, nnlib.sigmoid(-z) * (1 - nnlib.sigmoid(-z)), atol=1e-6)

# %% [markdown]
r"""
### Logarithms that survive

At $z=-1000$, the cost for $y=1$ should be 1000. But a computer finds $e^{1000}$ too large and gives `inf`. And if it computes the sigmoid first, it gets exactly 0, and the logarithm of 0 is $-\infty$. In both ways, the 1000 is lost. Take $e^{-z}$ out of the bracket:

$$\ln\bigl(1+e^{-z}\bigr) = -z+\ln\bigl(1+e^{z}\bigr) \tag{stable}$$

*Why?* $1+e^{-z}$ is $e^{-z}(e^{z}+1)$, and the logarithm of a product is a sum. One of the two forms is safe for every $z\ge0$, the other for every $z\le0$. Which is which? You will need it in the exercise. (And `np.log1p(x)`, the logarithm of $1+x$, keeps the digits that `np.log(1 + x)` loses when $x$ is tiny.)

For softmax, the same trick. For any number $m$:

$$\ln\sum_k e^{z_k} = m+\ln\sum_k e^{z_k-m} \tag{log-sum-exp}$$

You may choose $m$ freely. Choose one for which no power can be too large, and at least one is not too small.

Do not "repair" the logarithm by writing $\ln(p+0.0000001)$. The program no longer stops, but the loss and its slope are wrong exactly where they matter most: where the network is sure and mistaken.

Now write [number 5](../exercises/05_losses/05_losses.ipynb#cell-id=binary_cross_entropy), [number 6](../exercises/05_losses/05_losses.ipynb#cell-id=bce_with_logits), [number 7](../exercises/05_losses/05_losses.ipynb#cell-id=multilabel_bce) and [number 8](../exercises/05_losses/05_losses.ipynb#cell-id=softmax_cross_entropy) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:stable"]
# check: stable
z = np.linspace(-30, 30, 61)
assert np.allclose(np.log(1 + np.exp(-z)), -z + np.log(1 + np.exp(z)))
with np.errstate(over="ignore"):
    assert np.isinf(np.log(1 + np.exp(1000.0))) and 1000 + np.log(1 + np.exp(-1000.0)) == 1000
assert nnlib.bce_with_logits(np.array([-1000.0]), np.ones(1)) == 1000

# %% jupyter={"source_hidden": true} tags=["eq:log-sum-exp"]
# check: log-sum-exp
z = np.array([1.0, -2.0, 0.5])
for m in (-3.0, 0.0, 1.0, 20.0):
    assert np.isclose(np.log(sum(np.exp(z))), m + np.log(sum(np.exp(z - m))))

# %% [markdown]
r"""
## Write it

Now it is your turn. Open the exercise in a second tab:

**[Exercise 5: eight losses, 26 points](../exercises/05_losses/05_losses.ipynb)**

You write `mse`, `mae`, `huber`, `bce_with_logits` and `softmax_cross_entropy`, each with its gradient, and `cross_entropy`, `binary_cross_entropy` and `multilabel_bce`. Loops are fine, NumPy is fine. After each function you run a check. It tells you what is wrong, in words, as often as you like.

You can look at your function first. Give it to a widget under its name. The book's curve appears in grey, yours on top. Somebody tried Huber's loss like this: past the joint, the cost simply stays where it is. Move `delta`. Is there a jump? Is there a corner? And how hard does an outlier pull?
"""


# %%
def flat_ends(P, T, delta):
    return np.mean(np.minimum((P - T) ** 2, delta**2) / 2)


plots.delta_slider(functions={"huber": flat_ends})

# %% [markdown]
r"""
<details><summary>What is wrong with it?</summary>

Nothing jumps, so the height is right at the joints. But the slope falls there from `delta` to 0: a corner. Past the joint an example does not pull *at all*. If a network starts far away from all its targets, it gets no gradient and stays there. It is a stuck neuron of your own making.

</details>

In this chapter, `plots.stuck_neuron`, `plots.cross_entropy_bars`, `plots.REGRESSION.show` and most other figures take your functions in this way.

## Break it: a bug hunt

Three colleagues bring three losses that are not in this chapter, each with its gradient. As it stands, nobody looks guilty. Two of them are. Your instrument is `nnlib.numerical_gradient`, which measures and trusts nobody. Change the predictions. Take more than one.

*Log-cosh* is a smooth cousin of Huber's loss. *Pinball* counts a prediction that is too high nine times as much as one that is too low. *Poisson* is for targets that are counts, and takes logits.
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

**Pinball** is right where the prediction is too high, and has the wrong sign where it is too low. Set `P = np.array([0.5])`. A loss falls when a prediction that is too low grows, so the slope must be negative there.

**Poisson** forgets to divide by the number of examples. With one example you cannot see it. Give `P` and `T` two entries each.

**Log-cosh** is innocent.

Keep two rules: test errors of both signs, and test with more than one example.

</details>
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

Here the digits are learned with the pair `softmax_cross_entropy` and `softmax_cross_entropy_grad`: yours if you have kept it, the book's if not. The library compiles it into its training loop. (If it cannot compile yours, one line says so, and the book's stands in.) Beside it, the same network with squared error, taken between the softmax and the one-hot row. Five splits of the data, 20 rounds each.
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
The first two rows are what you expected: the same rate, the same start, and squared error is far behind.

<div class="alert alert-info" style="color: #0b3b42">

**A result that we did not wish for.** Look at the third row. With a rate 20 times larger, squared error learns the digits just as well. Two things are going on. In a fresh network, the gradient of squared error at the logits is more than 40 times smaller than that of cross entropy, in part because it is a mean over *ten* outputs. So it simply takes shorter steps. And a fresh network is not sure of anything: in five of them, no wrong class gets a probability over 0.7. Nobody *starts* out stuck here. So "squared error cannot classify" is not true. Cross entropy is the better choice because its push does not die away where the network is most wrong, and because it comes from the right assumption about the data. On an easy task with well chosen weights and rate, you may not see the difference. (The rate of cross entropy was not tuned at all. A fair race would tune both.)

</div>

Now spoil something. Write `dP[i, y[i]] -= 0.9`, or divide by `Z.shape[0]` in place of `Z.size` in the gradient. What changes, and what does not?

<details><summary>What you should have seen</summary>

With 0.9, the gradient is not that of the loss any more. The network still learns, and a gradient check would notice at once. With `Z.shape[0]`, every step is ten times as long: at rate 0.1 the second row rises from about 48 to about 93 %, because this is the rate 1.0 in disguise. A factor in the gradient changes the length of the steps and not their direction.

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
assert results["cross", 0.1].mean() > 94 and results["squared", 0.1].mean() < 60
assert abs(results["squared", 2.0].mean() - results["cross", 0.1].mean()) < 1.5

# %% [markdown]
r"""
## Errata: find the slip

Four slips in the lecture notes belong to this chapter.

<!-- notes: 002 [24] -->
**Slip 1.** The notes write the loss of one neuron as "$-\bigl[\,y\log\{\hat y+(1-y)\log(1-\hat y)\}\bigr]$". Put in $y=0$. What does a wrong answer cost?

<!-- notes: 003 [159], 003 [169] -->
**Slip 2.** For classification with two classes, with several labels, and with several classes, the notes give one and the same formula, "$D(\hat Y, Y) = -Y\log\hat Y$". Take a network with *one* sigmoid output. Which network is perfect by this loss?

<!-- notes: 000 [73] -->
**Slip 3.** The notes say: "In information theory, entropy is the amount of information in an event, expressed by the probability of the event." What is this called, and what is entropy?

<!-- notes: 002 [24] -->
**Slip 4.** To predict the age of a cat, the notes use the loss "$\hat y-y$". How small can it get?

Use this cell as your witness.
"""

# %%
p, y = np.array([0.01, 0.5, 0.99]), 0.0
with np.errstate(invalid="ignore"):
    print("slip 1", -(y * np.log(p + (1 - y) * np.log(1 - p))))
print("slip 2", -(y * np.log(p)))
print("right ", -(y * np.log(p) + (1 - y) * np.log(1 - p)))

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** One bracket stands in the wrong place, and $y$ multiplies everything. For $y=0$ this is 0 times the logarithm of $\hat y+\ln(1-\hat y)$, which is negative: not a number at all, whatever the neuron says. (`nan` means *not a number*.) With the bracket in its place:

$$-\bigl[\,0\cdot\ln\hat y + (1-0)\ln(1-\hat y)\,\bigr] = -\ln(1-\hat y) \tag{slip}$$

**Slip 2.** The one that always says 1. The half of the loss that belongs to $y=0$ is missing. (For several classes with a softmax the short form is right, since there the probabilities compete. But then a sum over the classes and a mean over the examples belong in front.)

**Slip 3.** $-\ln p$ of one event is its *self-information*: its surprise. Entropy is the *average* of it over all events. And cross entropy, which the notes use, is not defined there at all: it is the average surprise of a *model*.

**Slip 4.** As small as you like: predict an age of minus one million. A loss needs a lowest point where the prediction is right. $|\hat y-y|$ has one, and so has $(\hat y-y)^2$.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:slip"]
# check: slip
for p in (0.01, 0.5, 0.99):
    cost = nnlib.binary_cross_entropy(np.array([p]), np.array([0.0]))
    assert np.isclose(-(0 * np.log(p) + (1 - 0) * np.log(1 - p)), -np.log(1 - p))
    assert np.isclose(cost, -np.log(1 - p))

# %% [markdown]
r"""
## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "The loss is the performance." | The loss is what training makes small. What you care about (accuracy, money, lives) is a score of its own, and it can get worse while the loss gets better. |
| "The error is the difference between the actual and the experimental value." | It is prediction minus target. No experiment is involved. |
| "Absolute error" means one thing. | Some notes *add* the sizes, others take the mean. MAE is the mean. Ask which one before you compare numbers. |
| "Cross entropy" means one thing. | Three losses go by this name: binary (one yes or no), multi-label (several yes or no), and categorical (exactly one of several). Their heads differ. |
| "We need three outputs because $y$ and $\hat y$ take the values 0 or 1." | $\hat y$ lies *between* 0 and 1. We need three outputs because there are three questions. |
| "An age is unique, so use softmax." | An age is a number: one output, and a regression loss. Softmax would fit if you cut the ages into classes, and then being off by one year would cost as much as being off by ten. |
| "The derivative of softmax is harder." | Along the logits, with cross entropy, it is as short as that of the single sigmoid. |
| "*sparse* categorical cross entropy is for classes that exclude each other." | Both variants are. *Sparse* only says that the labels come as whole numbers and not as one-hot rows. |
| "Softmax outputs add up to 1 if the classes exclude each other." | They always add up to 1. *Use* it when classes exclude each other. |
| "Squared error cannot classify." | It can, as you have seen. But its push dies where the neuron is sure and wrong. |
| "For regression, always MSE." | It fits where errors look like a bell. With outliers, MAE or Huber may fit better. |
| "The loss should reach 0." | On new examples, only if the truth has no entropy: if two people label the same blurred picture differently, no network gets to 0 there. On the training examples, a large network can learn even wrong labels by heart. |
| "A small loss on the training data means a good network." | Chapter 10 is about the difference. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| loss | 손실 | one number for how wrong an answer is |
| loss function, cost function | 손실 함수, 비용 함수 | the rule that gives this number |
| prediction, target | 예측값, 목푯값(정답) | what the network says, what it should say |
| mean squared error, MSE | 평균 제곱 오차 | the mean of the squared errors |
| mean absolute error, MAE | 평균 절대 오차 | the mean of the sizes of the errors |
| sum of squared errors, SSE | 오차 제곱합 | the same without the division |
| Huber loss | 후버 손실 | a parabola near 0, a line beyond delta |
| outlier | 이상치 | a point far from all others |
| mean, median | 평균, 중앙값 | best for MSE, best for MAE |
| regression | 회귀 | the answer is a number |
| classification | 분류 | the answer is a class |
| likelihood | 우도(가능도) | how probable what was seen is, by a model |
| maximum likelihood | 최대 우도 | choose the model that makes it most probable |
| surprise, self-information | 놀라움, 자기 정보량 | $-\ln p$ of what happened |
| entropy | 엔트로피 | the average surprise of somebody who knows the truth |
| cross entropy | 교차 엔트로피 | the average surprise of somebody who believes $q$ |
| KL divergence | KL 발산 | the price of a wrong belief |
| binary cross entropy | 이진 교차 엔트로피 | the loss for yes or no |
| multi-label | 다중 레이블 | several labels may be true at once |
| one-hot | 원-핫 | 1 at the right class, 0 elsewhere |
| convex | 볼록 | bent upward everywhere: one bowl |
| head | 헤드(출력부) | the last layer, as the task needs it |
| accuracy | 정확도 | the share of right answers |

## Five questions to remember

**1.** Why does one outlier move the mean but hardly the median?

<details><summary>Answer</summary>

The mean is the answer of MSE, where an error pulls in proportion to its size. The median is the answer of MAE, where every error pulls with the same strength.

</details>

**2.** A sigmoid neuron says 0.999 and should say 0. Why does the squared error hardly move it?

<details><summary>Answer</summary>

The slope along the logit contains the slope of the sigmoid, $p(1-p)$, and this is nearly 0 when the neuron is sure. Cross entropy has a factor that cancels it.

</details>

**3.** What is the difference between entropy and cross entropy?

<details><summary>Answer</summary>

Entropy is the average surprise of somebody who knows the true probabilities. Cross entropy is that of somebody who believes others. It is larger by the KL divergence, which is never negative.

</details>

**4.** The accuracy went up, and so did the loss. How can this be?

<details><summary>Answer</summary>

Some answers just crossed the middle and became right, while one or a few became very sure and wrong. Accuracy counts them; the loss asks how sure they were.

</details>

**5.** A picture can show a cat, a lion, both, or neither. Which head, and which loss?

<details><summary>Answer</summary>

Two outputs with a sigmoid each, and the sum of two binary cross entropies. A softmax would force the two to compete.

</details>

## Where this leads

**Back:** sigmoid, softmax and their slopes, chapter 3. The layers that make the logits, chapter 4.

**On:** one neuron learns with these losses in chapter 6. Chapter 7 sends their gradients back through all layers. Why a mean over a batch is a fair guess is chapter 8. When some examples should count more than others, and what `compile(loss=…)` does, is chapter 11.

**Next:** [6 · One neuron learns](06_one_neuron.ipynb)
"""
