# %% [markdown]
r"""
# 6 · One neuron: can it find a cat?

Now the weighted sum, the loss and its slopes come together, and a neuron *learns*. You give it pictures, and for each one the answer "cat" or "no cat". After sixty steps it finds cats in pictures that it has never seen.

**You need:** weighted sums (chapter 0), the sigmoid (chapter 3), unrolled pictures (chapter 4), losses (chapter 5). **Time:** about an hour and a half.

<div class="alert alert-info" style="color: #0b3b42">

**Three words first.** The **architecture** is the form of a model: which numbers go where. The **parameters** are the numbers in it: weights and biases. A **model** is both together. Learning never changes the architecture; it looks for good parameters.

</div>
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import owner, yours

line_grads, step = yours("linear_neuron_grads"), yours("gd_step")
logistic, fit = yours("logistic_loss_and_grads"), yours("fit_logistic")
several = yours("multi_neuron_grads")
for function in (line_grads, step, logistic, fit, several):
    print(f"{owner(function):10} {function.__name__}")

# %% [markdown]
r"""
## Before you look

Three neurons look at the same pictures. The first is told where the cats are, the second the lions, the third the iguanas. Now you swap the labels of lion and iguana, and train all three again. What happens to the weights of the *cat* neuron?

- **A** they change a lot, because everything is connected
- **B** they change a little
- **C** they do not change at all
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("The cat neuron", "ABC", answer="C")

# %% [markdown]
r"""
## See it

### A bad line and a good one

The simplest neuron has one input and no activation, so its answer is a line, $wx+b$. Here it predicts the price of a stock from the time. (The prices are made up.) The line has two parameters, and you see at once which pair is better. A computer needs a number for this: the mean of the squared errors, $J$.
"""

# %%
plots.LINES.show()

# %% [markdown]
r"""
### By hand

Drag an end of the line, and make the squares small. The side of each square is one error, so $J$ is the mean area. On the right, your line is one *point*: the horizontal axis is its weight, the vertical axis its bias. The rings join points with the same $J$, like the lines of equal height on a hiking map. Why does the best bias change when you change the weight?
"""

# %%
plots.by_hand(grads=line_grads)

# %% [markdown]
r"""
<details><summary>Answer</summary>

Here all $x$ are 0 or more, so a larger weight lifts the line nearly everywhere, and so does a larger bias. When you make one larger, the other has to become smaller.

</details>

### The bowl, and a walk in it

The cost over all weights and biases is a bowl, long and narrow, because the two parameters partly do the same work. **Gradient descent** walks down in steps: measure the slope where you are, take a step against it, repeat.
"""

# %%
plots.BOWL.show(grads=line_grads, step=step)

# %% [markdown]
r"""
The **learning rate** says how large a step is. Here it is 0.06. What happens at three times the rate, 0.18?

- **A** the walk arrives three times as fast
- **B** it swings from side to side, and arrives later
- **C** it runs away and never comes back
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Three times the rate", "ABC", answer="C")

# %%
plots.descent(grads=line_grads, step=step)

# %% [markdown]
r"""
Try 0.12: the walk swings from side to side, and still arrives, sooner than with 0.06. Then try 0.155 and 0.16, with 200 steps. Between them lies a limit; above it, the walk runs away (it **diverges**) from *almost* any start. (The exercise asks for a start from which it does not.) Chapter 9 computes the limit.

### Pictures of animals

Now a question with many more inputs: is there a cat in the picture? Each has 64 × 64 pixels of three numbers.
"""

# %%
plots.ZOO.show(rng=np.random.default_rng(0))

# %% [markdown]
r"""
The picture is unrolled (chapter 4). In the row, the pixel just below a pixel is 192 places away (64 pixels of 3 numbers), so for the neuron it is not a neighbour.
"""

# %%
plots.FLATTEN.show(rng=np.random.default_rng(0))

# %% [markdown]
r"""
### A neuron that finds cats

