# %% [markdown]
r"""
# 3 · Activations: what happens to a signal through ten layers?

Without activations, a network can only draw straight lines. So every layer bends its numbers with an **activation function** before it passes them to the next. These numbers are the **signal**. It travels *up*, from the inputs to the output.

When the network learns, one number says how wrong its answer is, the **loss** (chapter 5). Every weight needs to know how fast the loss changes when this weight changes. By the chain rule, you begin at the output and walk *down*; at each layer you multiply by the slope of its activation and by a weight, because the product $w\cdot a$ grows $w$ times as fast as $a$. (There are many ways down from the output to a weight; chapter 7 adds them up.) What you carry with you is the **gradient**. In this chapter you follow the signal up and the gradient down through ten layers. Then you help a network that learns nothing.

**You need:** slopes, the chain rule and weighted sums (chapter 0), units (chapter 1). **Time:** about two hours, with a pencil.
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import owner, yours

# %% [markdown]
r"""
## Before you look

Take ten layers of 64 sigmoid units each, with random weights, typically about $\tfrac18$ in size, as usual for 64 inputs. How large are the gradients of the *first* layer's weights, compared with those of the *last* layer's?

- **A** about as large
- **B** about a tenth
- **C** less than one part in 100,000

Commit now, and press Compare after the *depth probe* below.
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Ten layers", "ABC", answer="C")

# %% [markdown]
r"""
## See it

### Six curves and their slopes

In each picture, the solid blue line is what happens to the signal on its way up. Its slope, dashed and orange, is what multiplies the gradient on its way down.
"""

# %%
plots.PAIR_GRID.show()

# %% [markdown]
r"""
Now drag the cursor yourself. Try the sigmoid at $z=0$, where it is steepest, and at $z=6$. Then take the step of chapter 1, anywhere you like: what is its slope?
"""

# %%
plots.pair_explorer()

# %% [markdown]
r"""
<details><summary>What you should have seen</summary>

The sigmoid is steepest at 0, and even there its slope is only 0.25. At $z=6$ it is about 0.0025. The step is flat *everywhere*, apart from its one jump, so no gradient ever gets through it.

</details>

### The flat ends

A unit in the flat part of its curve is **saturated**: its output hardly reacts to its input, so hardly any gradient comes back through it.
"""

# %%
plots.SATURATION.show()

# %% [markdown]
r"""
### Ten layers, best case

The slope of a sigmoid is *at most* 0.25, and the gradient is multiplied by such a slope at every layer. So what is left after $k$ layers, if every single unit sits at its very best point?
"""

# %%
plots.POWERS.show()

# %% [markdown]
r"""
After ten layers of sigmoids, less than a millionth is left. This is the **vanishing gradient**. Tanh and ReLU can, at best, pass everything on.

But between two activations there are *weights*, and the gradient is multiplied by them, too. A second guess: take ten layers of **tanh**, whose slope never exceeds 1, and make the weights eight times larger. The gradient of the first layer, compared with the last, is then

- **A** smaller: larger weights push tanh into its flat ends
- **B** much larger, by a factor in the hundreds
- **C** about the same: tanh is safe
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Large weights", "ABC", answer="B")

# %% [markdown]
r"""
The **depth probe** answers both questions. It sends random examples up through layers with random weights, and a random gradient down. *Weight scale 1* means that the weights have the **standard deviation** $1/\sqrt{64}=\tfrac18$, which is their typical distance from their mean, 0. On the left you see the signal: how far the outputs **differ from example to example** (again a standard deviation). If all examples give the same output, the layers above cannot tell them apart. On the right you see the gradient of each layer's weights.

1. Read the ratio: the first layer's gradient divided by the last one's. Look at the left picture, too.
2. Set the weight scale to 4, then to 8, and nothing else.
3. Go back to 1, and choose tanh. Then set the scale to 8 again.
4. Choose relu, depth 30, scale 8. The ratio looks harmless. What does the left picture show?
"""

# %%
plots.depth_probe()

# %% [markdown]
r"""
Here are ten draws each of five cases.
"""

# %%
plots.RATIOS.show(rng=np.random.default_rng(0))

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise: here, weights matter as much as the activation.** With weight scale 1, the sigmoids' first layer gets about 4 millionths of the last layer's gradient, and at layer 10 the examples differ by less than a millionth. With weight scale 8, it gets about four tenths (0.1 to 0.9 in ten draws), and the examples stay apart. And "safe" tanh, at scale 8, *explodes*, several hundred times: an **exploding gradient**.

</div>

Which scale is right, then? Here are the outputs of tanh, for three scales.
"""

# %%
plots.HISTOGRAMS.show(rng=np.random.default_rng(0))

# %% [markdown]
r"""
With weight scale 0.5, by layer 10 every output of tanh is nearly 0. With 8, most outputs are stuck at −1 or 1. With 1, the signal stays alive. Why? A weighted sum adds up $d$ random contributions. Some are positive and some negative, so they partly cancel: 64 of them make a sum that is typically not 64 but only $\sqrt{64}=8$ times as large as one. (Try it: `np.std(rng.normal(size=(10_000, 64)).sum(axis=1))` with any `rng` is about 8.) If each input differs by $s$ from example to example, and the weights have the standard deviation $w$, then the sum differs by about

$$s_{\text{sum}} = \sqrt d\;w\;s \tag{scale}$$

So with $w=1/\sqrt d$, which is weight scale 1, the sums differ as the inputs did, and so do the outputs of tanh near 0, where its slope is 1. The sigmoid has slope $\tfrac14$ there, so it wants weights at least four times as large. ReLU drops the negative half, and wants about $\sqrt2$ times as much to keep the size of its outputs, though not how much they differ. Chapter 9 works this out.
"""

# %% jupyter={"source_hidden": true} tags=["eq:scale"]
# check: scale
rng = np.random.default_rng(0)
for d, w, s in ((64, 1 / 8, 1.0), (100, 0.3, 2.0), (25, 0.2, 0.5)):
    sums = rng.normal(0, s, (4000, d)) @ rng.normal(0, w, (d, 200))
    assert np.isclose(np.sqrt(np.mean(np.var(sums, axis=0))), np.sqrt(d) * w * s, rtol=0.03)
