# %% [markdown]
r"""
# 4 · Forward propagation: how big is a network, and what can it draw?

Now you put units, layers and activations together: a **dense layer**, then a network of any depth. You count what it has to learn, and then you build, without any training, a network that draws a curve.

**You need:** weighted sums (chapter 0), layers of units (chapter 2), activations (chapter 3). **Time:** about an hour and a quarter, with a pencil.

<div class="alert alert-info" style="color: #0b3b42">

**Forward propagation** is a long name for a simple thing: compute the output. Each layer turns numbers into other numbers, and those of the last layer are the answer. So the whole network is one function: numbers in, numbers out. One such computation is a **forward pass**.

</div>
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import owner, yours

count = yours("count_parameters")
build, forward = yours("bump_network"), yours("mlp_forward")
print(f"counting: {owner(count)}, bumps: {owner(build)}, forward: {owner(forward)}")

# %% [markdown]
r"""
## Before you look

A colour picture has 64 × 64 pixels, and three numbers per pixel: 12,288 numbers. It enters a small network: 3 units in the first layer, 2 in the second, 1 in the last. Of all the numbers that this network learns, how many stand in the *first* layer?

- **A** about half
- **B** about 90 %
- **C** more than 99.9 %
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("The first layer", "ABC", answer="C")

# %% [markdown]
r"""
## See it

### A picture becomes a row

A dense layer takes a row of numbers. So the picture is unrolled: line after line, pixel after pixel, its three numbers, the **channels**, side by side.
"""

# %%
plots.UNROLLED.show()

# %% [markdown]
r"""
A different order would do as well, as long as it is *the same for every picture*. If one picture differs, its numbers meet the wrong weights, without an error message.

Now write [number 1](../exercises/04_forward/04_forward.ipynb#cell-id=flatten_images) of the exercise.

### The architect

Each box is a row of numbers: the inputs on the left, then the outputs of each layer, with the shape for a batch of $n$ examples below. On the right are the parameters of each layer; each line of the axis is ten times the line below it. Look at the ready networks first. Then change the number of examples. What happens to the parameters?
"""

# %%
plots.architect(count=count)

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise.** Of the 36,878 parameters of 12288-3-2-1, the first layer has 36,867. That is 99.97 %. The other two layers together have eleven.

</div>

And the number of examples? It changes the shapes below the boxes, but not a single parameter.

### Rows or columns?

In this book, examples are rows (the **row convention**): $Z = XW + b$. Some courses, and most of the notes behind this book, write examples as columns (the **column convention**): $Z = WX + b$. Then $W$, $X$ and $Z$ lie on their side, but the numbers in them are the same.

The bias is one number per unit, and every example needs it. NumPy stores no copies; by **broadcasting**, the same numbers are read again and again. In the picture below the guess, the dotted cells are the copies; they do not really exist in memory.

A guess: with examples as columns, somebody writes `W @ X + b` with `b` of shape `(k,)`, not `(k, 1)`. There are at least two examples and two units, whose biases differ. When does NumPy complain?

- **A** always
- **B** never
- **C** only if the number of examples differs from the number of units
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("The sideways bias", "ABC", answer="C")

# %%
plots.convention_switch()

# %% [markdown]
r"""
If $n=k$, a row of $k$ numbers fits a table with $k$ columns. The bias of *unit* 2 is then added to *example* 2. All shapes are right, and so are the numbers on the diagonal; all others are wrong. A test that looks only at the first number passes.

### What can a network draw?

Take one input $x$ and sigmoid units with large weights. Each unit draws a step. The weight says how steep the step is, so we call this weight the **steepness**. One step up and one step down make a **bump**.
"""

# %%
plots.TOWER.show()