One neuron, 12,288 weights, one bias: 12,289 parameters. All start at 0. It sees 160 pictures, a third of them cats, and takes 60 steps. (The mean picture is subtracted from each, so a number above 0 means: brighter here than in the mean.)
"""

# %%
X, kinds = nnlib.animals(160, np.random.default_rng(1))
rows = nnlib.flatten_images(X)
mean = rows.mean(axis=0)
w, b, history = fit(rows - mean, (kinds == 0).astype(float), 0.05, 60)
plots.WEIGHTS.show_data(w)
print(f"cost first: {history[0]:.3f}, last: {history[-1]:.3f}, fit: {owner(fit)}")

# %% [markdown]
r"""
What has it found? In the middle of the picture, red and green count against a cat, and *blue* counts for it. A lion is yellow and brown, an iguana green, a cat grey. So its idea of a cat is "much blue, compared with red and green", and you find no ears in these three pictures.

### Three neurons

Give three neurons the same pictures, each with its own column of labels. A picture may show several animals now, or none. In the pictures of the weights, grey is 0, and a colour means: more of this colour raises the sum.
"""

# %%
plots.label_order(grads=several, step=step)

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise.** Change the order of the labels, and the pictures change places. No neuron *is* the cat neuron. It becomes one, because its column of labels says "cat". And its weights come out the same, to the last bit, whatever the others learn.

</div>

### Both animals at once

What if a cat *and* a lion are in the picture? Three sigmoid neurons answer three questions. A softmax shares one total of 100 % among the three. Switch the animals on and off, and then all of them off.
"""

# %%
plots.both_animals(grads=several, step=step)

# %% [markdown]
r"""
The softmax was trained on pictures with exactly one animal, and in each of five trials, it was right on at least 97 of 100 new ones. But its bars must add up to 1, so two animals have to share, and with none, one still has to win. It answers "which *single* animal is it?", and not "which animals are there, if any?"

### How old is the cat?

The older a drawn cat, the larger it is. One neuron without an activation, trained with squared errors, guesses the age.
"""

# %%
plots.AGES.show(rng=np.random.default_rng(0), step=step)

# %% [markdown]
r"""
So the question decides the **head** (chapter 5): how many outputs, which activation, which loss. Here are five examples; [number 7](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=choose_head) of the exercise asks for six others.
"""

# %%
plots.HEADS.show()

# %% [markdown]
r"""
## Numbers before letters

**A line.** Three points: $x = (0, 1, 2)$ and $y = (1, 2, 3)$. Start with $w=0$ and $b=2$. The errors are 1, 0, −1, and $J = (1+0+1)/3 = 0.667$.

Nudge $w$, that is, add 0.01: the errors become 1, 0.01, −0.98, and $J$ becomes $0.6535$. It fell by about 0.0132, so the slope with respect to $w$ is about $-1.32$; with smaller nudges you come to $-1.333$. Nudge $b$: one error grows, one shrinks, and the slope is near 0.

**One step** with the rate 0.3 leads to $w = 0+0.3\cdot1.333 = 0.4$, with the errors 1, 0.4, −0.2 and $J = 0.4$. With the rate 1.5 you come to $w=2$ and $J = 14/3 = 4.67$: you have jumped over the valley.

**A yes-or-no neuron.** One example $x=(1, 2)$, and the answer is yes, $y=1$. With zeros the neuron says $p=\tfrac12$, and the cross entropy is $\ln 2 = 0.693$. The slope with respect to the logit is $p-y = -0.5$ (chapter 5), so the slopes with respect to $w_1$, $w_2$ and the bias are $-0.5$, $-1$ and $-0.5$. One step with the rate 1 gives $w=(0.5, 1)$, $b=0.5$. Now the logit is 3, and $p=0.953$.

Your turn: take a second step for the yes-or-no neuron, with the rate 1 again. What is $p$ then? Will it ever be 1?

<details><summary>Will it?</summary>

Never, because $e^{-z}$ is never 0. Each step is smaller than the one before: after $t$ steps, about $1/(6t)$ is missing, as measured (6 is $1^2+2^2+1$: two inputs and the bias). (A computer with 16 digits rounds $p$ to 1 from about $z=37$ on.)

</details>
"""

# %%
x, y = np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0])
for w1 in (0.0, 0.01, 0.4, 2.0):
    print(f"w = {w1:4}: J = {np.mean((w1 * x + 2 - y) ** 2):.4f}")