assert np.isclose(nnlib.central_difference(nnlib.tanh, 0.0), 1)
assert np.isclose(nnlib.central_difference(nnlib.sigmoid, 0.0), 1 / 4)

# %% [markdown]
r"""
<details><summary>Why does the ratio of relu not notice the weight scale?</summary>

Make all weights $c$ times larger (the probe has no biases), and the signal into layer $l$ grows by $c^{\,l-1}$, the gradient arriving at layer $l$ of $L$ by $c^{\,L-l}$. The gradient of the weights is the product of the two, so it grows by $c^{\,L-1}$ *at every layer*. But the left picture is not a ratio: with scale 8, the differences become about 5.4 times as large at every layer, and about $10^{22}$ at layer 30.

</details>

### Units that never fire

On ReLU's left side the slope is exactly 0. A unit whose sum is negative for *every* example gets no gradient: it is **dead**.

Third guess. A layer has 64 ReLU units, with weighted sums mostly between −3 and 3. Set the bias of all units to −4. How many are dead, that is, silent for all of 200 examples?

- **A** none
- **B** a few, fewer than ten
- **C** more than half
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Bias −4", "ABC", answer="C")

# %% [markdown]
r"""
Each square is a unit. The brighter it is, the more examples it fires for. A cross marks a dead unit. Move the bias down, then switch to **leaky relu**, which keeps a small slope `alpha` on its left side.
"""

# %%
plots.dead_units()

# %% [markdown]
r"""
Here is the count, over several draws; the band runs from the smallest to the largest.
"""

# %%
plots.COUNT.show(rng=np.random.default_rng(0))

# %% [markdown]
r"""
Leaky ReLU has no dead units, because its slope is nowhere 0.

### Many numbers at once: softmax

**Softmax** takes a whole row of numbers, the **logits**, and turns it into a row of probabilities: all positive, together 1. Three such probabilities are one point in a triangle. A corner means "certainly this one", the middle means "no idea".

Fourth guess. You add 1 to *all three* logits. What happens?

- **A** nothing at all
- **B** every probability rises
- **C** the largest probability rises, the others fall
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Add one to all", "ABC", answer="A")

# %% [markdown]
r"""
Drag a logit and watch the point. You can also drag the point, and the logits follow. Press *add 1 to all three logits*, several times. Then lower the **temperature**: every logit is divided by it before the softmax.
"""

# %%
plots.softmax_triangle()

# %% [markdown]
r"""
A low temperature drives the point into a corner, though nothing new was learned. Large logits make the answer look sure; they do not make it right.

### The way back through softmax

Each probability depends on *every* logit. So the slopes form a table, the **Jacobian**: row $i$, column $j$ tells how fast probability $i$ grows with logit $j$. From above comes the **upstream** gradient, one number per probability. From every probability, each logit collects this number times the slope; that is the **downstream** gradient.

The table can be measured, like any slope (its formula comes below: $\tfrac14\cdot\tfrac34=\tfrac3{16}$). For the probabilities $(\tfrac14,\tfrac34)$, it has the rows $(\tfrac3{16},-\tfrac3{16})$ and $(-\tfrac3{16},\tfrac3{16})$. If 8 arrives at the first probability and 0 at the second, the first logit collects $8\cdot\tfrac3{16}=1.5$ and the second $8\cdot(-\tfrac3{16})=-1.5$.

Fifth guess. The upstream gradient is the same for all three, 1, 1, 1. Downstream you get

- **A** 1, 1, 1
- **B** 0, 0, 0
- **C** the three probabilities
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Upstream 1, 1, 1", "ABC", answer="B")

# %%
plots.softmax_jacobian()

# %% [markdown]
r"""
Orange means negative and violet means positive. Whatever upstream gradient you choose, the downstream numbers add up to 0. Can you say why? Think of *add 1 to all three*, which changed nothing.

## Numbers before letters

**ReLU, forward and back.** Four sums arrive at four units: $z = (3, -2, 0, 5)$. Negative numbers become 0, so $a = (3, 0, 0, 5)$. Now a gradient comes back: $(10, 20, 30, 40)$. It passes where the unit fired and stops where it did not: $(10, 0, 0, 40)$. A leaky ReLU with alpha = 0.1 gives $(3, -0.2, 0, 5)$ and $(10, 2, 3, 40)$.

**Sigmoid.** At $z=0$: $1/(1+1)=\tfrac12$. Where $e^{-z}=\tfrac13$, that is at $z=\ln 3\approx 1.1$: $1/(1+\tfrac13)=\tfrac34$. Where $e^{-z}=3$: $\tfrac14$.

**Softmax.** Take the logits $(0, \ln 3)$. The powers $e^0=1$ and $e^{\ln 3}=3$ add up to 4, so the probabilities are $\tfrac14$ and $\tfrac34$. The sigmoid of $\ln 3$ was $\tfrac34$, too: for two logits, softmax is the sigmoid of their difference.

Your turn: write down ReLU of $(-1, 4)$, the gradient $(6, 7)$ on its way back through it, and the softmax of $(\ln 2, \ln 2, \ln 4)$.
"""

# %%
z = np.array([[-1.0, 4.0]])
a = nnlib.relu(z)
print(a, nnlib.relu_backward(np.array([[6.0, 7.0]]), a), nnlib.softmax(np.log([[2.0, 2.0, 4.0]])))

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
z, dout = np.array([[3.0, -2.0, 0.0, 5.0]]), np.array([[10.0, 20.0, 30.0, 40.0]])
assert nnlib.relu(z).tolist() == [[3, 0, 0, 5]]
assert nnlib.relu_backward(dout, nnlib.relu(z)).tolist() == [[10, 0, 0, 40]]
leaky = nnlib.leaky_relu(z, 0.1)
assert np.allclose(leaky, [[3, -0.2, 0, 5]])
assert np.allclose(nnlib.leaky_relu_backward(dout, leaky, 0.1), [[10, 2, 3, 40]])
assert np.allclose(nnlib.sigmoid(np.log([[1.0, 3.0, 1 / 3]])), [[1 / 2, 3 / 4, 1 / 4]])
P = nnlib.softmax(np.array([[0.0, np.log(3)]]))
assert np.allclose(P, [[1 / 4, 3 / 4]])
slopes = nnlib.softmax_backward(np.eye(2), np.repeat(P, 2, axis=0))
assert np.allclose(slopes, [[3 / 16, -3 / 16], [-3 / 16, 3 / 16]])
assert np.allclose(nnlib.softmax_backward(np.array([[8.0, 0.0]]), P), [[1.5, -1.5]])

# %% [markdown]
r"""
## The formulas, and why they are true