# %% [markdown]
r"""
So cut the axis into pieces, make one bump for each piece, as high as the curve is there, and add them all.

A guess: you have 200 bumps. What happens if you make the steps much *softer*, with a steepness of 50 instead of 500?

- **A** the curve gets smoother, so the error falls
- **B** neighbouring bumps blur into each other, so the error rises
- **C** nothing: the heights decide
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Softer steps", "ABC", answer="B")

# %%
plots.bump_machine(build=build, forward=forward)

# %%
errors = plots.ERRORS.data()
plots.ERRORS.show_data(errors)

# %% [markdown]
r"""
With steepness 50 the mean error falls only from 0.062 at 20 bumps to 0.052 at 200. At its middle a step has the slope $s/4$ (chapter 3), so to rise by 1 it needs a width of about $4/s$: for $s=50$ that is 0.08, as wide as 16 of the 200 bumps, so they blur. For $s=500$ it is under two bumps, which only smooths the stairs: on average, 500 is better than 5,000.

### Kinks, and why networks are deep

Networks of today are made of ReLUs, and a ReLU draws a **kink**: flat on the left, a slope on the right. Add three, and you have a tent. Do it by hand first: what is $2\,r(x) - 4\,r(x-\tfrac12) + 2\,r(x-1)$ at $x=0$, at $\tfrac12$, at $1$ and at $2$, where $r$ is the ReLU? Each weight says by how much the slope *changes* at its kink.
"""

# %%
relu = nnlib.relu


def tent(x):
    return 2 * relu(x) - 4 * relu(x - 0.5) + 2 * relu(x - 1)


print(tent(np.array([0.0, 0.25, 0.5, 1.0, 2.0])))

# %% [markdown]
r"""
So a hidden layer with $m$ ReLUs has at most $m$ kinks, and its curve at most $m+1$ straight pieces. Twice the units, twice the kinks: width *adds*.

Now put a second tent *after* the first: the output of one is the input of the next, `tent(tent(x))`. Five tents in a row are a network with five hidden layers, and 15 ReLUs in all. A guess: how many straight pieces does its curve have between 0 and 1?

- **A** 10: two for each tent
- **B** 16: one more than there are ReLUs
- **C** 32
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Five tents", "ABC", answer="C")

# %%
x = np.linspace(0, 1, 2**10 + 1)
y = x
for depth in range(1, 6):
    y = tent(y)
    kinks = np.count_nonzero(
        np.abs(np.diff(y, 2)) > 1e-9
    )  # differences of differences: not 0 at a kink
    print(f"{depth} tents, {3 * depth} ReLUs: {kinks + 1} pieces")

# %% [markdown]
r"""
Each tent folds the line once: its left half and its right half land on the same place, so whatever comes after is drawn twice. Depth *multiplies*. In the plane you can watch it. Two ReLUs fold an axis, as in the paper of chapter 2: $r(x)+r(-x)=|x|$. One unit alone cuts the plane by one straight line. After a layer that folds both axes, the *same* unit draws a diamond; after two such layers, four; after three, sixteen. (Shaded: where the unit is silent.)
"""

# %%
plots.FOLDED_PLANE.show()

# %% [markdown]
r"""
These weights were chosen for the purpose. In 200 random draws (weights that suit ReLU, biases of about 0.3, $x$ from 0 to 1), five layers of three ReLUs draw at most 12 pieces, and half of them no more than 3. But there *are* curves that a few layers can draw with a handful of units, while one layer needs very many.

<details><summary>Who showed it</summary>

Why so few: Hanin and Rolnick (2019). The curves: Telgarsky (2016), and for several inputs Montúfar and others (2014).

</details>

## Numbers before letters

**One layer.** One example $x = (1, 2)$, two units. Unit 0 has the weights 3 and −1 and the bias 0.5: $3\cdot1-1\cdot2+0.5 = 1.5$. Unit 1 has the weights 0 and 2 and the bias −1: $0+4-1 = 3$. So $z = (1.5, 3)$.

**The same with tables.** The weights of unit 0 stand in *column* 0: $W = \begin{pmatrix}3&0\\-1&2\end{pmatrix}$. The row $x$ times this table, plus the row $b$, gives the same two numbers.

**Two layers.** ReLU changes nothing, because both are positive. One last unit with the weights 2 and 1 and the bias 0 turns them into $2\cdot1.5+3=6$.

**Counting.** A unit with 2 inputs has 2 weights and 1 bias: 3 numbers. Two such units have 6, the last unit has 3, together 9.

Your turn: give this network $x=(0,1)$. And how many parameters does the network 4-3-2 have?
"""