one, weights, bias = np.array([[1.0, 2.0]]), np.zeros(2), 0.0
for count in range(3):
    p = nnlib.sigmoid(one @ weights + bias)[0]
    print(f"after {count} steps: p = {p:.4f}")
    J, dw, db = logistic(one, np.array([1.0]), weights, bias)
    weights, bias = weights - dw, bias - db

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
from nnlib.plots.ch06.several import train_one_of_three, train_three

J, dw, db = nnlib.linear_neuron_grads(x, y, 0.0, 2.0)
assert np.allclose([J, dw, db], [2 / 3, -4 / 3, 0])
assert round(nnlib.linear_neuron_grads(x, y, 0.01, 2.0)[0], 4) == 0.6535
assert np.isclose(nnlib.linear_neuron_grads(x, y, 0.4, 2.0)[0], 0.4)
assert np.isclose(nnlib.linear_neuron_grads(x, y, 2.0, 2.0)[0], 14 / 3)
assert round(float(nnlib.sigmoid(np.array(3.0))), 3) == 0.953
v, c = np.zeros(2), 0.0
for _ in range(1000):
    _, dv, dc = nnlib.logistic_loss_and_grads(one, np.array([1.0]), v, c)
    v, c = v - dv, c - dc
assert abs(6 * 1000 * (1 - nnlib.sigmoid(one @ v + c)[0]) - 1) < 0.01
assert nnlib.sigmoid(np.array(36.0)) < 1 == nnlib.sigmoid(np.array(38.0))
slow, third, border = (plots.DESCENT.data(rate=r) for r in (0.06, 0.12, 0.155))
assert plots.DESCENT.data(rate=0.18).lost and plots.DESCENT.data(rate=0.16).lost
assert third.costs[-1] < slow.costs[-1] and 0.155 < slow.limit < 0.16 and not border.lost
assert len(w) == 12_288 and abs(history[0] - np.log(2)) < 1e-12 and history[-1] < 0.2
assert all(train_one_of_three(seed)[2] > 0.97 for seed in range(1, 6))
(one_W, one_b), (other_W, other_b) = train_three((0, 1, 2)), train_three((0, 2, 1))
assert np.array_equal(one_W[:, 0], other_W[:, 0]) and one_b[0] == other_b[0]
parts = np.reshape(w, (64, 64, 3))[20:44, 20:44].mean(axis=(0, 1))
assert parts[0] < 0 and parts[1] < 0 < parts[2] and (kinds == 0).sum() == 54

# %% [markdown]
r"""
## The formulas, and why they are true

### The cost of a line

$$J(w, b) = \frac1n\sum_{i=1}^n\bigl(wx_i+b-y_i\bigr)^2 \tag{line}$$

The data stay fixed, and $w$ and $b$ move. *What are its slopes?* If $w$ grows a little, the prediction $p=wx+b$ grows $x$ times as much; if $b$ grows a little, $p$ grows by the same amount. The square of the error $(p-y)^2$ has the slope $2\,(p-y)$ with respect to $p$. Multiply the two (the chain rule, chapter 0), and take the mean over the examples. Above, the errors were 1, 0 and −1: times 2, times $x$, that is 0, 0 and −4, with the mean −1.333 you measured. Now write [number 1](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=linear_neuron_grads) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:line"]
# check: line
x, y = np.array([0.0, 1.0, 2.0, 5.0]), np.array([1.0, 2.0, 3.0, -1.0])
J = sum((0.7 * x[i] + 0.2 - y[i]) ** 2 for i in range(4)) / 4
assert np.isclose(J, nnlib.linear_neuron_grads(x, y, 0.7, 0.2)[0])

# %% [markdown]
r"""
### A step downhill

Collect all parameters in one list, a *vector* $\theta$, here $\theta=(w, b)$. The slopes with respect to each of them, in the same order, form the **gradient** $\nabla J(\theta)$. One step with the learning rate $\eta$ (say *eta*, as in chapter 1; `lr` in code) leads to the new parameters:

$$\theta_{\text{new}} = \theta - \eta\,\nabla J(\theta) \tag{step}$$

