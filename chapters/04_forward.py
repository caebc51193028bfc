# %% [markdown]
r"""
# 4 · Forward propagation: how big is a network, and what can it draw?

Now you put units, layers and bends together: a **dense layer**, then a network of any depth. You send a picture through it, and you count what it has to learn. Then you build, by hand and without any training, a network that draws a curve.

**You need:** weighted sums (chapter 0), layers of units (chapter 2), activations (chapter 3). **Time:** about an hour and a quarter, with a pencil.

<div class="alert alert-info" style="color: #0b3b42">

**Forward propagation** is a long name for a simple thing: compute the output. Numbers enter on one side, each layer turns them into other numbers, and the last layer's numbers are the answer. No learning happens here.

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
- **B** about nine out of ten
- **C** all but about 3 of every 10,000
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("The first layer", "ABC", answer="C")

# %% [markdown]
r"""
## See it

### A picture becomes a row

A dense layer takes a row of numbers. So the picture is unrolled: pixel after pixel, line after line, the three numbers of a pixel side by side.
"""

# %%
plots.UNROLLED.show()

# %% [markdown]
r"""
Any other order would do as well, as long as it is *the same for every picture*. If one picture is unrolled in another order, its numbers meet the wrong weights, and Python gives no error message.

Now write [number 3](../exercises/04_forward/04_forward.ipynb#cell-id=flatten_images) of the exercise.

### The architect

Each box is a row of numbers: the inputs on the left, then what each layer puts out, with the shape for a batch of $n$ examples below. On the right are the parameters of each layer, on an axis where each line means ten times as many. Look at the four networks of the notes first. Then change the number of examples. What happens to the parameters?
"""

# %%
plots.architect(count=count)

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise.** Of the 36,878 parameters of 12288-3-2-1, the first layer has 36,867. That is 99.97 %. The other two layers together have eleven.

</div>

And the number of examples? It changes the shapes below the columns, and not one parameter.

### Rows or columns?

In this book, examples are rows: $Z = XW + b$. Some courses, and half of the notes behind this book, write examples as columns: $Z = WX + b$. Both compute the same numbers.

The bias is one number per unit, and every example needs it. NumPy stores no copies; by **broadcasting**, the same numbers are read again and again. In the picture below, the dotted cells are these copies that do not exist.

Before you try it, a guess. With examples as columns, somebody writes `W @ X + b` with `b` of shape `(k,)`, not `(k, 1)`. There are at least two units and at least two examples. When does NumPy complain?

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
If $n=k$, a row of $k$ numbers fits a table with $k$ columns perfectly. The bias of *unit* 2 is then added to *example* 2. All shapes are right, and every number is wrong. The exercise has this trap in it.

### What can a network draw?

Take one input $x$ and sigmoid units with large weights. Each is a step: off on the left, on at the right. One step up and one step down make a **bump**.
"""

# %%
plots.TOWER.show()

# %% [markdown]
r"""
So cut the axis into pieces, make one bump for each piece, as high as the curve is there, and add them all. You simply write the weights down.

A guess before you press on. You have 200 bumps. What happens if you make the steps much *softer*, with a steepness of 50 instead of 500?

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
With steepness 50 the error hardly falls any more after 20 bumps. But at 200 bumps, steepness 500 is better on average than 5,000: a little softness smooths the stairs, and too much blurs the whole picture.

### Joints, and why networks are deep

Networks of today are made of ReLUs, and a ReLU draws a **joint**: flat on the left, a slope on the right, and a bend between them. Add three, and you have a tent. Do it by hand first: what is $2\,r(x) - 4\,r(x-\tfrac12) + 2\,r(x-1)$ at $x=0$, at $\tfrac12$, at $1$ and at $2$, where $r$ is the ReLU? Each weight says by how much the slope *changes* at its joint.
"""

# %%
relu = nnlib.relu


def tent(x):
    return 2 * relu(x) - 4 * relu(x - 0.5) + 2 * relu(x - 1)


print(tent(np.array([0.0, 0.25, 0.5, 1.0, 2.0])))

# %% [markdown]
r"""
So a hidden layer with $m$ ReLUs has $m$ joints, and its curve at most $m+1$ straight pieces. Twice the units, twice the joints: width *adds*.

Now put a tent *behind* a tent: what the first draws, the second gets as its input, `tent(tent(x))`. Five tents in a row are a network with five hidden layers, and 15 ReLUs in all. A guess: how many straight pieces does its curve have between 0 and 1?

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
    bends = np.count_nonzero(np.abs(np.diff(y, 2)) > 1e-9)
    print(f"{depth} tents, {3 * depth} ReLUs: {bends + 1} pieces")

# %% [markdown]
r"""
Each tent folds the line once: its left half and its right half land on the same place, so whatever comes after is drawn twice. Depth *multiplies*. In the plane you can watch it. One ReLU unit cuts the plane by one straight line. Behind a layer that folds both axes, the *same* unit draws a diamond; behind two folds, four; behind three, sixteen. (Shaded: where the unit is silent.)
"""

# %%
plots.FOLDED_PLANE.show()

# %% [markdown]
r"""
These weights were chosen for the purpose; a network with random weights has far fewer pieces than it could have. But there *are* curves that a few layers draw with a handful of units, and one layer only with very many. (Telgarsky proved it for chains like this one in 2016; Montúfar and others counted the pieces of folded planes in 2014.) How few ReLUs are enough for 16 pieces? That is [number 7](../exercises/04_forward/04_forward.ipynb#cell-id=folded_network) of the exercise.

## Numbers before letters

**One layer.** One example $x = (1, 2)$, two units. Unit 0 has the weights 3 and −1 and the bias 0.5: $3\cdot1-1\cdot2+0.5 = 1.5$. Unit 1 has the weights 0 and 2 and the bias −1: $0+4-1 = 3$. So $z = (1.5, 3)$.

**The same with tables.** The weights of unit 0 stand in *column* 0: $W = \begin{pmatrix}3&0\\-1&2\end{pmatrix}$. The row $x$ times this table, plus the row $b$: the same two numbers.

**Two layers.** Send $z$ through ReLU (nothing changes, both are positive) and into one last unit with the weights 2 and 1 and the bias 0: $2\cdot1.5+3=6$.

**Counting.** A unit with 2 inputs has 2 weights and 1 bias: 3 numbers. Two such units: 6. The last unit: 3. Together 9.

Your turn: the network 2-2-1 gets $x=(0,1)$. Work it out before you run the cell. How many parameters does the network 4-3-2 have?
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
by_steepness = dict(zip(errors["steepness"], errors["errors"][:, -1]))
assert by_steepness[50.0] > 0.03 and by_steepness[500.0] < by_steepness[5000.0] < 0.01
assert np.all(np.diff(errors["errors"][2]) < 0)
sharp, soft = (plots.MACHINE.data(bumps=200, steepness=s) for s in (5000.0, 500.0))
assert (round(sharp["error"], 3), round(sharp["worst"], 3)) == (0.005, 0.022)
assert 5 < sharp["error"] / soft["error"] < 6 and 1 < soft["worst"] / sharp["worst"] < 1.3
assert bends + 1 == 32 and tent(np.array([0, 0.5, 1, 2])).tolist() == [0, 1, 0, 0]

# %% [markdown]
r"""
## The formulas, and why they are true

### One dense layer

$$Z = XW + b \tag{affine}$$

$X$ is $(n, d)$, one row per example. $W$ is $(d, k)$, one column per unit. $b$ is $(k,)$, one number per unit. The entry in row $i$ and column $j$ of $Z$ is row $i$ of $X$ times column $j$ of $W$, plus $b_j$: the weighted sum of chapter 0, for all examples and all units at once.
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
If you forget which table comes first, write the shapes down. Often only one order fits. But when $n$, $d$ and $k$ are all equal, every order fits, and only one is right.

Now write [number 1](../exercises/04_forward/04_forward.ipynb#cell-id=affine_forward) of the exercise.

### The other convention

If examples are columns, all three tables lie on their side (the small $\mathsf T$, *transposed*, says just that), and the product changes its order.

$$Z^{\mathsf T} = W^{\mathsf T}X^{\mathsf T} + b\,\mathbf 1^{\mathsf T} \tag{columns}$$

Here $\mathbf 1^{\mathsf T}$ is a row of $n$ ones: it writes the column $b$ once per example. NumPy needs no such row if $b$ is a real column, of shape $(k, 1)$. (A list `v` becomes a column by `v[:, None]`.)

Now write [number 2](../exercises/04_forward/04_forward.ipynb#cell-id=affine_forward_columns) of the exercise.
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

What one layer puts out, the next takes in. Call the input $A^{[0]}=X$. The number in square brackets is the number of the layer; it is no power. Layer $l$ has its own weights, its own bias and its own activation $\varphi_l$:

$$A^{[l]} = \varphi_l\bigl(A^{[l-1]}W^{[l]}+b^{[l]}\bigr) \tag{forward}$$

Do this for $l=1,2,\dots,L$, and $A^{[L]}$ is the output. On the way, keep what went into each layer and what came out: chapter 7 needs it. What is kept is called the **cache**.

A frequent mistake is to give $X$ to *every* layer. If all layers have the same number of inputs, NumPy reports no error.

Now write [number 5](../exercises/04_forward/04_forward.ipynb#cell-id=mlp_forward) of the exercise.
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

How many does a whole network have? Check yourself with the architect: 12288-3 must give 36,867.

Now write [number 4](../exercises/04_forward/04_forward.ipynb#cell-id=count_parameters) of the exercise.
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

The arrows say: make $s$ larger and larger, and the left side comes as close to the right side as you like. A step up at one edge, minus a step up at the next edge, is a bump. The last layer adds all pieces: it has no activation, and its weights are the heights.
"""

# %% jupyter={"source_hidden": true} tags=["eq:step"]
# check: step
x, e = np.array([[-1.0, 0.2, 0.29, 0.31, 0.4, 2.0]]), 0.3
for s in (2_000.0, 20_000.0):
    steps = nnlib.sigmoid(s * (x - e))
    assert np.allclose(steps, np.where(x < e, 0, 1), atol=1e-8)

# %% [markdown]
r"""
For one input, this is the picture behind the **universal approximation theorem**. Cybenko proved it for sigmoids in 1989, Hornik, Stinchcombe and White for more activations in the same year; in 1993 Leshno, Lin, Pinkus and Schocken found which activations will do. One version says:

> Let $f$ be a *continuous* function on a *closed, bounded* box. Let the activation be continuous and *not a polynomial*. Then for every $\varepsilon>0$ **there is** a network with *one* hidden layer, and no activation at its output, that stays within $\varepsilon$ of $f$ everywhere on the box.

*Continuous* means without jumps. With one input, a *closed, bounded box* is a piece of the axis with both its ends. A *polynomial* is a sum of powers, such as $1+2x+x^3$. *Everywhere* means that the error at the *worst* place is at most $\varepsilon$. The bump machine shows two errors, the mean one and the worst one. With 200 bumps and steepness 5,000 the mean is 0.005 and the worst 0.022; a steepness of 500 makes the mean five times smaller, and the worst error a little *larger*.

The theorem does **not** say how many units you need, or that training *finds* these weights, or that the network is right outside the box.

Now write [number 6](../exercises/04_forward/04_forward.ipynb#cell-id=bump_network) of the exercise.

## Write it

**[Exercise 4: seven functions, 18 points](../exercises/04_forward/04_forward.ipynb)**

The visible cells often use equal widths, where a wrong order fits as well as the right one.

## Break it: a bug hunt

Three colleagues unroll pictures into rows. Each has tested that the result has the right shape, and that no number is lost. But all three are guilty, each in another way: none of them unrolls in the order of the picture above. Look at *which* numbers stand in row 0. What has each of them done?
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

Print `rows[0]`. Picture 0 holds the numbers 0 to 26, and that is the order in which they should come.

**Ara** goes down the columns of points: her row 0 begins 0, 1, 2, 9, 10, 11.

**Bin** mixes the pictures: his row 0 is 0, 2, 4, … He takes every second number of the whole table, and about half of these numbers belong to picture 1.

**Chae** keeps each picture together, but puts all red numbers first, then all green, then all blue. That is not wrong in itself, but it is wrong *here*, where the weights were made for pixel after pixel.

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

### Features that nobody planned

The price of a house may depend on its size, its rooms, its place and the quality of the schools. By hand you might design a unit for "how many people can live here" from size and rooms. In a *dense* network, every unit sees every input and finds out by itself what to look at, so its units seldom mean anything that has a name.

### Your forward pass, on real data

1,797 pictures of digits go through a network with random weights. How often is it right? There are ten classes.
"""

# %%
X, y = nnlib.load_digits()
found = []
for seed in range(10):
    rng = np.random.default_rng(seed)
    net = [(nnlib.init_weights(p, q, "he", rng), np.zeros(q)) for p, q in ((64, 32), (32, 10))]
    out, _ = forward(X, net, ["relu", "identity"])
    found.append(100 * nnlib.accuracy(y, nnlib.predict_classes(out)))
print(
    f"{np.mean(found):.1f} % (from {min(found):.1f} to {max(found):.1f}), forward: {owner(forward)}"
)

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
assert 4 < np.mean(found) < 20 and len(X) == 1797

# %% [markdown]
r"""
On average it is not far from one in ten, which is what guessing gives. What is missing is a number that says *how wrong* the answer is (chapter 5), and a way to send the blame back (chapter 7).

## Errata: find the slip

<!-- notes: 002 [15] -->
**Slip 1.** The notes count the inputs of a 64 × 64 colour picture as 12,228. Multiply it out.

<!-- notes: 002 [24] -->
**Slip 2.** The notes count the network 12288-3-2-1 like this: "The number of parameters is connected with the number of input data, so layers 2 and 3 have (outputs of the step before + 1) × (number of layers) each." There are two slips in this sentence. Which?

<!-- notes: 002 [24] -->
**Slip 3.** The notes write the third layer as "$z^{[3]} = w^{[3]}x+b^{[1]}$", and further down its output as "$\hat y=a^{[1]}=\sigma(z^{[3]})$". Three things carry the wrong name. Which? (Chapter 2 had one of them.)

<!-- notes: 000 [25], 004 [124] -->
**Slip 4.** The notes say: with suitable constants and vectors and a nonlinear function, "any mathematical function $F$ can be approximated"; and in another place, that a *deep* network that is large enough can represent "every relation of input and output". Which words are missing, and which one is too much?

<!-- notes: 000 [22], 000 [94-95] -->
**Slip 5.** The notes call $y=f(W^{\mathsf T}+b)$ "a linear transformation from $n$ dimensions to $m$ dimensions", and they say that the affine layer computes $y=f(Wx+b)$. What has been lost in the first formula, and what is too much in both?
"""

# %%
print(64 * 64 * 3, nnlib.count_parameters([12_288, 3]))

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** $64\cdot64\cdot3 = 12{,}288$. One digit is wrong: a 2 stands where an 8 belongs.

**Slip 2.** Not the number of the data, but how many numbers *one* of them has: 12,288. And each layer's count is multiplied by the number of its *units*, not of layers: $(3+1)\cdot2=8$ and $(2+1)\cdot1=3$.

**Slip 3.** Only the first layer sees $x$; the third one sees $a^{[2]}$. It adds its own bias, $b^{[3]}$. And what it puts out is $a^{[3]}$.

**Slip 4.** "Continuous", "on a bounded region", "as closely as you like, with enough units", and that the weights *exist*. *Deep* is too much: one hidden layer is enough. And where one input has two right outputs, there is no function to draw.

**Slip 5.** The $x$ has been lost: $W^{\mathsf T}x+b$. And $f$ is too much. The *affine* part ends before the activation, and it is linear only where $b=0$; with an $f$ that bends, the whole is neither.

</details>

## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "Forward propagation is a kind of network." | It is a computation. A *feed-forward* network is an architecture, one whose arrows never lead back. |
| "The input layer has weights." | It has none. It is the data. A network 784-300-100-10 has three layers of weights. |
| "A deep network has its parameters in its many layers." | In a dense network on pictures, most of them often stand in the first: 99.97 % in 12288-3-2-1, 88 % in 784-300-100-10. |
| "Networks can learn any function." | For continuous functions on bounded boxes, good weights exist. Learning them is another question. |
| "One hidden layer is enough, so depth is useless." | One is enough in principle, perhaps with far too many units: five tents in a row draw 32 pieces with 15 ReLUs, one layer needs 31. |
| "Unrolling a picture loses information." | No number is lost. What the layer does not get is *which* pixels are neighbours. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| forward propagation | 순전파 | computing the output, layer by layer |
| dense, fully connected layer | 밀집층, 완전 연결층 | every unit sees every input |
| affine map | 아핀 변환 | weighted sums plus a bias |
| width of a layer | 층의 너비 | the number of its units |
| depth | 깊이 | the number of layers with weights |
| parameter | 매개변수 | a number that is learned: a weight or a bias |
| shape | 형상 | how many rows, how many columns |
| broadcasting | 브로드캐스팅 | the same numbers are read again where a shape has a 1 |
| row convention | 행 관례 | examples are rows |
| column convention | 열 관례 | examples are columns |
| transposed | 전치된 | rows have become columns |
| to flatten, to unroll | 펼치다 | to turn a picture into one row |
| channel | 채널 | one of the numbers of a pixel: red, green, blue |
| cache | 캐시 | what is kept for the way back |
| bump | 범프, 봉우리 | a step up and a step down |
| universal approximation theorem | 보편 근사 정리 | good weights exist, under conditions |

## Five questions to remember

**1.** How many parameters does the network 10-5-2 have?

<details><summary>Answer</summary>

The first layer has 5 units with 10 weights and a bias each, 55. The second has 2 units with 5 weights and a bias each, 12. Together 67.

</details>

**2.** $X$ is $(8, 4)$ and there are 3 units. What are the shapes of $W$, $b$ and $Z$?

<details><summary>Answer</summary>

$(4, 3)$, $(3,)$ and $(8, 3)$.

</details>

**3.** Somebody gives $X$ to every layer, and not the output of the layer before it. When does nobody notice?

<details><summary>Answer</summary>

When all layers have the same number of inputs, because then all shapes fit.

</details>

**4.** Where does the sigmoid unit with weight $s=100$ and bias $-30$ have its step?

<details><summary>Answer</summary>

Where its sum is 0: $100x-30=0$, at $x=0.3$.

</details>

**5.** What does the universal approximation theorem not promise?

<details><summary>Answer</summary>

It does not promise a small network, nor that training finds the weights, nor anything outside the region or for functions with jumps.

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

How wrong an output is, chapter 5. A single unit that recognises a cat, chapter 6. The way back through all these layers, which reads the cache, chapter 7. The same network in four words, chapter 11.

**Next:** [5 · Losses](05_losses.ipynb)
"""