### One rule for the way back

Write $\varphi$ (*phi*) for any activation, $z$ for what goes into it, a weighted sum plus bias, and $a$ for what comes out. On the way back, a number `dout` arrives: how fast the loss changes when $a$ grows. By the chain rule, multiply it by the slope of the activation. You get $\mathrm{d}z$, how fast the loss changes when $z$ grows.

$$\mathrm{d}z = \mathrm{dout}\cdot\varphi'(z) \tag{backward}$$

The slope is taken **at $z$**, where the signal went in. Still, all backward functions of this book are given $a$, because for each of these functions the slope at $z$ can be *written* with $a$, which has been computed already.
"""

# %% jupyter={"source_hidden": true} tags=["eq:backward"]
# check: backward
z, dout, h = np.array([[-1.7, 0.4, 2.2]]), np.array([[3.0, -2.0, 0.5]]), 1e-6
pairs = (nnlib.sigmoid, nnlib.sigmoid_backward), (nnlib.tanh, nnlib.tanh_backward)
for phi, phi_backward in pairs:
    slope_at_z = (phi(z + h) - phi(z - h)) / (2 * h)
    assert np.allclose(phi_backward(dout, phi(z)), dout * slope_at_z, atol=1e-8)

# %% [markdown]
r"""
### Sigmoid

$$\sigma(z) = \frac{1}{1+e^{-z}} \tag{sigmoid}$$
"""

# %% jupyter={"source_hidden": true} tags=["eq:sigmoid"]
# check: sigmoid
z = np.linspace(-8, 8, 33)
assert np.allclose(nnlib.sigmoid(z), 1 / (1 + np.exp(-z)))

# %% [markdown]
r"""
The curve is symmetric:

$$\sigma(-z) = 1-\sigma(z) \tag{sigmoid-symmetry}$$

*Why?* Write 1 as $\frac{1+e^{-z}}{1+e^{-z}}$, and you see that $1-\sigma(z)$ is $e^{-z}/(1+e^{-z})$. Multiply top and bottom by $e^{z}$. Because $e^{-z}e^{z}=1$, you get $1/(e^{z}+1)$, which is $\sigma(-z)$.

The same trick helps at $z=-1000$, where $e^{1000}$ is too large for float64: multiply top and bottom by $e^{z}$, which is tiny there.

Now write [number 1](../exercises/03_activations/03_activations.ipynb#cell-id=sigmoid) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:sigmoid-symmetry"]
# check: sigmoid-symmetry
z = np.linspace(-8, 8, 33)
assert np.allclose(nnlib.sigmoid(-z), 1 - nnlib.sigmoid(z))

# %% [markdown]
r"""
Now its slope. Call the bottom of the fraction $s = 1+e^{-z}$, so that $\sigma(z) = 1/s$. *First, the slope of $s$.* The 1 is constant, so its slope is 0. In $e^{-z}$ two machines stand in a row (chapter 0): $-z$, with the slope $-1$, and then $e$ to this power, with the slope $e^{-z}$. Multiplied, they give $-e^{-z}$, which is $1-s$. *Then comes $1/s$*, whose slope with respect to $s$ is $-1/s^2$. By the chain rule, multiply these two slopes:

$$\sigma'(z) = -\frac{1}{s^2}\,(1-s) \tag{sigmoid-steps}$$

At $z=\ln3$, for example, $s=\frac43$, and the slope is $-\frac9{16}\cdot(-\frac13)=\frac3{16}$. One step is yours: $1/s$ is the output $a$. Write the slope with $a$ alone. How large can it be?

<details><summary>The short form, when you have tried</summary>

The slope is $\frac1s\cdot\frac{s-1}s$, and the second factor is $1-\frac1s$:

$$\sigma'(z) = \sigma(z)\,\bigl(1-\sigma(z)\bigr) \tag{sigmoid-slope}$$

Multiply out the right side:

$$a\,(1-a) = \tfrac14 - \left(a-\tfrac12\right)^2 \le \tfrac14 \tag{sigmoid-bound}$$

So the slope is at most $\tfrac14$, and it reaches this only where $a=\tfrac12$, at $z=0$.

</details>

Now write [number 2](../exercises/03_activations/03_activations.ipynb#cell-id=sigmoid_backward) of the exercise. With these two you can build a depth probe of your own. Is there a weight scale at which the gradient neither vanishes nor explodes? That is [number 3](../exercises/03_activations/03_activations.ipynb#cell-id=steady_scale).
"""

# %% jupyter={"source_hidden": true} tags=["eq:sigmoid-slope"]
# check: sigmoid-slope
for z in (-3.0, -0.5, 0.0, 1.1, 4.0):
    slope = nnlib.central_difference(nnlib.sigmoid, z)
    assert abs(slope - nnlib.sigmoid(z) * (1 - nnlib.sigmoid(z))) < 1e-9

# %% jupyter={"source_hidden": true} tags=["eq:sigmoid-steps"]
# check: sigmoid-steps
for z in (-3.0, -0.5, 0.0, 1.1, 4.0):
    s = 1 + np.exp(-z)
    assert abs(nnlib.central_difference(lambda t: 1 + np.exp(-t), z) - (1 - s)) < 1e-7
    assert np.isclose(nnlib.central_difference(nnlib.sigmoid, z), -1 / s**2 * (1 - s))
    assert np.isclose(nnlib.sigmoid(z), 1 / s)

# %% jupyter={"source_hidden": true} tags=["eq:sigmoid-bound"]
# check: sigmoid-bound
a = nnlib.sigmoid(np.linspace(-8, 8, 161))
slope = nnlib.sigmoid_backward(np.ones_like(a), a)
assert np.allclose(slope, 1 / 4 - (a - 1 / 2) ** 2)
assert slope.max() == 1 / 4 and a[slope.argmax()] == 1 / 2

# %% [markdown]
r"""
### Tanh, the stretched sigmoid

$$\tanh z = \frac{e^{z}-e^{-z}}{e^{z}+e^{-z}} \tag{tanh}$$

It looks like the sigmoid, but runs from −1 to 1, through the origin. It *is* the sigmoid, stretched and shifted (multiply top and bottom by $e^{-z}$, and write the new top as $2-(1+e^{-2z})$):

$$\tanh z = 2\,\sigma(2z)-1 \tag{tanh-from-sigmoid}$$
"""

# %% jupyter={"source_hidden": true} tags=["eq:tanh"]
# check: tanh
z = np.linspace(-6, 6, 49)
assert np.allclose(nnlib.tanh(z), (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)))