The minus sign is the whole idea: the gradient points uphill, so you walk against it. All slopes are computed at the old parameters. Now write [number 2](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=gd_step) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:step"]
# check: step
x, y = np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0])
theta = np.array([0.0, 2.0])
slopes = np.array(nnlib.linear_neuron_grads(x, y, *theta)[1:])
new = theta - 0.3 * slopes
assert np.allclose(new, [0.4, 2.0]) and np.allclose(new, nnlib.gd_step(theta, slopes, 0.3))

# %% [markdown]
r"""
*How much do you gain?* For a small rate,

$$J(\theta-\eta\,\nabla J) \approx J(\theta) - \eta\,\lVert\nabla J\rVert^2 \tag{gain}$$

*Why?* A parameter with the slope $s$ moves by $-\eta s$. That changes $J$ by the slope times the distance moved: $s\cdot(-\eta s)=-\eta s^2$. Add this up over all parameters; the sum of the squares is the squared length of the gradient, $\lVert\nabla J\rVert^2$. So on a steep place one step gains much, on a flat place little. The word *small* matters: the gradient knows the slope where you are, and nothing of what comes after a long step.

<details><summary>Why no other direction is better</summary>

Walk a tiny step in any direction $u$ of length 1. The cost changes at the rate $\nabla J\cdot u$. An old inequality (Cauchy and Schwarz) says when this is most negative:

$$\nabla J\cdot u \;\ge\; -\lVert\nabla J\rVert,\qquad\text{and it is equal for } u = -\frac{\nabla J}{\lVert\nabla J\rVert} \tag{steepest}$$

So $-\nabla J$ is the direction of **steepest descent**, with 2 parameters and with 12,289.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:gain"]
# check: gain
x, y = np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0])
J, *slopes = nnlib.linear_neuron_grads(x, y, -1.0, 0.5)
square = sum(s**2 for s in slopes)
off = []
for rate in (1e-3, 1e-4, 1e-5):
    new = nnlib.linear_neuron_grads(x, y, -1.0 - rate * slopes[0], 0.5 - rate * slopes[1])[0]
    off.append(abs(new - (J - rate * square)) / rate)
assert off[0] < 0.5 and off[1] < off[0] / 5 and off[2] < off[1] / 5

# %% jupyter={"source_hidden": true} tags=["eq:steepest"]
# check: steepest
rng = np.random.default_rng(0)
for d in (2, 12_289):
    g = rng.normal(size=d)
    for u in rng.normal(size=(20, d)):
        assert g @ (u / np.linalg.norm(u)) >= -np.linalg.norm(g)
    assert np.isclose(g @ (-g / np.linalg.norm(g)), -np.linalg.norm(g))

# %% [markdown]
r"""
*Why does a large rate run away?* Take a single parameter $w$ and the bowl $J=\tfrac c2(w-w^\star)^2$. Its bottom is at $w^\star$ (say *w star*). Its slope at $w$ is $c\,(w-w^\star)$, because a square $e^2$ has the slope $2e$, and $\tfrac c2$ halves it. So $c$ says by how much the slope grows when $w$ grows by 1: you can *measure* it. One step leads to $w_{\text{new}}=w-\eta c\,(w-w^\star)$, and the distance from the bottom becomes

$$w_{\text{new}} - w^\star = (1-\eta c)\,(w-w^\star) \tag{factor}$$

With $c=4$, the factor is 0.6 at the rate 0.1, $-0.6$ at 0.4, $-1.4$ at 0.6. If $\eta c<1$, the walk comes nearer from one side. If $1<\eta c<2$, it jumps to the other side each time and still comes nearer. If $\eta c>2$, each jump is larger than the one before. What happens at exactly $\eta c=1$, and at $\eta c=2$?

<details><summary>Answer</summary>

At $\eta c=1$ the factor is 0, so one single step leads to the bottom. At $\eta c=2$ it is $-1$, so the walk swings between two places for ever.

</details>

