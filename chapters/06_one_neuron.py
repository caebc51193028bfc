# %% [markdown]
r"""
# 6 · One neuron learns

You have a neuron that adds up (chapter 0), a number that says how wrong an answer is (chapter 5), and slopes (chapters 0 and 3). Put them together, and something new happens: the neuron *learns*. You give it pictures and answers. You never tell it what a cat is. After sixty steps it finds cats.

In this chapter you walk down a valley with your own hands first. Then you let arithmetic do the walking. Then one neuron learns to see cats, three neurons learn three animals, and one neuron learns to guess an age.

**You need:** weighted sums (chapter 0), the sigmoid (chapter 3), unrolled pictures (chapter 4), the squared error and cross entropy (chapter 5). **You will have:** gradient descent of your own, and a cat detector trained with it. **Time:** about an hour and a half. Take a pencil.

<div class="alert alert-info" style="color: #0b3b42">

**Three words first.** The **architecture** is the form of a model: which numbers go where. The **parameters** are the numbers in it: weights and biases. A **model** is both together. Learning never touches the architecture. It looks for parameters.

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

Three neurons look at the same pictures. The first is told where the cats are, the second where the lions are, the third where the iguanas are. They are trained together, in one table of weights.

Now you swap the labels of the lion and the iguana, and train again from the start. What happens to the weights of the *cat* neuron?

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

The simplest neuron has one input and no bend. Its answer is a line, $wx+b$. Here it predicts the price of a stock from the time. (The prices are made up for this book.) Two parameters, and you see at once which pair is better. A computer does not see. It needs a number: the mean of the squared errors, $J$.
"""

# %%
plots.LINES.show()

# %% [markdown]
r"""
### By hand

Move the line. Each square has one error as its side, so its area is a squared error. $J$ is the mean area. On the right, your line is one *point*: its weight to the right, its bias upwards. The rings join points with the same $J$, as the rings on a hiking map join places of the same height.

Make the squares small. You will notice that you have to move both sliders again and again. Why does the best bias change when you change the weight?
"""

# %%
plots.by_hand(grads=line_grads)

# %% [markdown]
r"""
### The bowl, and a walk in it

The cost over all weights and biases is a bowl. It is long and narrow, because the two parameters partly do the same work: here all $x$ are 0 or more, so a larger weight lifts the line nearly everywhere, and so does a larger bias. When you make one larger, the other has to become smaller. A ball laid at the edge rolls down the steep side first, then slowly along the valley. **Gradient descent** does the same in steps: measure the slope where you are, take a step against it, repeat.
"""

# %%
plots.BOWL.show(grads=line_grads, step=step)

# %% [markdown]
r"""
How large is a step? The **learning rate** says it. Here it is 0.06. A guess before you move the slider: what happens at three times the rate, 0.18?

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
Try 0.12: the walk swings from one side of the valley to the other, and still arrives, sooner than with 0.06. Try 0.155 and 0.16, with 200 steps. Between them lies a border. Below it every walk arrives, if you give it enough steps. Above it a walk runs away from almost any start. Chapter 9 computes where it lies. Then try 0.005 and count the steps.

### Pictures of animals

Now to a question with many more inputs: is there a cat in the picture? These animals are drawn by a few lines of code, so this book needs no download. Each picture has 64 × 64 points with three numbers each.
"""

# %%
plots.ZOO.show(rng=np.random.default_rng(0))

# %% [markdown]
r"""
A neuron takes a row of numbers. So the picture is unrolled, as in chapter 4: 12,288 numbers. What you see as "just below" is 192 places away in the row. For the neuron it is no neighbour at all.
"""

# %%
plots.FLATTEN.show(rng=np.random.default_rng(0))

# %% [markdown]
r"""
### A neuron that finds cats

One neuron, 12,288 weights, one bias: 12,289 parameters. All start at 0. It sees 160 pictures, a third of them cats, and walks 60 steps downhill. First the mean of all the pictures is subtracted from each of them, number by number. So a number above 0 means: brighter here than in the mean picture. Since it has one weight for each number of a picture, the weights themselves can be drawn as pictures.
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
Nobody told it what to look for. See what it found by itself. In the middle of the picture, much red and much green speak against a cat, and much *blue* speaks for it. A lion is yellow and brown, an iguana green: both have little blue. A cat is grey, with as much blue as anything else. So its idea of a cat is "much blue, compared with red and green". You find no ears in these three pictures.

### Three neurons

Give three neurons the same pictures, each with a column of labels of its own. There may be several animals in a picture now, or none. Here are the weights of the three, as pictures again: grey is 0, a colour means "more of this colour speaks for me".
"""