# %% jupyter={"source_hidden": true} tags=["eq:tanh-from-sigmoid"]
# check: tanh-from-sigmoid
z = np.linspace(-6, 6, 49)
assert np.allclose(nnlib.tanh(z), 2 * nnlib.sigmoid(2 * z) - 1)

# %% [markdown]
r"""
The chain rule gives the slope of the right side: the 2 in front stays, and the inner machine $2z$ has the slope 2.

$$\tanh' z = 4\,\sigma'(2z) \tag{tanh-slope}$$

At $z=0$ this is $4\cdot\tfrac14=1$. One step is yours: put in the slope of the sigmoid, then replace $\sigma(2z)$ by what equation (tanh-from-sigmoid) says about it. What is left is a short formula in $a=\tanh z$ alone.

<details><summary>A hint, when you have tried</summary>

$\sigma(2z)=\frac{1+a}2$, so the slope is $4\cdot\frac{1+a}2\cdot\frac{1-a}2$. Multiply it out.

</details>

Now write [number 4](../exercises/03_activations/03_activations.ipynb#cell-id=tanh_backward) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:tanh-slope"]
# check: tanh-slope
for z in (-2.0, -0.3, 0.0, 0.8, 3.0):
    slope_of_sigmoid = nnlib.central_difference(nnlib.sigmoid, 2 * z)
    assert abs(nnlib.central_difference(nnlib.tanh, z) - 4 * slope_of_sigmoid) < 1e-9

# %% [markdown]
r"""
### ReLU and its leaky cousin

$$\mathrm{relu}(z) = \max(z, 0) \tag{relu}$$

$$\mathrm{leaky}_\alpha(z) = \begin{cases} z & \text{if } z>0 \\ \alpha z & \text{otherwise}\end{cases}\qquad 0<\alpha<1 \tag{leaky-relu}$$

Look at their pictures, and you see their slopes:

$$\mathrm{relu}'(z) = \begin{cases} 1 & \text{if } z>0 \\ 0 & \text{if } z<0\end{cases} \qquad \mathrm{leaky}_\alpha'(z) = \begin{cases} 1 & \text{if } z>0 \\ \alpha & \text{if } z<0\end{cases} \tag{relu-slope}$$

At $z=0$ there is a kink, and no slope exists. The book takes the value from the left, as most libraries do. The *sign* of $a$ tells on which side $z$ was.