Now write [number 3](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=one_step_rate): find the rate that needs only one step. (With the same start, gradient descent takes the same walk every time.)
"""

# %% jupyter={"source_hidden": true} tags=["eq:factor"]
# check: factor
c, bottom = 3.0, 1.5
for rate in (0.1, 0.5, 0.8):
    w0 = -2.0
    slope = (c / 2) * ((w0 + 1e-4 - bottom) ** 2 - (w0 - 1e-4 - bottom) ** 2) / 2e-4
    new = nnlib.gd_step(np.array([w0]), np.array([slope]), rate)[0]
    assert np.isclose(new - bottom, (1 - rate * c) * (w0 - bottom), rtol=1e-6)
assert np.allclose([1 - rate * 4 for rate in (0.1, 0.4, 0.6)], [0.6, -0.6, -1.4])

# %% [markdown]
r"""
### A neuron that says how sure it is

Put the sigmoid at the end of the weighted sum (chapter 3):

$$p = \sigma(z),\qquad z = x\cdot w+b \tag{neuron}$$

($x\cdot w$ is short for $x_1w_1+\dots+x_dw_d$.) The answer $p$ is a probability *between* 0 and 1, while the **label** $y$ is 0 or 1. This is called **logistic regression**. And what does the sum $z$ mean? From $p=\frac1{1+e^{-z}}$ it follows that $1-p=\frac{e^{-z}}{1+e^{-z}}$. Divide the two:

$$\frac{p}{1-p} = e^{z},\qquad\text{so}\qquad \ln\frac{p}{1-p} = z \tag{odds}$$

$p/(1-p)$ are the **odds**. At $p=\tfrac34$ they are 3: "three to one for a cat". The neuron adds up evidence, and each time the sum grows by 1, the odds are multiplied by $e\approx2.72$.
"""

# %% jupyter={"source_hidden": true} tags=["eq:neuron"]
# check: neuron
rng = np.random.default_rng(1)
x, w1, b1 = rng.normal(size=4), rng.normal(size=4), 0.3
p = 1 / (1 + np.exp(-(sum(x[j] * w1[j] for j in range(4)) + b1)))
assert np.isclose(p, nnlib.sigmoid(x @ w1 + b1)) and 0 < p < 1

# %% jupyter={"source_hidden": true} tags=["eq:odds"]
# check: odds
for z in (-4.0, 0.0, 0.7, 3.0):
    p = nnlib.sigmoid(np.array(z))
    assert np.isclose(np.log(p / (1 - p)), z) and np.isclose(p / (1 - p), np.exp(z))

# %% [markdown]
r"""
### Its cost, and its slopes

The cost is the binary cross entropy of chapter 5, as a mean over the examples:

$$J = -\frac1n\sum_{i=1}^n\Bigl[y_i\ln p_i+(1-y_i)\ln(1-p_i)\Bigr] \tag{cost}$$

For *one* example, the slope with respect to the logit is $p-y$ (chapter 5). If the weight $w_j$ grows a little, the logit grows $x_j$ times as much. Multiply the two:

$$\frac{\partial\,\text{loss}}{\partial w_j} = (p-y)\,x_j \tag{one-weight}$$

In words: *how wrong am I, times what did I see there*. The perceptron of chapter 1 had the same rule: there the error was $y-\hat y$, and it was added; here $p-y$ is subtracted.

Where does the walk end? This cost is **convex** (the folded proof in chapter 5): one single valley. So if the walk comes to rest, no place is lower. With a second layer (chapter 7) this is no longer true.

Now write [number 4](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=logistic_loss_and_grads) and [number 5](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=fit_logistic) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:cost"]
# check: cost
rng = np.random.default_rng(2)
X2, y, w1, b1 = rng.normal(size=(5, 3)), np.array([1.0, 0, 0, 1, 1]), rng.normal(size=3), -0.4
p = nnlib.sigmoid(X2 @ w1 + b1)
J = -sum(y[i] * np.log(p[i]) + (1 - y[i]) * np.log(1 - p[i]) for i in range(5)) / 5
assert np.isclose(J, nnlib.logistic_loss_and_grads(X2, y, w1, b1)[0])

# %% jupyter={"source_hidden": true} tags=["eq:one-weight"]
# check: one-weight
x, w1, b1, h = np.array([[0.5, -2.0, 3.0]]), np.array([0.2, 0.1, -0.3]), 0.1, 1e-6
for label in (0.0, 1.0):
    p = nnlib.sigmoid(x @ w1 + b1)[0]
    for j in range(3):
        up, down = w1 + h * np.eye(3)[j], w1 - h * np.eye(3)[j]
        J = [nnlib.logistic_loss_and_grads(x, np.array([label]), v, b1)[0] for v in (up, down)]
        assert np.isclose((J[0] - J[1]) / (2 * h), (p - label) * x[0, j], atol=1e-8)