# %%
plots.label_order(grads=several, step=step)

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise.** Change the order of the labels, and the pictures change places. That is all. No neuron *is* the cat neuron. It becomes one, because its column of labels says "cat". And the others do not matter to it: its weights come out the same, to the last bit. Three neurons in one layer learn side by side with no knowledge of each other.

</div>

### Both animals at once

What if a cat *and* a lion are in the picture? Three sigmoid neurons answer three questions, each with its own yes or no. A softmax shares out one whole. Switch the animals on and off. Then switch all of them off.
"""

# %%
plots.both_animals(grads=several, step=step)

# %% [markdown]
r"""
The softmax was trained on pictures with exactly one animal, and there it is right nearly always. But its bars must add up to 1. With two animals they have to share; with none, one of them still has to win. It is not wrong. It answers another question: *which one?* and not *which of them?*

### How old is the cat?

Here is a question with a number as its answer. The older a drawn cat, the larger it is. One neuron without a bend at its end, trained with squared errors, guesses the age.
"""

# %%
plots.AGES.show(rng=np.random.default_rng(0), step=step)

# %% [markdown]
r"""
A question decides what stands at the end of a network, its **head**: how many outputs, which bend, which loss. Here are five examples. The exercise has six others.

Now write [number 6](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=choose_head) of the exercise.
"""

# %%
plots.HEADS.show()

# %% [markdown]
r"""
## Numbers before letters

Take your pencil.

**A line.** Three points: $x = (0, 1, 2)$ and $y = (1, 2, 3)$. Start with $w=0$ and $b=2$. The predictions are 2, 2, 2. The errors (prediction minus target) are 1, 0, −1. $J = (1+0+1)/3 = 0.667$.

**Its slopes.** Nudge $w$ by 0.01. The predictions become 2, 2.01, 2.02, the errors 1, 0.01, −0.98, and $J$ becomes $0.6535$. It fell by about 0.0132, so the slope along $w$ is about $-0.0132/0.01=-1.32$. With smaller and smaller nudges you come to $-1.333$. Nudge $b$ instead: one error grows, one shrinks, and the slope is near 0.

**One step**, with the rate 0.3: $w = 0+0.3\cdot1.333 = 0.4$, and $b$ stays. Predictions 2, 2.4, 2.8. Errors 1, 0.4, −0.2. $J = (1+0.16+0.04)/3 = 0.4$. Downhill.

**A step too far**, with the rate 1.5: $w=2$. Predictions 2, 4, 6. Errors 1, 2, 3. $J = 14/3 = 4.67$. You jumped over the valley.

**A yes-or-no neuron.** One example $x=(1, 2)$, and the answer is yes, $y=1$. With zero weights and zero bias the neuron says $p=\tfrac12$, and the cross entropy is $\ln 2 = 0.693$. The slope at the logit is $p-y = -0.5$ (chapter 5). So the slope along $w_1$ is $-0.5\cdot1$, along $w_2$ it is $-0.5\cdot2$, along the bias $-0.5$. One step with the rate 1 gives $w=(0.5, 1)$, $b=0.5$. Now the logit is $0.5+2+0.5 = 3$, and $p=0.953$.

Your turn: take a second step for the yes-or-no neuron, with the rate 1 again. What is $p$ then? Will it ever be 1?
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
J, dw, db = nnlib.linear_neuron_grads(x, y, 0.0, 2.0)
assert np.allclose([J, dw, db], [2 / 3, -4 / 3, 0])
assert round(nnlib.linear_neuron_grads(x, y, 0.01, 2.0)[0], 4) == 0.6535
assert np.isclose(nnlib.linear_neuron_grads(x, y, 0.4, 2.0)[0], 0.4)
assert np.isclose(nnlib.linear_neuron_grads(x, y, 2.0, 2.0)[0], 14 / 3)
assert round(float(nnlib.sigmoid(np.array(3.0))), 3) == 0.953
slow, third, border = (plots.DESCENT.data(rate=r) for r in (0.06, 0.12, 0.155))
assert plots.DESCENT.data(rate=0.18).lost and plots.DESCENT.data(rate=0.16).lost
assert third.costs[-1] < slow.costs[-1] and 0.155 < slow.limit < 0.16 and not border.lost
assert len(w) == 12_288 and abs(history[0] - np.log(2)) < 1e-12 and history[-1] < 0.2
parts = np.reshape(w, (64, 64, 3))[20:44, 20:44].mean(axis=(0, 1))
assert parts[0] < 0 and parts[1] < 0 < parts[2] and (kinds == 0).sum() == 54