# %%
params = [
    (np.array([[3.0, 0.0], [-1.0, 2.0]]), np.array([0.5, -1.0])),
    (np.array([[2.0], [1.0]]), np.array([0.0])),
]
for x in ([[1.0, 2.0]], [[0.0, 1.0]]):
    out, cache = nnlib.mlp_forward(np.array(x), params, ["relu", "identity"])
    print(x, "->", cache[0][1], "->", out)
print(nnlib.count_parameters([4, 3, 2]))

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
out, cache = nnlib.mlp_forward(np.array([[1.0, 2.0]]), params, ["relu", "identity"])
assert cache[0][1].tolist() == [[1.5, 3.0]] and out.tolist() == [[6.0]]
assert nnlib.count_parameters([2, 2, 1]) == 9 and nnlib.count_parameters([4, 3, 2]) == 23
plan = plots.PLAN.data("12288-3-2-1")
assert plan.total == 36_878 and plan.layers[0][2] == 36_867 and plan.total - 36_867 == 11
assert round(100 * 36_867 / 36_878, 2) == 99.97 and 64 * 64 * 3 == 12_288
assert 4 / 50 == 0.08 and 0.08 * 200 == 16 and 4 / 500 * 200 < 2
assert np.isclose(50 * nnlib.central_difference(nnlib.sigmoid, 0.0), 1 / (4 / 50))
by_steepness = dict(zip(errors["steepness"], errors["errors"][:, -1]))
assert by_steepness[500.0] < by_steepness[5000.0] < 0.01
blurred = dict(zip(errors["counts"], errors["errors"][0].round(3)))
assert blurred[20] == 0.062 and blurred[200] == 0.052
assert np.all(np.diff(errors["errors"][2]) < 0)
sharp, soft = (plots.MACHINE.data(bumps=200, steepness=s) for s in (5000.0, 500.0))
assert (round(sharp["error"], 3), round(sharp["worst"], 3)) == (0.005, 0.022)
assert 5 < sharp["error"] / soft["error"] < 6 and 1 < soft["worst"] / sharp["worst"] < 1.3
assert kinks + 1 == 32 and tent(np.array([0, 0.5, 1, 2])).tolist() == [0, 1, 0, 0]
assert round(100 * 300 * 785 / nnlib.count_parameters([784, 300, 100, 10])) == 88
grid, rng, found = np.linspace(0, 1, 4001)[:, None], np.random.default_rng(0), []
for _ in range(200):
    pairs = [(rng.normal(0, np.sqrt(2 / p), (p, q)), rng.normal(0, 0.3, q)) for p, q in zip([1] + [3] * 5, [3] * 5 + [1])]  # fmt: skip
    curve = nnlib.mlp_forward(grid, pairs, ["relu"] * 5 + ["identity"])[0][:, 0]
    turns = np.abs(np.diff(curve, 2)) > 1e-9
    found.append(1 + np.count_nonzero(turns & ~np.append(False, turns[:-1])))
assert np.median(found) == 3 and max(found) == 12

# %% [markdown]
r"""
## The formulas, and why they are true

### One dense layer

$$Z = XW + b \tag{affine}$$

$X$ is $(n, d)$, one row per example. $W$ is $(d, k)$, one column per unit. $b$ is $(k,)$, one number per unit. Row $i$, column $j$ of $Z$ is row $i$ of $X$ times column $j$ of $W$, plus $b_j$: the weighted sum plus bias of chapter 0, for all examples and units at once.
"""

# %% jupyter={"source_hidden": true} tags=["eq:affine"]
# check: affine
rng = np.random.default_rng(0)
X, W, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
Z = np.zeros((5, 2))
for i in range(5):
    for j in range(2):
        Z[i, j] = nnlib.weighted_sum(X[i], W[:, j], b[j])