# %% [markdown]
r"""
### Several neurons

Give $k$ neurons the same input. (Letters: $i$ for examples, $m$ for inputs, $j$ and $q$ for neurons.) Neuron $j$ has column $j$ of $W$, entry $j$ of $b$, and column $j$ of the labels. Add up their losses, and take the mean over the examples:

$$J = \frac1n\sum_{i=1}^n\sum_{j=1}^k \operatorname{bce}(p_{ij}, y_{ij}) \tag{several}$$

Here $\operatorname{bce}$ is the binary cross entropy of one answer.

*Why do the neurons not influence each other?* The weight $W_{mj}$ leads from input $m$ to neuron $j$, so it stands in the losses of question $j$ only. The losses of any other question $q$ do not move when it moves:

$$\frac{\partial}{\partial W_{mj}}\operatorname{bce}(p_{iq}, y_{iq}) = 0 \quad\text{for } q\ne j \tag{alone}$$

That proves the surprise. It is *not* so as soon as neurons share something: with softmax, each probability depends on all logits, and in chapter 7, neurons of a second layer share a first one.

Now write [number 6](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=multi_neuron_grads) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:several"]
# check: several
rng = np.random.default_rng(4)
X2, Y = rng.normal(size=(5, 4)), rng.integers(0, 2, (5, 3)).astype(float)
W, b1 = rng.normal(size=(4, 3)), rng.normal(size=3)
J = 0.0
for j in range(3):
    J += nnlib.logistic_loss_and_grads(X2, Y[:, j], W[:, j], b1[j])[0]
assert np.isclose(J, nnlib.multi_neuron_grads(X2, Y, W, b1)[0])

# %% jupyter={"source_hidden": true} tags=["eq:alone"]
# check: alone
rng = np.random.default_rng(5)
X2, Y = rng.normal(size=(5, 4)), rng.integers(0, 2, (5, 3)).astype(float)
W, b1 = rng.normal(size=(4, 3)), rng.normal(size=3)
dW = nnlib.multi_neuron_grads(X2, Y, W, b1)[1]
others = Y.copy()
others[:, 1:] = 1 - others[:, 1:]
assert np.allclose(nnlib.multi_neuron_grads(X2, others, W, b1)[1][:, 0], dW[:, 0])
alone = nnlib.logistic_loss_and_grads(X2, Y[:, 0], W[:, 0], b1[0])[1]
assert np.allclose(alone, dW[:, 0])

# %% [markdown]
r"""
## Write it

**[Exercise 6: seven functions, 20 points](../exercises/06_one_neuron/06_one_neuron.ipynb)**

## Break it: a bug hunt

Three colleagues measure how good the cat detector is on *new* pictures. They use 140 pictures, half of them with a cat. Only one of the three numbers can be believed. Quicker than reading the code: give the three a task in which *nothing* can be learned, and see who still reports success. How do you make such a task from `cat`, in one line?
"""


# %%
def train_and_score(pictures, labels, new_pictures, new_labels):
    rows = nnlib.flatten_images(pictures).astype(np.float32)
    middle = rows.mean(axis=0)
    w, b, _ = nnlib.fit_logistic(rows - middle, labels.astype(np.float32), 0.05, 60)
    logits = (nnlib.flatten_images(new_pictures) - middle) @ w + b
    return float(np.mean((logits > 0) == new_labels))


def measure_ara(X, y, rng):
    order = rng.permutation(len(X))
    train, new = order[: len(X) // 2], order[len(X) // 2 :]
    return train_and_score(X[train], y[train], X[new], y[new])


def measure_bin(X, y, rng):
    order = rng.permutation(len(X))
    train = order[: len(X) // 2]
    return train_and_score(X[train], y[train], X, y)


def measure_chae(X, y, rng):
    more = np.concatenate([X, X + rng.normal(0, 0.02, X.shape)])
    return measure_ara(more, np.concatenate([y, y]), rng)


SUSPECTS = {"Ara": measure_ara, "Bin": measure_bin, "Chae": measure_chae}

# %%
pictures, kind = nnlib.animals(240, np.random.default_rng(3))
half = np.concatenate([np.flatnonzero(kind == 0)[:70], np.flatnonzero(kind != 0)[:70]])
pictures, cat = pictures[half], kind[half] == 0
scores = {}
for name, measure in SUSPECTS.items():
    rng = np.random.default_rng(0)
    scores[name] = [100 * measure(pictures, cat, rng) for _ in range(3)]
    print(f"{name:5} right: {np.mean(scores[name]):.1f} %")

# %% [markdown]
r"""
<details><summary>The one line</summary>