# %% [markdown]
r"""
## The formulas, and why they are true

### The cost of a line

$$J(w, b) = \frac1n\sum_{i=1}^n\bigl(wx_i+b-y_i\bigr)^2 \tag{line}$$

Read it as a function of $w$ and $b$. The data stay fixed. That is the change of view in this chapter: so far $x$ moved and the parameters stood still.
"""

# %% jupyter={"source_hidden": true} tags=["eq:line"]
# check: line
x, y = np.array([0.0, 1.0, 2.0, 5.0]), np.array([1.0, 2.0, 3.0, -1.0])
J = sum((0.7 * x[i] + 0.2 - y[i]) ** 2 for i in range(4)) / 4
assert np.isclose(J, nnlib.linear_neuron_grads(x, y, 0.7, 0.2)[0])

# %% [markdown]
r"""
*How does one error change?* Let $p=wx+b$ be one prediction. If $w$ grows a little, $p$ grows $x$ times as much; if $b$ grows, $p$ grows as much. And the square of the error grows with $p$ like this:

$$\frac{\partial}{\partial p}(p-y)^2 = 2\,(p-y) \tag{one-error}$$

Multiply along the way (chapter 3: slopes of nested functions multiply), take the mean over the examples, and you have both slopes. The exercise asks you to do it.

Now write [number 1](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=linear_neuron_grads) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:one-error"]
# check: one-error
y, h = 1.7, 1e-5
for p in (-2.0, 0.0, 1.5, 4.0):
    measured = ((p + h - y) ** 2 - (p - h - y) ** 2) / (2 * h)
    assert np.isclose(measured, 2 * (p - y), atol=1e-8)

# %% [markdown]
r"""
### A step downhill

Collect all parameters in one vector $\theta$, here $\theta=(w, b)$. The slopes along each of them, in the same order, form the **gradient** $\nabla J(\theta)$. One step with the learning rate $\alpha$ leads to the new parameters $\theta'$. (Here the prime means "new". It is no slope.)

$$\theta' = \theta - \alpha\,\nabla J(\theta) \tag{step}$$

The minus sign is the whole idea: the gradient points uphill, you walk against it. All parameters move at once, and all slopes are computed at the old parameters.
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
*Why this direction, and no other?* Walk a tiny step in any direction $u$ of length 1. The cost changes at the rate $\nabla J\cdot u$: each slope times how far you go along it, all added up. Which direction makes this most negative? Write $\lVert\nabla J\rVert$ for the length of the gradient. An old inequality (Cauchy and Schwarz) answers:

$$\nabla J\cdot u \;\ge\; -\lVert\nabla J\rVert,\qquad\text{and it is equal for } u = -\frac{\nabla J}{\lVert\nabla J\rVert} \tag{steepest}$$

So $-\nabla J$ is the direction of **steepest descent**. It holds for 2 parameters, and for 12,289.
"""

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
*How much do you gain?* Put this direction in. For a small rate,

$$J(\theta-\alpha\,\nabla J) \approx J(\theta) - \alpha\,\lVert\nabla J\rVert^2 \tag{gain}$$

A steep place pays much, a flat place little. And where the gradient is 0, the walk stops. The word *small* matters: the gradient knows the slope under your feet. It knows nothing of what comes after a long step.
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

# %% [markdown]
r"""
*Why does a large rate run away?* Take a single parameter $w$ and the bowl $J=\tfrac c2(w-w^*)^2$. Its bottom is at $w^*$, and a larger $c$ makes it narrower. Its slope at $w$ is $c\,(w-w^*)$. One step leads from $w$ to $w'=w-\alpha c\,(w-w^*)$. So the distance from the bottom becomes

$$w' - w^* = (1-\alpha c)\,(w-w^*) \tag{factor}$$