Now write [number 5](../exercises/03_activations/03_activations.ipynb#cell-id=relu) and [number 6](../exercises/03_activations/03_activations.ipynb#cell-id=leaky_relu_backward) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:relu"]
# check: relu
z = np.array([-2.0, -0.1, 0.0, 0.1, 3.0])
assert nnlib.relu(z).tolist() == [max(x, 0.0) for x in z]

# %% jupyter={"source_hidden": true} tags=["eq:leaky-relu"]
# check: leaky-relu
for alpha in (0.01, 0.3):
    for z in (-2.0, -0.1, 0.0, 0.1, 3.0):
        assert np.isclose(nnlib.leaky_relu(z, alpha), z if z > 0 else alpha * z)

# %% jupyter={"source_hidden": true} tags=["eq:relu-slope"]
# check: relu-slope
alpha = 0.3
for z in (-2.0, -0.1, 0.1, 3.0):
    assert np.isclose(nnlib.central_difference(nnlib.relu, z), 1 if z > 0 else 0)
    leaky_slope = nnlib.central_difference(lambda x: nnlib.leaky_relu(x, alpha), z)
    assert np.isclose(leaky_slope, 1 if z > 0 else alpha)
assert nnlib.relu_backward(1.0, nnlib.relu(0.0)) == 0
assert nnlib.leaky_relu_backward(1.0, nnlib.leaky_relu(0.0, alpha), alpha) == alpha

# %% [markdown]
r"""
### Softmax

$$p_i = \frac{e^{z_i}}{\sum_k e^{z_k}} \tag{softmax}$$

Powers of $e$ are positive, so every $p_i$ is, and dividing by the sum makes them add up to 1.
"""

# %% jupyter={"source_hidden": true} tags=["eq:softmax"]
# check: softmax
Z = np.random.default_rng(1).normal(0, 2, (5, 4))
for z, p in zip(Z, nnlib.softmax(Z)):
    assert np.allclose(p, [np.exp(z[i]) / sum(np.exp(z[k]) for k in range(4)) for i in range(4)])

# %% [markdown]
r"""
Now *add 1 to all three*. With any number $c$ in place of 1:

$$\frac{e^{z_i+c}}{\sum_k e^{z_k+c}} = \frac{e^{c}\,e^{z_i}}{e^{c}\sum_k e^{z_k}} = p_i \tag{softmax-shift}$$

Only *differences* of logits matter. So you may choose $c$ freely, and with logits like 1000 you must choose one that keeps the powers small: otherwise infinity is divided by infinity, which is `nan`.
"""

# %% jupyter={"source_hidden": true} tags=["eq:softmax-shift"]
# check: softmax-shift
Z = np.random.default_rng(2).normal(0, 2, (5, 4))
for c in (1.0, -3.0, 40.0):
    shifted = np.exp(Z + c) / np.exp(Z + c).sum(axis=1)[:, None]
    assert np.allclose(shifted, nnlib.softmax(Z))
    assert np.allclose(nnlib.softmax(Z + c), nnlib.softmax(Z))

# %% [markdown]
r"""
The table of slopes, with row $i$ for the probability and column $j$ for the logit:

$$\frac{\partial p_i}{\partial z_j} = p_i\,(\delta_{ij}-p_j) \tag{softmax-jacobian}$$

Here $\delta_{ij}$ is 1 on the diagonal, where $i=j$, and 0 elsewhere. The diagonal holds $p_i(1-p_i)$, the slope of the sigmoid again; every other place holds $-p_ip_j$, because what one gains, the others lose.

<details><summary>Why</summary>

The logarithm turns the fraction into a difference: $\ln p_i = z_i-\ln\sum_k e^{z_k}$. How fast does it grow with $z_j$? The first term gives $\delta_{ij}$, the second $-e^{z_j}/\sum_k e^{z_k}$, which is $-p_j$. The slope of $\ln p_i$ is the slope of $p_i$ divided by $p_i$ (two machines in a row, and the slope of $\ln$ is 1 over its input). So multiply by $p_i$.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:softmax-jacobian"]
# check: softmax-jacobian
z, h = np.array([0.3, -1.0, 1.2, 0.0]), 1e-6
p = nnlib.softmax(z)
rises = [nnlib.softmax(z + h * e) - nnlib.softmax(z - h * e) for e in np.eye(4)]
measured = np.column_stack(rises) / (2 * h)
entries = [[p[i] * ((i == j) - p[j]) for j in range(4)] for i in range(4)]
assert np.allclose(entries, measured, atol=1e-9)
assert np.allclose(np.diag(p) - np.outer(p, p), measured, atol=1e-9)

# %% [markdown]
r"""
On the way back, logit $j$ collects, from every probability, its upstream number times the slope. This is a **vector–Jacobian product**.

$$\mathrm{d}z_j = \sum_i \mathrm{dout}_i\;p_i\,(\delta_{ij}-p_j) \tag{softmax-backward}$$

For 1000 classes, the table would have a million entries, but you do not need it. Split the bracket into two sums. In the first, all terms but one are 0. In the second, $p_j$ moves to the front; what is left is *one single number for the whole row*.

<details><summary>In numbers, when you have tried</summary>

For $P=(\tfrac14,\tfrac34)$ and $\mathrm{dout}=(8,0)$, this number is $\tfrac14\cdot8+\tfrac34\cdot0=2$. Then $\mathrm dz$ is $\tfrac14(8-2)=1.5$ and $\tfrac34(0-2)=-1.5$, as above.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:softmax-backward"]
# check: softmax-backward
rng = np.random.default_rng(3)
z, dout = rng.normal(0, 1, (1, 4)), rng.normal(0, 1, (1, 4))
p, measured = nnlib.softmax(z)[0], nnlib.numerical_vjp(nnlib.softmax, z, dout)[0]
for j in range(4):
    dz_j = sum(dout[0, i] * p[i] * ((i == j) - p[j]) for i in range(4))
    assert abs(dz_j - measured[j]) < 1e-9

# %% [markdown]
r"""
And now the zeros of your fifth guess. If every upstream number is the same $c$, then

$$\mathrm{d}z_j = c\sum_i p_i\,(\delta_{ij}-p_j) = c\,\Bigl(p_j-p_j\sum_i p_i\Bigr) = 0 \tag{softmax-ones}$$

because the probabilities add up to 1. And why do the downstream numbers always add up to 0? Move all logits up by a small step: no probability moves, so the loss does not either. But it changes by the step times the sum of the downstream numbers, so this sum is 0.
"""

# %% jupyter={"source_hidden": true} tags=["eq:softmax-ones"]
# check: softmax-ones
P = nnlib.softmax(np.random.default_rng(4).normal(0, 2, (6, 5)))
for c in (1.0, -7.5):
    assert np.allclose(nnlib.softmax_backward(np.full((6, 5), c), P), 0, atol=1e-14)
    assert np.allclose([c * (p - p * row.sum()) for row in P for p in row], 0, atol=1e-14)
dout = np.random.default_rng(5).normal(0, 1, (6, 5))
assert np.allclose(nnlib.softmax_backward(dout, P).sum(axis=1), 0, atol=1e-14)

# %% [markdown]
r"""
<div class="alert alert-warning" style="color: #4a3200">

**A trap for checkers.** With an upstream gradient of ones, a `softmax_backward` that always returns zeros passes! Use random numbers.

</div>

Now write [number 7](../exercises/03_activations/03_activations.ipynb#cell-id=softmax) and [number 8](../exercises/03_activations/03_activations.ipynb#cell-id=softmax_backward) of the exercise.
"""

# %%
Z = np.random.default_rng(6).normal(0, 1, (2, 3))
lazy = np.zeros((2, 3))
upstream = {"ones": np.ones((2, 3)), "random": np.random.default_rng(7).normal(0, 1, (2, 3))}

for name, dout in upstream.items():
    measured = nnlib.numerical_vjp(nnlib.softmax, Z, dout)
    print(f"{name:7} largest difference {np.abs(lazy - measured).max():.1e}")

# %% [markdown]
r"""
## Write it

**[Exercise 3: eight functions, 24 points](../exercises/03_activations/03_activations.ipynb)**

You can look at your function before it is checked: give it to the widget under its name. The book's curve appears as a broad band, yours on top. The one in the cell has two mistakes. Where do the two curves separate?
"""


# %%
def sigmoid(z):
    return np.clip(0.5 + z / 4, 0, 1)


plots.pair_explorer(functions={"sigmoid": sigmoid})

# %% [markdown]
r"""
<details><summary>The two mistakes</summary>

First, it is a straight line where the sigmoid bends: at $z=1$ it says 0.75 and the sigmoid 0.73, at $z=2$ it says 1 and the sigmoid 0.88. Second, beyond $\pm2$ it is exactly flat, so no gradient passes.

</details>

When you have kept your functions with `nnlib keep 03_activations`, here is the depth probe on them, with the book's line in grey.
"""

# %% jupyter={"source_hidden": true}
# which of these functions are yours
NAMES = (
    "sigmoid", "sigmoid_backward", "tanh_from_sigmoid", "tanh_backward", "relu", "relu_backward",
    "leaky_relu_backward", "softmax", "softmax_backward",
)  # fmt: skip
KEPT = {name.removesuffix("_from_sigmoid"): yours(name) for name in NAMES}
MINE = {name: function for name, function in KEPT.items() if owner(function) == "yours"}
for name, function in KEPT.items():
    print(f"{name:20} {owner(function)}")

# %%
plots.depth_probe(functions=MINE)

# %% [markdown]
r"""
## Break it: a bug hunt

Three colleagues bring activations that are not in this chapter, each with a backward function on the output. At least one of them is wrong. The loop compares claim and measurement at one point, with one upstream number, and nobody looks guilty. Change the point. Change the upstream number.
"""


# %%
def soft_sign(z):
    return z / (1 + abs(z))


def soft_sign_backward(dout, a):
    return dout * (1 - abs(a)) ** 2


def soft_plus(z):
    return np.log1p(np.exp(z))


def soft_plus_backward(dout, a):
    return 1 - np.exp(-a)


def hard_sigmoid(z):
    return min(max(0.2 * z + 0.5, 0.0), 1.0)


def hard_sigmoid_backward(dout, a):
    return dout * 0.2 * (a < 1)


SUSPECTS = {
    "soft sign": (soft_sign, soft_sign_backward),
    "soft plus": (soft_plus, soft_plus_backward),
    "hard sigmoid": (hard_sigmoid, hard_sigmoid_backward),
}

# %%
z, dout = 1.0, 1.0

for name, (forward, backward) in SUSPECTS.items():
    measured = dout * nnlib.central_difference(forward, z)
    claimed = backward(dout, forward(z))
    print(f"{name:13} measured {measured:9.6f}   claimed {claimed:9.6f}")

# %% [markdown]
r"""
<details><summary>Who is guilty?</summary>

**Soft plus** forgets `dout`. With an upstream number of 1 you cannot see it. Set `dout = 3.0`.

**Hard sigmoid** is wrong on the flat part at the left: set `z = -4.0`. It should also test `a > 0`. A check that never visits a branch says nothing about it.

**Soft sign** is innocent.

</details>
"""


# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
def guilty(name, z, dout):
    forward, backward = SUSPECTS[name]
    return abs(dout * nnlib.central_difference(forward, z) - backward(dout, forward(z))) > 1e-6


assert not any(guilty(name, 1.0, 1.0) for name in SUSPECTS)
assert guilty("soft plus", 1.0, 3.0) and not guilty("soft plus", -2.0, 1.0)
assert guilty("hard sigmoid", -4.0, 1.0) and not guilty("hard sigmoid", 4.0, 3.0)
assert not any(guilty("soft sign", z, dout) for z in (-4.0, -0.5, 0.7, 5.0) for dout in (1.0, -3.0))

# %% [markdown]
r"""
## Train on your own functions

Here is a ReLU written with two plain loops. The data are 1,797 small pictures of handwritten digits; 400 are kept apart for the test. A seed chooses which ones, and the first weights too, so each line has five networks. (Where nothing else is said, the network has 64 inputs, 32 hidden ReLU units and 10 outputs, written 64-32-10. Its first weights have the size that suits ReLU. Each step looks at 32 pictures, a *batch* (chapter 8), with the learning rate 0.1.)
"""


# %%
def my_relu(z):
    a = np.zeros_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            if z[i, j] > 0:
                a[i, j] = z[i, j]
    return a


X, y = nnlib.load_digits()


def accuracies(activation, backward=None):
    found = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X_train, y_train, X_test, y_test = nnlib.split(X, y, 400, rng)
        into = {"activation": activation, "activation_backward": backward}
        network = nnlib.train(X_train, y_train, [64, 32, 10], rng, epochs=12, **into)
        found.append(network.accuracy(X_test, y_test))
    return np.round(100 * np.array(found), 1)


book, mine = accuracies(nnlib.relu), accuracies(my_relu)
print("book", book)
print("mine", mine)

# %% [markdown]
r"""
The two lines agree. Now break `my_relu`: write `z[i, j] > 1`, and run the cell again. The networks lose about four percentage points: of 100 pictures, about four more are wrong.

In one printed line only the seed changes, and still the best network is about three points ahead of the worst. That is the **spread**. A difference smaller than the spread, seen in one network, tells you little.

Now your functions, forward and backward, in the same loop.
"""

# %%
for name in ("sigmoid", "tanh", "relu"):
    forward, backward = KEPT[name], KEPT[f"{name}_backward"]
    found = accuracies(forward, backward)
    print(f"{name:8} {found.mean():.1f} %, from {found.min()} to {found.max()}")
    print(f"{'':8} forward {owner(forward)}, backward {owner(backward)}")

# %% [markdown]
r"""
With one hidden layer and twelve epochs, the *best* network of sigmoids loses to the *worst* of the others. But sigmoids do learn.

### What theory says, and what the digits say

Here are networks with 1, 3 and 6 hidden layers of 32 units, five seeds each, after 20 epochs. For each depth and seed, all three activations start from the same weights, drawn with the scale that suits ReLU.
"""

# %%
race = plots.RACE.data(X, y, np.random.default_rng(3), seeds=5)
plots.RACE.show_data(race)

# %% [markdown]
r"""
After 20 epochs, six layers of sigmoids are no better than chance. One last guess: with first weights of scale 8, all else as before, how many test digits do they get right?

- **A** about one in ten, as before
- **B** about half
- **C** more than 80 %
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Six sigmoids", "ABC", answer="C")


# %%
def six_sigmoids(scale, lr, epochs=20, seeds=5):
    def first_weights(n_in, n_out, rng):
        return rng.normal(0, scale / np.sqrt(n_in), (n_in, n_out))

    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        X_train, y_train, X_test, y_test = nnlib.split(X, y, 400, rng)
        into = {"activation": nnlib.sigmoid, "lr": lr, "initializer": first_weights}
        network = nnlib.train(X_train, y_train, [64, *[32] * 6, 10], rng, epochs=epochs, **into)
        found.append(network.accuracy(X_test, y_test))
    return np.round(100 * np.array(found), 1)


tried = {pair: six_sigmoids(*pair) for pair in ((1.4, 0.1), (1.4, 1.0), (8, 0.1), (8, 0.5))}
for (scale, lr), found in tried.items():
    print(f"scale {scale}, rate {lr}: {found}")

# %% [markdown]
r"""
The same six layers reach 84 to 88 %, and with the learning rate 0.5 they come to within about three points of tanh (91 to 97 %). In the picture the scale was 1.4, and there a rate ten times as large does not help. So a vanishing gradient is a matter of depth *and* of first weights: at each layer the gradient is multiplied once more, and the scale decides by how much.

<div class="alert alert-info" style="color: #0b3b42">

**A result that we did not expect.** You often read that ReLU trains better than tanh. On these digits, at none of the three depths is it ahead by even one point on average. At six layers tanh is ahead: in the middle of five seeds by about one point (the mean says more, because one ReLU network ended at 60 %), and with the rate 0.03 by one or two. With 0.3 tanh still reaches 97 %, and ReLU about 87 %.

</div>
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
assert tried[1.4, 0.1].max() < 15 and tried[1.4, 1.0].max() < 15
assert tried[8, 0.1].min() > 83 and tried[8, 0.1].max() < 90
assert 90 < tried[8, 0.5].min() and tried[8, 0.5].max() < 98
lanes = {lane.activation: lane.accuracies for lane in race}
assert lanes["sigmoid"][2].max() < 0.15 and lanes["sigmoid"][0].min() > 0.85
assert (lanes["relu"].mean(axis=1) - lanes["tanh"].mean(axis=1)).max() < 0.01
assert np.sort(lanes["relu"][2])[0] < 0.65 < 0.94 < np.sort(lanes["relu"][2])[1]
assert lanes["tanh"][2].min() > 0.94
assert lanes["tanh"][2].mean() > lanes["relu"][2].mean()


def deep(activation, lr):
    found = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X_train, y_train, X_test, y_test = nnlib.split(X, y, 400, rng)
        into = {"activation": activation, "lr": lr, "epochs": 20}
        network = nnlib.train(X_train, y_train, [64, *[32] * 6, 10], rng, **into)
        found.append(network.accuracy(X_test, y_test))
    return 100 * np.array(found)


race_middle, slow, fast = (
    {name: 100 * np.median(lanes[name][2]) for name in ("tanh", "relu")},
    *({a.__name__: np.median(deep(a, lr)) for a in (nnlib.tanh, nnlib.relu)} for lr in (0.03, 0.3)),
)
assert 0.2 < race_middle["tanh"] - race_middle["relu"] < 2.5
assert 0.5 < slow["tanh"] - slow["relu"] < 3
assert 95.5 < fast["tanh"] < 98.5 and 82 < fast["relu"] < 92
assert 1 < deep(nnlib.tanh, 0.1).mean() - tried[8, 0.5].mean() < 4.5
total = np.std(np.random.default_rng(0).normal(size=(10_000, 64)).sum(axis=1))
assert 7.7 < total < 8.3

assert 2 < book.max() - book.min() < 4 and np.array_equal(book, mine)
assert 3 < np.mean(book - accuracies(lambda z: np.where(z > 1, z, 0))) < 5.5
alone = {name: accuracies(getattr(nnlib, name)) for name in ("sigmoid", "tanh")}
assert 85 < alone["sigmoid"].max() < min(alone["tanh"].min(), book.min())

probe = plots.DEPTH.data(activation="sigmoid")[0]
assert probe.signal[-1] < 1e-6 and 0.25**10 < 1e-6
assert plots.DEPTH.data(activation="sigmoid", scale=8)[0].signal[-1] > 0.05
high = plots.DEPTH.data(activation="relu", scale=8, depth=30)[0]
assert 5.35 < (high.signal[-1] / high.signal[0]) ** (1 / 29) < 5.55
assert 5e21 < high.signal[-1] < 3e22
even = [
    plots.DEPTH.data(activation="relu", scale=2**0.5, depth=30, seed=seed)[0] for seed in range(10)
]
first, tenth, last = np.median([probe.signal for probe in even], axis=0)[[0, 9, 29]]
assert last < 0.85 * tenth and tenth < 0.6 * first
sizes = [[np.sqrt(np.mean(probe.outputs[k] ** 2)) for k in (9, 29)] for probe in even]
assert 0.5 < np.median(sizes, axis=0).min() and np.median(sizes, axis=0).max() < 1.4
for z, line, curve in ((1.0, 0.75, 0.73), (2.0, 1.0, 0.88)):
    assert sigmoid(z) == line and round(nnlib.sigmoid(z), 2) == curve
ratios = {(s.activation, s.scale): s for s in plots.RATIOS.data(rng=np.random.default_rng(0))}
assert 2e-6 < ratios["sigmoid", 1.0].middle < 6e-6 and 0.35 < ratios["sigmoid", 8.0].middle < 0.5
assert ratios["sigmoid", 8.0].ratios.min() > 0.08 and 0.85 < ratios["sigmoid", 8.0].ratios.max() < 1
assert ratios["sigmoid", 8.0].middle / ratios["sigmoid", 1.0].middle > 1e5
assert 300 < ratios["tanh", 8.0].middle < 1000 and 0.9 < ratios["tanh", 1.0].middle < 1.5
relu, leaky = plots.COUNT.data(np.random.default_rng(0))
assert np.median(relu.fractions, axis=0)[relu.biases == -4] > 0.5
assert leaky.fractions.max() == 0

# %% [markdown]
r"""
## Errata: find the slip

<!-- notes: 003 [107] -->
**Slip 1.** The notes say: "$\tanh(z) = \dfrac{1-e^{-z}}{1+e^{-z}} = \dfrac{2}{1+e^{-2z}}-1$". One of the two fractions is not tanh. Which one? Put in $z=1$, then look at the slope at 0.

<!-- notes: 003 [126] -->
**Slip 2.** The notes say of ReLU: "The slope is always 1, so the error gradient is propagated back as it is." For which $z$ is this wrong, and what happens to a unit that stays there?
"""

# %%
z = 1.0
print(np.tanh(z), (1 - np.exp(-z)) / (1 + np.exp(-z)), 2 / (1 + np.exp(-2 * z)) - 1)

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** The first one. Its exponents lack a 2: it is tanh of *half* of $z$, with the slope $\tfrac12$ at 0.

$$\frac{1-e^{-z}}{1+e^{-z}} = \tanh\frac z2 \tag{slip}$$

**Slip 2.** The slope is 1 only for $z>0$. For $z<0$ it is 0, and a unit that stays there is dead.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:slip"]
# check: slip
z = np.linspace(-5, 5, 41)
slip = (1 - np.exp(-z)) / (1 + np.exp(-z))
assert np.allclose(slip, nnlib.tanh(z / 2)) and not np.allclose(slip, nnlib.tanh(z))
assert np.isclose(nnlib.central_difference(lambda x: nnlib.tanh(x / 2), 0.0), 1 / 2)

# %% [markdown]
r"""
## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "An activation function is always nonlinear." | In hidden layers it must be, or the layers collapse into one. On an output that may be any number (*regression*, chapter 5), the identity is the right choice. |
| "Softmax is an increasing function." | Each output rises with its own logit and falls with the others. |
| "Gradients vanish because the sigmoid's output lies between 0 and 1." | Tanh is bounded, too. The reason is the slope: at most 1/4, and nearly 0 at the ends. |
| "ReLU solves the vanishing gradient." | It helps where $z>0$ (see slip 2). |
| "The sigmoid is hardly used any more." | Not in deep hidden layers. On outputs with a yes or a no, it is the standard. |
| "A number between 0 and 1 is a probability." | Only if the network was trained for it (chapter 5). Three sigmoids need not add up to 1. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| activation function | 활성화 함수 | the bend after the weighted sum |
| sigmoid | 시그모이드 | S-curve from 0 to 1 |
| hyperbolic tangent, tanh | 쌍곡탄젠트 | S-curve from −1 to 1 |
| ReLU, rectified linear unit | ReLU(렐루), 정류 선형 유닛 | negative numbers become 0 |
| leaky ReLU | 리키 렐루 | negative numbers shrink, but stay |
| softmax | 소프트맥스 | a row of logits becomes a row of probabilities |
| logit | 로짓 | a number that goes into softmax or sigmoid |
| upstream gradient, `dout` | 상류 그래디언트 (노트: global gradient) | what arrives from the layer above |
| downstream gradient | 하류 그래디언트 | what is passed on to the layer below |
| signal | 신호 | the numbers on their way up |
| standard deviation | 표준편차 | typical distance from the mean |
| spread | 퍼진 정도 | how far results lie apart when only the seed changes |
| to saturate | 포화되다 | to sit in the flat part of the curve |
| vanishing gradient | 그래디언트 소실(기울기 소실) | the gradient shrinks to almost nothing |
| exploding gradient | 그래디언트 폭발(기울기 폭발) | the gradient grows very large |
| dead unit | 죽은 유닛 | fires for no example, gets no gradient |
| Jacobian | 야코비 행렬 | the table of all slopes |
| vector–Jacobian product | 벡터–야코비안 곱(VJP) | upstream row times that table |
| temperature | 온도 | what the logits are divided by |

## Five questions to remember

**1.** How steep is the sigmoid at most, and where?

<details><summary>Answer</summary>

One quarter, at $z=0$, where its output is one half.

</details>

**2.** Two networks have the same ten layers of sigmoids. In one, the first layer's gradient is a hundred thousand times larger. What can be the difference?

<details><summary>Answer</summary>

The size of the weights, because the gradient is multiplied by them, too.

</details>

**3.** A ReLU unit has been silent for every example so far. Why does training not wake it up?

<details><summary>Answer</summary>

Its slope is 0 for each of them, so its weights and its bias do not move. Only a change below it, or an example that it has not met, can wake it.

</details>

**4.** Why is an upstream gradient of ones a bad test for `softmax_backward`?

<details><summary>Answer</summary>

The right answer is then all zeros, whatever the probabilities are.

</details>

**5.** `tanh_backward` is given $a$ and not $z$. How can it know the slope at $z$?

<details><summary>Answer</summary>

The slope of tanh at $z$ can be written with $\tanh z$ alone, and that is $a$.

</details>
"""

# %% [markdown] tags=["recall"]
r"""
### What you predicted

This is what you said before you looked. Where you were wrong: what had you not seen? Say it in one sentence.
"""

# %% jupyter={"source_hidden": true} tags=["recall"]
# what you predicted
plots.look_back(
    "Ten layers", "Large weights", "Bias −4", "Add one to all", "Upstream 1, 1, 1", "Six sigmoids"
)

# %% [markdown]
r"""
## Where this leads

In chapter 4 these functions become the layers of a network. Chapter 5 shows which output goes with which loss, chapter 7 the chain through all layers.

**Next:** [4 · Forward propagation](04_forward.ipynb)
"""