**Shuffle the labels**: in the last line but one, replace `cat` by `rng.permutation(cat)`. An honest number must fall to what guessing gives, here one half.

</details>

<details><summary>Who is guilty?</summary>

With shuffled labels Ara's number falls to about one half; Bin's and Chae's stay between 60 and 80 %.

**Bin** counts the pictures that the neuron was trained on, and with 12,289 parameters it can learn any 70 labels by heart. **Chae** made a copy of each picture with a little noise *before* she split, so about half of her "new" pictures have a twin among the old ones. This is called **leakage**.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
shuffled = {}
for name, measure in SUSPECTS.items():
    found = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        found.append(100 * measure(pictures, rng.permutation(cat), rng))
    shuffled[name] = found
assert np.mean(scores["Ara"]) > 75 and 42 < np.mean(shuffled["Ara"]) < 58 and cat.mean() == 1 / 2
assert np.mean(scores["Ara"]) < min(np.mean(scores["Bin"]), np.mean(scores["Chae"]))
assert all(60 < found < 80 for name in ("Bin", "Chae") for found in shuffled[name])

# %% [markdown]
r"""
## Train on your own functions

Five times, 480 pictures are split into 160 for training and 320 that the neuron never sees. Each time it is trained with the true labels, and with shuffled ones. Two thirds of all pictures show no cat, so "always no", the **baseline**, is right two times out of three.
"""

# %%
honest = plots.HONEST.data(rng=np.random.default_rng(0), fit=fit)
plots.HONEST.show_data(honest)
print(f"fit: {honest.owner}")

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
new = 100 * honest.found["true", "new"]
assert (
    88 < new.mean() < 96
    and 89 < new.min() < 91
    and 94 < new.max() < 96
    and 100 * honest.found["true", "training"].min() > 98
)
assert 100 * honest.found["shuffled", "training"].mean() > 85
assert (
    44 < 100 * honest.found["shuffled", "new"].mean() < 60 and abs(honest.baseline - 2 / 3) < 0.01
)

# %% [markdown]
r"""
On pictures it has seen, the neuron is right in 99 of 100; on new ones in about 92 of 100, and from 90 to 95 in the five splits: report both. With shuffled labels it still learns 9 of 10 *training* pictures by heart. On new ones it says yes to about a third, but blindly. Expect $\frac13\cdot\frac13$ right ones with "yes" and $\frac23\cdot\frac23$ with "no", together $\frac59$: less than "always no".

## Errata: find the slip

<!-- notes: 004 [37-38] -->
**Slip 1.** The notes say of the walk down the mountain: in the end one has come down, "and this is called the global minimum". Is it?

<!-- notes: 004 [47], 004 [52] -->
**Slip 2.** They write the gradient as $\Delta W$, and they say: going "in the direction in which the gradient decreases", one finds the best $W$. What is wrong in this sentence?

<!-- notes: 002 [24] -->
**Slip 3.** To guess the age of a cat, a number above 0, they propose "simply a linear function, or ReLU" at the end of the network. What can go wrong with each of the two?

<!-- notes: 002 [24] -->
**Slip 4.** If there are few examples of one animal, it "is not learned". As a cure they propose the softmax. Does it help?

<!-- notes: 002 [24] -->
**Slip 5.** The cost $J$ is a mean of the losses $L$ of the examples. "Computing all derivatives for $L$ and not for $J$ gives the same result in the end." What is the same, and what is not?
"""