The distance is multiplied by the same factor at every step. If $\alpha c<1$, the walk creeps in from one side. If $1<\alpha c<2$, it jumps to the other side each time and still comes nearer. If $\alpha c>2$, each jump is larger than the one before. And at $\alpha c=1$ the factor is 0: one single step leads to the bottom. At $\alpha c=2$ it is $-1$, and the walk swings between two places for ever. Nothing here is left to chance: with the same start, the same rate and the same data, gradient descent takes the same walk every time.

Now write [number 2](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=gd_step) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:factor"]
# check: factor
c, bottom = 3.0, 1.5
for rate in (0.1, 0.5, 0.8):
    w0 = -2.0
    slope = (c / 2) * ((w0 + 1e-4 - bottom) ** 2 - (w0 - 1e-4 - bottom) ** 2) / 2e-4
    new = nnlib.gd_step(np.array([w0]), np.array([slope]), rate)[0]
    assert np.isclose(new - bottom, (1 - rate * c) * (w0 - bottom), rtol=1e-6)

# %% [markdown]
r"""
### A neuron that says how sure it is

Put the sigmoid at the end of the weighted sum (chapter 3):

$$p = \sigma(x\cdot w+b) \tag{neuron}$$

Now the answer lies *between* 0 and 1. It is never 0 and never 1. The **label** $y$ is 0 or 1; the answer $p$ is a probability. To say "cat" or "no cat", you have to draw a line somewhere, most often at one half. This is called **logistic regression**.
"""

# %% jupyter={"source_hidden": true} tags=["eq:neuron"]
# check: neuron
rng = np.random.default_rng(1)
x, w1, b1 = rng.normal(size=4), rng.normal(size=4), 0.3
p = 1 / (1 + np.exp(-(sum(x[j] * w1[j] for j in range(4)) + b1)))
assert np.isclose(p, nnlib.sigmoid(x @ w1 + b1)) and 0 < p < 1

# %% [markdown]
r"""
*What is the sum, then?* Turn the sigmoid round, and you see what the logit measures:

$$\ln\frac{p}{1-p} = x\cdot w+b \tag{odds}$$

$p/(1-p)$ are the **odds**. At $p=\tfrac34$ they are 3: "three to one for a cat". The neuron collects evidence, number by number, and adds it up. Each time the sum grows by 1, the odds are multiplied by $e\approx2.72$.
"""

# %% jupyter={"source_hidden": true} tags=["eq:odds"]
# check: odds
for z in (-4.0, 0.0, 0.7, 3.0):
    p = nnlib.sigmoid(np.array(z))
    assert np.isclose(np.log(p / (1 - p)), z)

# %% [markdown]
r"""
### Its cost, and its slopes

The cost is the binary cross entropy of chapter 5, as a mean over the examples:

$$J = -\frac1n\sum_{i=1}^n\Bigl[y_i\ln p_i+(1-y_i)\ln(1-p_i)\Bigr] \tag{cost}$$

Look at the brackets. Each logarithm has only its own $p_i$ or $1-p_i$ inside. In one place of the notes, the first logarithm has everything after it inside. One example has a *loss*; the mean over all examples is the *cost* $J$.
"""

# %% jupyter={"source_hidden": true} tags=["eq:cost"]
# check: cost
rng = np.random.default_rng(2)
X2, y, w1, b1 = rng.normal(size=(5, 3)), np.array([1.0, 0, 0, 1, 1]), rng.normal(size=3), -0.4
p = nnlib.sigmoid(X2 @ w1 + b1)
J = -sum(y[i] * np.log(p[i]) + (1 - y[i]) * np.log(1 - p[i]) for i in range(5)) / 5
assert np.isclose(J, nnlib.logistic_loss_and_grads(X2, y, w1, b1)[0])

# %% [markdown]
r"""
For *one* example, chapter 5 found the slope at the logit: $p-y$. If the weight $w_j$ grows a little, the logit grows $x_j$ times as much. Multiply along the way:

$$\frac{\partial\,\text{loss}}{\partial w_j} = (p-y)\,x_j \tag{one-weight}$$

Read it aloud: *how wrong am I, times what did I see there*. Let the numbers go from 0, black, to 1, white, and let the neuron miss a cat. Then one step makes the weight of a white spot larger, and it does not change the weight of a black spot ($x_j=0$). The perceptron of chapter 1 had the same rule, with an error of −1, 0 or 1 in place of $p-y$. For all examples, take the mean. (With chapter 5's trick, no $\sigma'$ is left over.)

Now write [number 3](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=logistic_loss_and_grads) and [number 4](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=fit_logistic) of the exercise.
"""

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
### Only one valley