assert np.allclose(Z, X @ W + b) and np.allclose(Z, nnlib.affine_forward(X, W, b))

# %% [markdown]
r"""
What if a layer is a closed box, and you may only ask it for outputs? Can you find out $W$ and $b$? That is [number 2](../exercises/04_forward/04_forward.ipynb#cell-id=read_layer) of the exercise.

### The other convention

If examples are columns, all tables lie on their side (the small $\mathsf T$, *transposed*, says just that), and the product changes its order.

$$Z^{\mathsf T} = W^{\mathsf T}X^{\mathsf T} + b\,\mathbf 1^{\mathsf T} \tag{columns}$$

Here $\mathbf 1^{\mathsf T}$ is a row of $n$ ones: it writes the column $b$ once per example. NumPy needs no such row if $b$ is a column, of shape $(k, 1)$. (`v[:, None]` makes a column of `v`.)

Now write [number 3](../exercises/04_forward/04_forward.ipynb#cell-id=affine_forward_columns) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:columns"]
# check: columns
rng = np.random.default_rng(1)
X, W, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
by_columns = W.T @ X.T + np.outer(b, np.ones(5))
assert np.allclose(by_columns, nnlib.affine_forward(X, W, b).T)
assert np.allclose(by_columns, nnlib.affine_forward_columns(W.T, X.T, b))

# %% [markdown]
r"""
### Many layers

The output of one layer is the input of the next. Call the first input $A^{[0]}=X$. The number in square brackets is the number of the layer; it is not a power. Layer $l$ has its own weights, its own bias and its own activation $\varphi_l$:

$$A^{[l]} = \varphi_l\bigl(A^{[l-1]}W^{[l]}+b^{[l]}\bigr) \tag{forward}$$

Do this for $l=1,2,\dots,L$, and $A^{[L]}$ is the output. On the way, keep what went into each layer and what came out, the **cache**: chapter 7 needs it.

A frequent mistake is to give $X$ to *every* layer. If all layers have the same number of inputs, NumPy reports no error.