# %%
for answer in (-5.0, 0.0, 5.0):  # Slip 3: three answers, through ReLU and through softplus
    print(f"{answer:4}  relu {max(answer, 0.0)}, softplus {nnlib.softplus(np.array(answer)):.3f}")

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** The global minimum is the lowest point of all. A walk may also end in a local minimum, as the notes say themselves a few lines later. (The costs of *this* chapter have none that is higher than the bottom.)

**Slip 2.** What decreases in this direction is the *cost*. (The gradient itself may grow on the way down. It is usually written $\nabla_W J$, because $\Delta W$ means the *change* of the weights, $-\eta\,\nabla_W J$.)

**Slip 3.** A linear output can be negative. ReLU cannot, but where it is 0 it has no slope and may never move again. Softplus is always positive and always has a slope.

**Slip 4.** Softmax does nothing for rare classes. It helps to let rare examples count more in the mean, or to show them more often.

**Slip 5.** The gradient of $J$ is the *mean* of the gradients of the single losses. The way to compute it is the same, the values are not.

</details>

## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "A cost of 0 is the goal." | On the training data it can mean that everything was learned by heart. |
| "The gradient points to the minimum." | It points uphill, and in a long valley the steepest way down is not the way to the bottom. |
| "Logistic regression is regression." | The name is old. It answers yes or no, with a probability. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| architecture | 구조, 아키텍처 | which numbers go where |
| parameter | 매개변수, 파라미터 | a number that is learned |
| model | 모델, 모형 | both together |
| gradient | 그래디언트(많은 책에서는 그냥 기울기) | the slopes with respect to all parameters |
| to nudge | 살짝 바꾸다 | to change by very little |
| gradient descent | 경사 하강법 | walking against the gradient, step by step |
| steepest descent | 최급강하 | where $J$ falls fastest |
| learning rate | 학습률 | how far one step goes per unit of slope |
| global minimum | 전역 최소점(최솟값) | the lowest point of all |
| local minimum | 국소(지역) 최소점(극솟값) | lower than everything nearby |
| to diverge | 발산하다 | to run away |
| label | 레이블 | the right answer, 0 or 1 |
| logistic regression | 로지스틱 회귀 | a sigmoid neuron with cross entropy |
| odds | 오즈, 승산 | $p/(1-p)$ |
| head | 헤드(출력층) | outputs, activation and loss at the end |
| baseline | 기준선, 베이스라인(기준 모델) | what the simplest answer reaches |
| leakage | 데이터 누수, 누출 | test data that got into the training |

## Five questions to remember

**1.** What is the first cost of a yes-or-no neuron that starts with zeros, and why?

<details><summary>Answer</summary>

$\ln 2$, about 0.693: every probability is one half, whatever the inputs are.

</details>

**2.** A walk swings from side to side of the valley. Is the rate too large?

<details><summary>Answer</summary>

Only if the swings get larger. If they get smaller, it still arrives.

</details>

**3.** Three sigmoids say 0.9, 0.8 and 0.1. Why could a softmax not say this?

<details><summary>Answer</summary>

They add up to 1.8. The shares of a softmax add up to 1.

</details>

**4.** Your detector is right on 95 % of new pictures, and 95 % of the pictures show no cat. What do you know?

<details><summary>Answer</summary>

Nothing about its cats yet, because "always no" gets the same number.

</details>

**5.** How do you find out in one minute that a measured accuracy can *not* be trusted?

<details><summary>Answer</summary>

Shuffle the labels, train and measure again. If the number stays above what guessing gives, you measure memory or leakage. If it falls, other mistakes are still possible.

</details>
"""

# %% [markdown] tags=["recall"]
r"""
### What you predicted

This is what you said before you looked. Where you were wrong: what had you not seen? Say it in one sentence.
"""

# %% jupyter={"source_hidden": true} tags=["recall"]
# what you predicted
plots.look_back("The cat neuron", "Three times the rate")

# %% [markdown]
r"""
## Where this leads

A second layer needs a way to pass slopes back to the first: chapter 7. Which examples to use for one step is chapter 8, where exactly the limit of the learning rate lies is chapter 9.

**Next:** [7 · Backpropagation](07_backprop.ipynb)
"""