Where does the walk end? In general it may end in a hollow that is not the deepest one, rest on a flat place, or hesitate at a mountain pass. The **global minimum** is the lowest point of *all*; that a walk ends somewhere does not make that place the global one. But for this neuron there is a promise. Count the bias as one more weight, with an input that is always 1. Now walk through the parameters along a straight line, in any direction $v$. Does the cost bend upward on this line, or downward? The slope of the slope says it, as in chapter 0. Here it is called the curvature:

$$\text{curvature along } v = \frac1n\sum_{i=1}^n p_i(1-p_i)\,(x_i\cdot v)^2 \;\ge\;0 \tag{convex}$$

A sum of squares with positive factors: the cost is never curved downwards. It is **convex**: one valley, without a second hollow beside it. So if the walk comes to rest, no place is lower. It may also never rest: if the neuron can get every training picture right, the valley goes down for ever, towards the cost 0 (chapter 5). In chapter 7, with a second layer, the promise is lost.
"""

# %% jupyter={"source_hidden": true} tags=["eq:convex"]
# check: convex
rng = np.random.default_rng(3)
X2, y, h = (
    np.column_stack([rng.normal(size=(6, 2)), np.ones(6)]),
    np.array([1.0, 0, 1, 1, 0, 0]),
    1e-4,
)
for w1, v in rng.normal(size=(10, 2, 3)):
    J = [nnlib.logistic_loss_and_grads(X2, y, w1 + s * h * v, 0.0)[0] for s in (1, 0, -1)]
    p = nnlib.sigmoid(X2 @ w1)
    curvature = sum(p[i] * (1 - p[i]) * (X2[i] @ v) ** 2 for i in range(6)) / 6
    assert np.isclose((J[0] - 2 * J[1] + J[2]) / h**2, curvature, atol=1e-6) and curvature >= 0

# %% [markdown]
r"""
### Several neurons

Give $k$ neurons the same input. Neuron $j$ has column $j$ of $W$, entry $j$ of $b$, and column $j$ of the labels. Add up their losses; take the mean over the examples:

$$J = \frac1n\sum_{i=1}^n\sum_{j=1}^k \operatorname{bce}(p_{ij}, y_{ij}) \tag{several}$$

Here $\operatorname{bce}(p, y)$ is the loss of one answer, the binary cross entropy of chapter 5. The inner sum is there because there are $k$ questions. (The notes give another reason: that the answers are 0 or 1. They are not. They lie between.)
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

# %% [markdown]
r"""
*Why do they not know of each other?* The weight $W_{mj}$ leads from input $m$ to neuron $j$. So it stands in the losses of question $j$ only. The losses of any other question $j'$ do not move when it moves, and their slope is 0:

$$\frac{\partial}{\partial W_{mj}}\operatorname{bce}(p_{ij'}, y_{ij'}) = 0 \quad\text{for } j'\ne j \tag{alone}$$

That proves the surprise. Training three neurons together is training each of them alone. It also tells you when it will *not* be so: as soon as they share something. Two such things come soon. With softmax, each probability depends on all logits. And in chapter 7, neurons of a second layer share a first one.

Now write [number 5](../exercises/06_one_neuron/06_one_neuron.ipynb#cell-id=multi_neuron_grads) of the exercise.
"""

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
### What is no loss

Why not simply take "prediction minus target" as the loss, without a square? Because it can go below any bound:

$$\frac1n\sum_{i=1}^n(p_i-y_i)\;\to\;-\infty\qquad\text{for } b\to-\infty \tag{no-loss}$$

"The smaller the better" then means: predict minus a million for everyone. A loss has to be smallest where the answer is *right*. So take the size of the error, $|p-y|$, or its square.
"""

# %% jupyter={"source_hidden": true} tags=["eq:no-loss"]
# check: no-loss
x, y = np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0])
means = [np.mean((1.0 * x + b1) - y) for b1 in (1.0, -1e3, -1e6)]
assert means[0] == 0 and means[1] < -900 and means[2] < -9e5
assert nnlib.linear_neuron_grads(x, y, 1.0, 1.0)[0] == 0

# %% [markdown]
r"""
## Write it

Now it is your turn.

**[Exercise 6: six functions, 20 points](../exercises/06_one_neuron/06_one_neuron.ipynb)**