Now write [number 4](../exercises/04_forward/04_forward.ipynb#cell-id=mlp_forward) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:forward"]
# check: forward
rng = np.random.default_rng(2)
sizes, acts = [4, 4, 4, 2], ["relu", "tanh", "identity"]
net = [(rng.normal(size=(p, q)), rng.normal(size=q)) for p, q in zip(sizes[:-1], sizes[1:])]
phi = {"relu": nnlib.relu, "tanh": np.tanh, "identity": lambda z: z}
A = X0 = rng.normal(size=(6, 4))
for (W, b), act in zip(net, acts):
    A = phi[act](A @ W + b)
out, cache = nnlib.mlp_forward(X0, net, acts)
assert np.allclose(out, A) and np.allclose(cache[0][0], X0) and np.allclose(cache[-1][1], out)

# %% [markdown]
r"""
### What one unit learns

A unit has one weight per input, and one bias:

$$\text{parameters of one unit} = n_{\text{in}} + 1 \tag{unit}$$

How many does a whole network have?

Now write [number 5](../exercises/04_forward/04_forward.ipynb#cell-id=count_parameters) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:unit"]
# check: unit
for n_in in (1, 2, 784, 12_288):
    assert nnlib.count_parameters([n_in, 1]) == n_in + 1

# %% [markdown]
r"""
### Steps, bumps, curves

A sigmoid with a large weight $s$ is nearly a step. It stands where its sum is 0. With the weight $s$ and the bias $-s\,e$ the sum is $s(x-e)$, so the step stands at $e$:

$$\sigma\bigl(s(x-e)\bigr)\;\to\; \begin{cases}0 & x<e\\ 1 & x>e\end{cases}\qquad (s\to\infty) \tag{step}$$

The arrows say: make $s$ larger and larger, and the left side comes as close to the right side as you like. A step up at one edge, minus a step up at the next, is a bump. The last layer has no activation; it adds the bumps, and its weights are their heights.
"""

# %% jupyter={"source_hidden": true} tags=["eq:step"]
# check: step
x, e = np.array([[-1.0, 0.2, 0.29, 0.31, 0.4, 2.0]]), 0.3
for s in (2_000.0, 20_000.0):
    steps = nnlib.sigmoid(s * (x - e))
    assert np.allclose(steps, np.where(x < e, 0, 1), atol=1e-8)

# %% [markdown]
r"""
This is the picture, for one input, of the **universal approximation theorem** (Cybenko 1989; Hornik, Stinchcombe and White 1989; Leshno, Lin, Pinkus and Schocken 1993 found which activations will do). One version says:

> Let $f$ be a *continuous* function on a *closed, bounded* box. Let the activation be continuous and *not a polynomial*. Then for every $\varepsilon>0$ (how close you want to come) **there is** a network with *one* hidden layer, and no activation at its output, that stays within $\varepsilon$ of $f$ everywhere on the box.

*Continuous* means without jumps. With one input, a *closed, bounded box* is a piece of the axis with both its ends. A *polynomial* is a sum of powers, such as $1+2x+x^3$. *Everywhere* means that the error at the *worst* place is at most $\varepsilon$. (In the bump machine with 200 bumps and steepness 5,000, the mean error is 0.005 and the worst 0.022; steepness 500 makes the mean error about five times smaller, and the worst a little *larger*.)

The theorem does **not** say how many units you need, or that training *finds* these weights, or that the network is right outside the box.

Now write [number 6](../exercises/04_forward/04_forward.ipynb#cell-id=bump_network) of the exercise. And how few ReLUs, in several layers, are enough for 16 straight pieces? That is [number 7](../exercises/04_forward/04_forward.ipynb#cell-id=folded_network).

## Write it

**[Exercise 4: seven functions, 18 points](../exercises/04_forward/04_forward.ipynb)**

## Break it: a bug hunt

Three colleagues unroll pictures into rows. Each has tested that the result has the right shape, and that no number is lost. But none of them unrolls in the order of the picture above. Print `rows[0]` in the loop: what has each of them done? (`transpose(0, 2, 1, 3)` exchanges the second and the third axis.)
"""


# %%
def unroll_ara(pictures):
    return pictures.transpose(0, 2, 1, 3).reshape(len(pictures), -1)


def unroll_bin(pictures):
    return pictures.reshape(-1, len(pictures)).T


def unroll_chae(pictures):
    return pictures.transpose(0, 3, 1, 2).reshape(len(pictures), -1)


SUSPECTS = {"Ara": unroll_ara, "Bin": unroll_bin, "Chae": unroll_chae}

# %%
pictures = np.arange(2 * 3 * 3 * 3).reshape(2, 3, 3, 3)

for name, unroll in SUSPECTS.items():
    rows = unroll(pictures)
    print(f"{name:5} {rows.shape}, nothing lost: {sorted(rows.ravel()) == list(range(54))}")

# %% [markdown]
r"""
<details><summary>What have they done?</summary>

The row should hold the numbers 0 to 26, in this order.

**Ara** goes down the columns: her row 0 begins 0, 1, 2, 9, 10, 11.

**Bin** mixes the pictures: his row 0 is 0, 2, 4, …, every second number of both pictures.

**Chae** keeps each picture together, but puts all red numbers first, then all green, then all blue: a good order, but not the one for which the weights were made.

A right shape proves little. Test with numbers that say where they came from.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
assert unroll_ara(pictures)[0, :6].tolist() == [0, 1, 2, 9, 10, 11]
assert unroll_bin(pictures)[0, :3].tolist() == [0, 2, 4] and unroll_bin(pictures)[0].max() > 26
assert sorted(unroll_chae(pictures)[0]) == list(range(27))
assert not np.array_equal(unroll_chae(pictures)[0], np.arange(27))
assert all(unroll(pictures).shape == (2, 27) for unroll in SUSPECTS.values())

# %% [markdown]
r"""
## Use it

1,797 pictures of ten digits go through a network with random weights. How often is it right?
"""

# %%
X, y = nnlib.load_digits()
found = []
for seed in range(300):
    rng = np.random.default_rng(seed)
    # "he": random weights of the size that suits ReLU (chapter 9)
    net = [(nnlib.init_weights(p, q, "he", rng), np.zeros(q)) for p, q in ((64, 32), (32, 10))]
    out, _ = forward(X, net, ["relu", "identity"])
    found.append(100 * nnlib.accuracy(y, nnlib.predict_classes(out)))
for some in (10, 300):
    mean, low, high = np.mean(found[:some]), min(found[:some]), max(found[:some])
    print(f"{some} networks: {mean:.1f} % (from {low:.1f} to {high:.1f})")
print("forward:", owner(forward))

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
assert 12.2 < np.mean(found[:10]) < 13.2 and min(found[:10]) > 6 and max(found[:10]) < 18
assert 9.3 < np.mean(found) < 10.4 and min(found) < 2 and max(found) > 22 and len(X) == 1797
alike = []
for seed in range(30):
    rng = np.random.default_rng(seed)
    net = [(nnlib.init_weights(p, q, "he", rng), np.zeros(q)) for p, q in ((64, 32), (32, 10))]
    answers = nnlib.predict_classes(nnlib.mlp_forward(X, net, ["relu", "identity"])[0])
    counts = [np.bincount(answers[y == digit], minlength=10) for digit in range(10)]
    alike.append(np.mean([row.max() / row.sum() for row in counts]))
assert 0.6 < np.mean(alike) < 0.8

# %% [markdown]
r"""
The first ten are right on 13 pictures in 100, and guessing gives 10. But that is the luck of ten draws. The weights of all ten outputs are drawn in the same way, so no digit is preferred, and the mean over *all* such networks is 10; the 300 come near it. One network gives most pictures of a digit the same answer, so it is mostly right about one digit or none (1 to 24 %). With such large differences, ten networks are few.

## Errata: find the slip

<!-- notes: 002 [15] -->
**Slip 1.** The notes count the inputs of a 64 × 64 colour picture as 12,228. Multiply it out.

<!-- notes: 002 [24] -->
**Slip 2.** The notes count the network 12288-3-2-1 like this: "Because the number of parameters depends on the number of input data, layers 2 and 3 have (outputs of the step before + 1) × (number of layers) each." There are two slips. Which?

<!-- notes: 000 [25], 004 [124] -->
**Slip 3.** The notes say: with suitable constants and vectors and a nonlinear function, "any mathematical function $F$ can be approximated"; and in another place, that a *deep* network that is large enough can represent "every relation of input and output". Which words are missing, and which one is too much?

<!-- notes: 002 [24], 000 [22], 000 [94-95] -->
**Slip 4.** The notes write the third layer as "$z^{[3]} = w^{[3]}x+b^{[1]}$" and its output as "$\hat y=a^{[1]}=\sigma(z^{[3]})$". They call $y=f(WT+b)$ (the $T$ is probably meant for *transposed*) "a linear transformation", and $y=f(Wx+b)$ an affine layer. (a) In the third layer, which two numbers in square brackets are wrong? (b) Which letter is missing in $f(WT+b)$? (c) Which symbol must go before "linear" or "affine" can be true?
"""

# %%
print(64 * 64 * 3, nnlib.count_parameters([12_288, 3]))

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** $64\cdot64\cdot3 = 12{,}288$. One digit is wrong: the last 2 should be an 8.

**Slip 2.** Not the number of the data, but how many numbers *one* of them has: 12,288. And each layer's count is multiplied by the number of its *units*, not of layers: $(3+1)\cdot2=8$ and $(2+1)\cdot1=3$.

**Slip 3.** "Continuous", "on a closed, bounded box", "as closely as you like, with enough units", and that the weights *exist*. *Deep* is too much: one hidden layer is enough. And where one input has two right outputs, there is no function to draw.

**Slip 4.** (a) Layer 3 stays layer 3. It adds its own bias, $b^{[3]}$. And its output is $a^{[3]}$. (b) The $x$ has been lost: $W^{\mathsf T}x+b$. (c) And $f$ is too much. The *affine* part ends before the activation, and it is linear only if $b=0$; with an $f$ that bends, the whole is neither.

</details>

## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "Forward propagation is a kind of network." | It is a computation. A *feed-forward* network is an architecture whose arrows never lead back. |
| "The input layer has weights." | It has none. A network 784-300-100-10 has three layers of weights. |
| "A deep network has its parameters in its many layers." | In a dense network on pictures, most of them often stand in the first: 88 % in 784-300-100-10. |
| "One hidden layer is enough, so depth is useless." | One is enough in principle, perhaps with far too many units: five tents in a row draw 32 pieces with 15 ReLUs, one layer needs 31. |
| "Each hidden unit stands for a thing with a name." | The price of a house may depend on its size, its rooms and its schools, but in a *dense* network every unit sees every input, and nothing makes one of them mean "how many people can live here". |

## Words

| English | 한국어 | meaning |
|---|---|---|
| forward propagation | 순전파 | computing the output, layer by layer |
| dense, fully connected layer | 밀집층, 완전 연결층 | every unit sees every input |
| affine map | 아핀(어파인) 변환 | weighted sums plus biases, $XW+b$ |
| width of a layer | 층의 너비 | the number of its units |
| depth | 깊이 | the number of layers with weights |
| parameter | 매개변수(파라미터) | a number that is learned: a weight or a bias |
| shape | 형상(모양) | how many rows, how many columns |
| broadcasting | 브로드캐스팅 | the same numbers are read again where a shape has a 1 |
| row convention | 행 기준 표기 | examples are rows |
| column convention | 열 기준 표기 | examples are columns |
| transposed | 전치된 | rows have become columns |
| to flatten, to unroll | 평탄화하다, 펼치다 | to turn a picture into one row |
| channel | 채널 | one of the numbers of a pixel: red, green, blue |
| cache | 캐시 | what is kept for the backward pass |
| bump | 범프, 봉우리 | a step up and a step down |
| kink | 꺾인 점 | where the slope jumps |
| universal approximation theorem | 보편 근사 정리 | good weights exist, under conditions |

## Five questions to remember

**1.** How many parameters does the network 10-5-2 have?

<details><summary>Answer</summary>

$5\cdot(10+1)=55$ and $2\cdot(5+1)=12$, together 67.

</details>

**2.** $X$ is $(8, 4)$ and there are 3 units. What are the shapes of $W$, $b$ and $Z$?

<details><summary>Answer</summary>

$(4, 3)$, $(3,)$ and $(8, 3)$.

</details>

**3.** Examples are columns. Why must the bias have the shape $(k,1)$, and not $(k,)$?

<details><summary>Answer</summary>

A row of $k$ numbers is stretched downward, so with $k$ examples each example, not each unit, gets a bias of its own.

</details>

**4.** Where does the sigmoid unit with weight $s=100$ and bias $-30$ have its step?

<details><summary>Answer</summary>

Where its sum is 0: $100x-30=0$, at $x=0.3$.

</details>

**5.** What does the universal approximation theorem not promise?

<details><summary>Answer</summary>

A small network, that training finds the weights, or anything outside the box or for functions with jumps.

</details>
"""

# %% [markdown] tags=["recall"]
r"""
### What you predicted

This is what you said before you looked. Where you were wrong: what had you not seen? Say it in one sentence.
"""

# %% jupyter={"source_hidden": true} tags=["recall"]
# what you predicted
plots.look_back("The first layer", "The sideways bias", "Softer steps", "Five tents")

# %% [markdown]
r"""
## Where this leads

Chapter 5 measures how wrong an output is, chapter 6 trains a single unit that recognises a cat, and chapter 7 goes back through all these layers with the help of the cache.

**Next:** [5 · Losses](05_losses.ipynb)
"""