You write the slopes of a line, one step downhill, the cost and slopes of a yes-or-no neuron, the whole walk, several neurons side by side, and the table of heads. With `nnlib keep 06_one_neuron` your functions move into this chapter: the walks above and the cat detector below then run on them.

## Break it: a bug hunt

Three colleagues measure how good the cat detector is on *new* pictures. They use 140 pictures, and half of them show a cat. Each is content with the result. Only one of the three numbers can be believed. Read the code, if you like. But there is a quicker way, which also works when you cannot read the code.
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
<details><summary>Who is guilty?</summary>

The quick way: **shuffle the labels**, so that there is nothing to be learned. Replace `cat` by `rng.permutation(cat)` and run the cell again. An honest number must fall to what guessing gives, and here that is one half. Ara's falls. Bin's and Chae's stay well above it, at about 70 %. They measure something that has nothing to do with cats.

**Bin** counts the pictures that the neuron was trained on. With 12,289 parameters and 70 pictures, it can learn any labels by heart. Memory is not knowledge.

**Chae** wanted more data and made a copy of each picture with a little noise. That alone is fine. But she did it *before* she split, so about half of her "new" pictures have a twin among the old ones. This slip is called **leakage**, and it stands in published papers.

**Ara** is innocent.

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
    shuffled[name] = np.mean(found)
assert np.mean(scores["Ara"]) > 75 and 42 < shuffled["Ara"] < 58 and cat.mean() == 1 / 2
assert np.mean(scores["Ara"]) < min(np.mean(scores["Bin"]), np.mean(scores["Chae"]))
assert min(shuffled["Bin"], shuffled["Chae"]) > 65

# %% [markdown]
r"""
## Train on your own functions

Now the honest result, with your `fit_logistic` if you have kept it. Five times, the 480 pictures are split anew into 160 for training and 320 that the neuron never sees. Each time it is trained twice: with the true labels, and with shuffled ones. And there is a third number to beat: two thirds of all pictures show no cat. Somebody who always says "no cat" is right two times out of three, and knows nothing.
"""

# %%
honest = plots.HONEST.data(rng=np.random.default_rng(0), fit=fit)
plots.HONEST.show_data(honest)
print(f"fit: {honest.owner}")

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
new = 100 * honest.found["true", "new"]
assert 88 < new.mean() < 96 and 100 * honest.found["true", "training"].min() > 98
assert 100 * honest.found["shuffled", "training"].mean() > 85
assert 100 * honest.found["shuffled", "new"].mean() < 60 and abs(honest.baseline - 2 / 3) < 0.01

# %% [markdown]
r"""
Read the four rows. On pictures it has seen, the neuron is right in 99 of 100. On new ones in about 92 of 100, clearly more than the two thirds of "always no". That is the number to report, with its spread. With shuffled labels it still learns 9 of 10 *training* pictures by heart, and on new ones it falls below the one who always says no. So a high score on the training data proves nothing. It may be knowledge; it may be memory.

## Errata: find the slip

<!-- notes: 004 [37-38] -->
**Slip 1.** The notes say of the walk down the mountain: in the end one has come down, "and this is called the global minimum".

<!-- notes: 004 [47], 004 [52] -->
**Slip 2.** They write the gradient as $\Delta W$, and they say: going "in the direction in which the gradient decreases", one finds the best $W$. There is one slip in the sign, and one in the sentence.

<!-- notes: 002 [24] -->
**Slip 3.** To guess the age of a cat, a number above 0, they propose "simply a linear function, or ReLU" at the end of the network.

<!-- notes: 002 [24] -->
**Slip 4.** If there are few examples of one kind of animal, it "is not learned". As a cure they propose the softmax.

<!-- notes: 002 [24] -->
**Slip 5.** The cost $J$ is a mean of the losses $L$ of the examples. "Computing all derivatives for $L$ and not for $J$ gives the same result in the end."
"""

# %%
print(nnlib.sigmoid(np.array([-30.0, 30.0])), nnlib.softplus(np.array([-5.0, 0.0, 5.0])))

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** The global minimum is the lowest point of all. A walk may end in a local minimum, on a plateau or near a saddle. (The costs of *this* chapter have no such false ends: where all slopes are 0, no place is lower. That had to be proved.)

**Slip 2.** The gradient is $\nabla_W J$. The *change* of the weights is $-\alpha\,\nabla_W J$: with a minus, and with the learning rate. And what decreases in this direction is the *cost*. (The gradient itself may grow on the way down.)

**Slip 3.** A linear output can be negative. ReLU cannot, but where it is 0 it has no slope and may never move again. Softplus is always positive and always has a slope.

**Slip 4.** Softmax does nothing for rare classes. Weights on examples, other sampling, or another threshold do.

**Slip 5.** The gradient of $J$ is the *mean* of the gradients of the single losses. The way to compute it is the same, the values are not.

</details>

## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "Learning means that the network changes its structure." | The architecture stays. Numbers change. |
| "A cost of 0 is the goal." | On the training data it can mean that everything was learned by heart. |
| "The gradient points to the minimum." | It points straight uphill, where you stand. Against it is the steepest way down, and in a long valley that is not the way to the bottom. |
| "A smaller learning rate is safer, so better." | Safer, yes. But ten times smaller costs ten times the steps. |
| "A large learning rate always diverges." | Only past the border. Just below it, the walk swings and still arrives. |
| "The neuron says 0.9, so it is a cat." | It says how sure it is. Where to draw the line is your decision. |
| "Neuron 1 is the cat neuron." | It becomes what its column of labels says. |
| "Neurons of one layer help each other." | In a single layer with sigmoids they do not even notice each other. |
| "92 % right is good." | Compared with what? Always ask what the simplest answer would get. |
| "Logistic regression is regression." | The name is old. It answers yes or no, with a probability. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| model | 모델 | architecture and parameters together |
| architecture | 구조, 아키텍처 | which numbers go where |
| parameter | 매개변수 | a number that is learned |
| cost | 비용 | the mean loss over the examples |
| gradient | 그래디언트, 기울기 벡터 | the slopes along all parameters |
| gradient descent | 경사 하강법 | walking against the gradient, step by step |
| learning rate | 학습률 | how far one step goes per unit of slope |
| steepest descent | 최급강하 | the direction in which the cost falls fastest |
| global minimum | 전역 최솟값 | the lowest point of all |
| local minimum | 국소 최솟값 | lower than everything nearby |
| convex | 볼록 | one valley, without side hollows |
| to diverge | 발산하다 | to run away |
| logistic regression | 로지스틱 회귀 | a sigmoid neuron with cross entropy |
| logit | 로짓 | the sum before the sigmoid; the logarithm of the odds |
| odds | 오즈, 승산 | $p/(1-p)$ |
| label | 레이블 | the right answer of an example |
| head | 헤드, 출력층 | outputs, bend and loss at the end of a network |
| multi-label | 다중 레이블 | several answers may be yes |
| baseline | 기준선 | what the simplest answer reaches |
| leakage | 누출 | test data that got into the training |

## Five questions to remember

**1.** What is the first cost of a yes-or-no neuron that starts with zeros, and why?

<details><summary>Answer</summary>

$\ln 2$, about 0.693: every probability is one half, whatever the inputs are.

</details>

**2.** A walk swings from side to side of the valley. Is the rate too large?

<details><summary>Answer</summary>

Not necessarily. If the swings get smaller, it still arrives. If they get larger, the rate is past the border.

</details>

**3.** A picture may show a cat, a lion, both or neither. Which head?

<details><summary>Answer</summary>

One sigmoid output per animal, each with binary cross entropy. A softmax would force exactly one answer.

</details>

**4.** Your detector is right in 95 % of new pictures, and 95 % of the pictures show no cat. What do you know?

<details><summary>Answer</summary>

Nothing yet. Always saying "no cat" gets the same number.

</details>

**5.** How do you find out in one minute whether a measured accuracy can be trusted?

<details><summary>Answer</summary>

Shuffle the labels, train and measure again. If the number stays above what guessing gives, you measure memory or leakage. (If it falls, these two are not the cause. Other slips are still possible.)

</details>

## Where this leads

**Back:** the weighted sum, chapter 0. The same rule with hard yes and no, chapter 1. The sigmoid, chapter 3. Where $p-y$ comes from, chapter 5.

**On:** a second layer needs a way to hand the blame back, chapter 7. Which examples to use for one step, chapter 8. Where exactly the border of the learning rate lies, and better ways to walk, chapter 9. Memory against knowledge, chapter 10.

**Next:** [7 · Backpropagation](07_backprop.ipynb)
"""
