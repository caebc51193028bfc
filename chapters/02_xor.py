# %% [markdown]
r"""
# 2 · XOR: what can one line never do?

In chapter 1 a single unit learned AND, OR and NAND by itself. Now comes a function that looks no harder. Two switches, one lamp, which is on if *exactly one* of them is. Its name is **XOR**, exclusive or.

How far does one unit get, and is that a matter of training, of luck, or of proof? In 1969, in their book *Perceptrons*, Marvin Minsky and Seymour Papert showed how much such units cannot do. One question was whether the number of ones is odd; for two inputs, this is XOR. (A first layer with fixed weights helps only if some part of it sees *all* inputs.) The book is often named as one reason why interest and money went elsewhere for years.

**You need:** units, gates and the perceptron rule (chapter 1). **Time:** about an hour and a half, with a pencil.
"""

# %%
import itertools

import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import yours

# %% [markdown]
r"""
## Before you look

XOR answers four questions, the pairs 00, 01, 10, 11, with 0, 1, 1, 0. One unit will not get all four right. But you may choose its weights and its bias as you like. How many can it get right, at best?

- **A** three
- **B** two
- **C** only one
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("One unit on XOR", "ABC", answer="A")

# %% [markdown]
r"""
## See it

### Four points, one line

Each pair is a point in the plane. A blue circle should give 1, an open square 0. For OR and AND, one line does it. For XOR?
"""

# %%
plots.XOR_PLANE.show()

# %% [markdown]
r"""
Try it. Where the plane is hatched, your unit outputs 1. Beside it you see the four sums: a blue bar should point to the right or be 0, an orange one to the left.
"""

# %%
plots.best_line()

# %% [markdown]
r"""
<details><summary>What you should have seen</summary>

Three is easy: `w1 = 1`, `w2 = 1`, `b = −0.5` is OR, and only 11 is wrong. As soon as three bars are right, the fourth is forced to the wrong side.

</details>

### All functions of two bits

A function of two bits has four answers, each 0 or 1. So there are $2\cdot2\cdot2\cdot2=16$ such functions. How many of them are beyond one unit?

- **A** 2
- **B** 6
- **C** 8, one half
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Beyond one unit", "ABC", answer="A")

# %%
plots.SIXTEEN.show()

# %% [markdown]
r"""
One unit can do fourteen. (*Always 0* and *always 1* need no line: the bias decides alone.) Two are beyond it: XOR and its opposite, XNOR. Now choose the four answers yourself. Where there is no line, the picture shows two diagonals that cross. Why they are a proof comes below.
"""

# %%
plots.truth_tables()

# %% [markdown]
r"""
### All functions of three bits

With a third input, the four points become the eight corners of a cube, and the line becomes a plane. Of the $2^8=256$ functions, how many can one unit do?

- **A** 224, seven of eight, as with two bits
- **B** 104
- **C** 16
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Three bits", "ABC", answer="B")

# %%
plots.three_inputs()

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise: XOR is not a rare exception.** With three inputs, 152 of 256 functions are beyond one unit, more than half.

</div>

Press *next without a plane* a few times. Each time you find the same cross: the point half-way between two ones is the point half-way between two zeros.

### Two lines, and where the points land

Two lines give two answers, and we need one. So a third unit looks at the two answers, and *not* at the inputs. For this unit, the world is another plane: left to right is what unit 1 outputs, bottom to top is what unit 2 outputs. Each point lands somewhere in this **hidden plane**.

A guess before you play. Suppose that two lines and a third unit together make XOR. On how many *different* places in the hidden plane do the four points land?

- **A** 4, one for each
- **B** 3
- **C** 2, one for the ones and one for the zeros
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Different places", "ABC", answer="B")

# %% [markdown]
r"""
On the left you see the input plane, with the lines of unit 1 (solid green) and unit 2 (dashed pink), on the right the hidden plane with the output line (dotted). Drag a line to move it, and the tip of its arrow to turn it. (Keyboard: Tab to a handle, then the arrow keys; with Shift in small steps.)

1. At the start, both planes show the same four points. Why?
2. Move and turn the two lines on the left until the lamp *one line can separate them* lights up. Then press *Place the output line*.
3. Choose *sigmoid*, a step with a soft slope from 0 up to 1 (chapter 3), then press *Show one way*. Make the units less and less steep. Which lamp goes out, and which button lights it again? Then turn one of the lines a little, and look at the grid.
4. Choose *ReLU*, which outputs its sum where it is positive, and 0 elsewhere. Press *Show one way*, and follow the grid.
5. Press *Train it*, several times. Each time a network starts with different lines and looks for better ones by itself. How it learns is the story of chapter 7; look only at where it ends. Under *more* you can add points of your own.
"""

# %%
plots.hidden_space(two_layer_tlu=yours("two_layer_tlu"))

# %% [markdown]
r"""
<details><summary>What you should have seen</summary>

**1.** Unit 1 outputs 1 on the right of a vertical line, so its answer is just $x_1$. Unit 2 answers $x_2$. So the hidden layer has not made the task easier.

**2.** One way: line 1 cuts off 00, line 2 cuts off 11, and both arrows point to the middle. Then 01 and 10 land on *the same place*. The hidden layer has forgotten their difference, which makes the problem easy.

**3.** The second lamp goes out: the points have moved, and the output line is no longer between them. Place it again, and both lamps are on. When the two lines are parallel, the plane shrinks to a curve, because then one number, how far you are across the lines, decides both outputs. When you turn one of them, it opens to a curved sheet.

**4.** ReLU folds. Where a unit outputs 0, everything is pressed flat onto an axis.

**5.** Sometimes it finds lines that work, and not always the book's. Sometimes it gets stuck: it takes only small steps downhill, and where it stands none leads much further.

</details>
"""

# %%
plots.SPACE.show(two_layer_tlu=yours("two_layer_tlu"))

# %% [markdown]
r"""
Units between input and output form a **hidden layer**. Nobody tells them what to output. A network with at least one hidden layer is called a **multilayer perceptron**, MLP. With two hidden layers or more, many people call it a **deep** network.

### The same thing, seen as a circuit

The two lines of the viewer are gates. Each row of bits belongs to the pairs 00, 01, 10, 11.
"""

# %%
plots.CIRCUIT.show()

# %% [markdown]
r"""
### The same thing, seen as folded paper

Take a square sheet of paper and fold it along the diagonal from 00 to 11. Now the corners 01 and 10 stand up, and 00 and 11 lie in the fold. One straight cut at half height separates them.
"""

# %%
plots.FOLD.show()

# %% [markdown]
r"""
The height of the paper is $|x_1-x_2|$. A ReLU folds like this: flat on one side, rising on the other, and the place where it turns is called a **kink**. Which two of them make a V?

### Ten layers, and no bend

If one layer is too weak, take ten. Each computes weighted sums plus biases and passes them on. A **bend** is our word for a nonlinear activation, such as the step, the sigmoid or ReLU. Here there is *no* bend between the layers; only the very last unit uses its step. How many of the four answers of XOR can this network get right, at best?

- **A** four, if the layers are wide enough
- **B** three, as one unit
- **C** two
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Ten layers, no bend", "ABC", answer="B")

# %% [markdown]
r"""
First, one number goes in and one comes out.
"""

# %%
plots.CAKE.show()

# %% [markdown]
r"""
Two layers without a bend are one layer with other numbers, so ten layers are one, too. Below, the square grid goes through two layers. The broad frame in the last picture is what *one* layer does, with the weights that `collapse_affine` finds (your number 5).

In the other two pictures, the arrows show where the layer takes one step to the right and one step up. They are the rows of its weights, because $(1, 0)\,W$ is the first row of $W$.

1. Drag the tips of some arrows. With *identity*, no bend at all, the lines of the grid stay straight and parallel.
2. Choose *relu* between the layers. Now no single layer can do it.
3. Choose *step*. What is left of the grid? (Four points at most, because each unit outputs only 0 or 1.)
"""

# %%
plots.collapse(collapse_affine=yours("collapse_affine"))

# %% [markdown]
r"""
So it is not the number of layers that helps. It is the **bend between them**.

## Numbers before letters

**One unit.** Take $w_1=1$, $w_2=1$, $b=-\tfrac12$. The four sums at 00, 01, 10, 11 are $-\tfrac12,\ \tfrac12,\ \tfrac12,\ \tfrac32$. Three are right; 11 is wrong. To be right, the last sum must become negative. But it is the sum at 01 plus the sum at 10 minus the sum at 00, because $(w_2+b)+(w_1+b)-b=w_1+w_2+b$. As long as the first three are right, this is positive.

**Three gates.** For 00, 01, 10, 11: NAND outputs 1, 1, 1, 0, and OR outputs 0, 1, 1, 1. AND of the two outputs 0, 1, 1, 0. That is XOR.

**Two layers without a bend.** First $2x+1$, then three times that, minus 4: $3(2x+1)-4=6x-1$. One layer with the weight 6 and the bias $-1$ does the same. But put a ReLU between them: for $x=-1$ the first layer outputs $-1$, ReLU makes it 0, and the second layer outputs $-4$. The single layer outputs $-7$.

Your turn. Before you run the cell, write down two things. First: what XOR, built from the three gates, outputs for the *three* pairs $(1,1)$, $(0,1)$, $(0,0)$. Second: the weight and the bias of the one layer that does the same as $-2x+3$, followed by $5$ times that, plus $1$.
"""

# %%
print(nnlib.xor_from_gates(np.array([1, 0, 0]), np.array([1, 1, 0])))
W, b = nnlib.collapse_affine([[-2.0]], [3.0], [[5.0]], [1.0])
print(W, b)

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
X, y = nnlib.logic_gate("xor")
sums = X @ [1, 1] - 1 / 2
assert sums.tolist() == [-1 / 2, 1 / 2, 1 / 2, 3 / 2]
assert nnlib.tlu_predict(X, [1, 1], -0.5).tolist() == [0, 1, 1, 1]
assert sums[3] == sums[1] + sums[2] - sums[0]
nand, either = (nnlib.tlu_predict(X, *nnlib.gate_weights(name)) for name in ("NAND", "OR"))
assert nand.tolist() == [1, 1, 1, 0] and either.tolist() == [0, 1, 1, 1]
assert nnlib.two_layer_tlu(X, *nnlib.xor_network_params())[1][:, 0].tolist() == [0, 1, 1, 0]
assert len(set(zip(nand, either))) == 3
assert [part.item() for part in nnlib.collapse_affine([[2.0]], [1.0], [[3.0]], [-4.0])] == [6, -1]
assert 3 * max(2 * -1 + 1, 0) - 4 == -4 and 6 * -1 - 1 == -7

# %% [markdown]
r"""
## The formulas, and why they are true

### Why one unit cannot be XOR

The unit of chapter 1 outputs 1 where its sum is not negative:

$$\hat y = H(w_1x_1+w_2x_2+b), \qquad H(z) = \begin{cases}1 & \text{if } z\ge0\\ 0 & \text{if } z<0\end{cases} \tag{unit}$$
"""

# %% jupyter={"source_hidden": true} tags=["eq:unit"]
# check: unit
for x1, x2, w1, w2, b in np.random.default_rng(0).normal(0, 1, (200, 5)):
    says = nnlib.tlu_predict([[x1, x2]], [w1, w2], b)[0]
    assert says == (1 if w1 * x1 + w2 * x2 + b >= 0 else 0)
assert nnlib.heaviside(0.0) == 1

# %% [markdown]
r"""
Suppose that some unit *is* XOR. Put in the four pairs, one after the other. Each gives one condition:

$$\underbrace{b<0}_{00} \qquad \underbrace{w_2+b\ge0}_{01} \qquad \underbrace{w_1+b\ge0}_{10} \qquad \underbrace{w_1+w_2+b<0}_{11} \tag{inequalities}$$
"""

# %% jupyter={"source_hidden": true} tags=["eq:inequalities"]
# check: inequalities
X, y = nnlib.logic_gate("xor")
for w1, w2, b in np.random.default_rng(1).normal(0, 1, (2000, 3)):
    right = nnlib.tlu_predict(X, [w1, w2], b) == y
    wanted = [b < 0, w2 + b >= 0, w1 + b >= 0, w1 + w2 + b < 0]
    assert right.tolist() == wanted and not all(wanted)

# %% [markdown]
r"""
Now add them in pairs: the first to the last, and the two in the middle.

$$\underbrace{b+(w_1+w_2+b)}_{<\,0} \;=\; w_1+w_2+2b \;=\; \underbrace{(w_2+b)+(w_1+b)}_{\ge\,0} \tag{contradiction}$$

The left side is negative, and the right side is not. But both are the same number, which is impossible. (A **proof by contradiction**: assume it, and find that it cannot be.) So no choice of weights and bias gives such a unit, however it was trained.
"""

# %% jupyter={"source_hidden": true} tags=["eq:contradiction"]
# check: contradiction
X, _ = nnlib.logic_gate("xor")
for w1, w2, b in np.random.default_rng(2).normal(0, 1, (200, 3)):
    z00, z01, z10, z11 = (nnlib.weighted_sum(x, [w1, w2], b) for x in X)
    assert np.isclose(z00 + z11, w1 + w2 + 2 * b)
    assert np.isclose(z01 + z10, w1 + w2 + 2 * b)

# %%
plots.INEQUALITIES.show()

# %% [markdown]
r"""
The picture on the left says the same without letters. Write $z(p)$ for the sum of a unit at the point $p$. Half of each input gives half of each product (and half of $b$ plus half of $b$ is $b$), so half-way between two points, the sum is half-way between the two sums:

$$z\!\left(\tfrac{p+q}{2}\right) = \tfrac12\bigl(z(p)+z(q)\bigr) \tag{middle}$$

So half-way between two points with negative sums, the sum is negative, too. Half-way between two points with sums of 0 or more, it is 0 or more. But both diagonals of the square have the *same* middle. For XOR, the sum there would have to be negative and not negative at once. So two diagonals that cross are a proof, for any number of inputs.
"""

# %% jupyter={"source_hidden": true} tags=["eq:middle"]
# check: middle
rng = np.random.default_rng(3)
for d in (2, 3, 7):
    p, q, w = rng.normal(0, 1, (3, d))
    middle = nnlib.weighted_sum((p + q) / 2, w, 0.3)
    assert np.isclose(middle, (nnlib.weighted_sum(p, w, 0.3) + nnlib.weighted_sum(q, w, 0.3)) / 2)

# %% [markdown]
r"""
### How many functions there are

With $n$ bits there are $2^n$ rows of bits, and for each of them the answer is 0 or 1. So the number of functions is

$$2^{(2^n)} = 4,\ 16,\ 256,\ 65{,}536,\ \dots \qquad\text{for } n=1,2,3,4,\dots \tag{functions}$$

A set of points is called **linearly separable** if one unit can be right on all of them. The folded cell counts the separable functions.
"""

# %% jupyter={"source_hidden": true} tags=["eq:functions"]
# check: functions
from itertools import combinations, product

found = {}
for n in (1, 2, 3):
    X = np.array(list(product((0.0, 1.0), repeat=n)))
    tables = list(product((0, 1), repeat=len(X)))
    assert len(set(tables)) == 2 ** (2**n)
    found[n] = sum(nnlib.linearly_separable(X, np.array(y), 100) for y in tables)
    for y in tables:
        one, zero = X[np.array(y) == 1], X[np.array(y) == 0]
        pairs = product(combinations(one, 2), combinations(zero, 2))
        crossed = any(np.array_equal(a + b, c + d) for (a, b), (c, d) in pairs)
        assert crossed != nnlib.linearly_separable(X, np.array(y), 100)
assert found == {1: 4, 2: 14, 3: 104} and 2**2**4 == 65536

# %% [markdown]
r"""
How does a computer find out? Let a perceptron learn the points. If an epoch brings no mistake, they are separable, and the weights are the proof. If mistakes go on, either they are not, or you were not patient enough. But if such an epoch ends with the numbers with which it began, it repeats for ever, and no line exists.

Now write [number 1](../exercises/02_xor/02_xor.ipynb#cell-id=linearly_separable) of the exercise.
"""

# %% [markdown]
r"""
### Two layers

From gates:

$$\mathrm{XOR}(x_1,x_2) = \mathrm{AND}\bigl(\mathrm{NAND}(x_1,x_2),\ \mathrm{OR}(x_1,x_2)\bigr) \tag{xor-gates}$$

In words: *not both, but at least one*.
"""

# %% jupyter={"source_hidden": true} tags=["eq:xor-gates"]
# check: xor-gates
X, y = nnlib.logic_gate("xor")


def gate(name, a, b):
    return nnlib.tlu_predict(np.column_stack([a, b]), *nnlib.gate_weights(name))


x1, x2 = X.T
assert gate("AND", gate("NAND", x1, x2), gate("OR", x1, x2)).tolist() == y.tolist()
assert nnlib.xor_from_gates(x1, x2).tolist() == y.tolist()

# %% [markdown]
r"""
In general, a first layer turns the inputs into the hidden answers $h$, and a second layer looks *at these*, and at nothing else. Each column of $W_1$ holds the weights of one hidden unit. $W_2$ has one row for each hidden unit.

Now write [number 2](../exercises/02_xor/02_xor.ipynb#cell-id=two_layer_tlu) and [number 3](../exercises/02_xor/02_xor.ipynb#cell-id=xor_network_params) of the exercise.

<details><summary>The formula, to compare with your number 2</summary>

$$h = H(x\,W_1+b_1), \qquad \hat y = H(h\,W_2+b_2) \tag{two-layers}$$

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:two-layers"]
# check: two-layers
rng = np.random.default_rng(5)
W1, b1, W2, b2 = (rng.normal(0, 1, shape) for shape in ((2, 3), 3, (3, 1), 1))
X = rng.normal(0, 1, (50, 2))
hidden, out = nnlib.two_layer_tlu(X, W1, b1, W2, b2)
for x, h, says in zip(X, hidden, out):
    units = [1 if x @ W1[:, k] + b1[k] >= 0 else 0 for k in range(3)]
    assert h.tolist() == units and says[0] == (1 if units @ W2[:, 0] + b2[0] >= 0 else 0)

# %% [markdown]
r"""
<details><summary>Why the points land on three places, in every solution with two threshold units</summary>

There are only four places, the corners of the hidden square. Two points that need different answers cannot share one, because the output unit sees only the place.

- On only *two* places, 00 and 11 are therefore together, and 01 and 10. The two places differ in at least one hidden unit. That unit alone would be XOR, or its opposite, and both are impossible.
- On *four* places, every corner is taken, and the output unit must again separate two corners from the two others. If the two are on a diagonal, that is XOR once more. If they are on a side, then one hidden unit alone is XOR or its opposite.

</details>

### A V from the paper

At the four corners, XOR is the distance between its inputs:

$$\mathrm{XOR}(x_1,x_2) = |x_1-x_2| \qquad\text{for } x_1,x_2\in\{0,1\} \tag{fold}$$

The output of a network with two ReLU units can equal this height on the *whole* plane.

Now write [number 4](../exercises/02_xor/02_xor.ipynb#cell-id=relu_xor_params) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:fold"]
# check: fold
X, y = nnlib.logic_gate("xor")
assert np.array_equal(np.abs(X[:, 0] - X[:, 1]), y)
W1, b1, W2, b2 = nnlib.relu_xor_params()
plane = np.random.default_rng(6).normal(0, 2, (100, 2))
height = nnlib.affine_forward(nnlib.relu(nnlib.affine_forward(plane, W1, b1)), W2, b2)[:, 0]
assert np.allclose(height, np.abs(plane[:, 0] - plane[:, 1]))

# %% [markdown]
r"""
### Why layers without a bend collapse

With one number per layer, multiply out the bracket, and collect the terms with $x$ and the terms without it:

$$v\,(w\,x+b)+c \;=\; (v\,w)\,x + (v\,b+c) \tag{collapse-one}$$
"""

# %% jupyter={"source_hidden": true} tags=["eq:collapse-one"]
# check: collapse-one
for w, b, v, c in np.random.default_rng(7).normal(0, 1, (50, 4)):
    W, shift = nnlib.collapse_affine([[w]], [b], [[v]], [c])
    assert np.isclose(W[0, 0], v * w) and np.isclose(shift[0], v * b + c)

# %% [markdown]
r"""
With matrices, multiply out the bracket and collect the terms with $X$, too, but now the *order* of a product matters. There is one $W$ and one $b$ such that

$$(X\,W_1+b_1)\,W_2+b_2 \;=\; X\,W+b \qquad\text{for every } X \tag{collapse}$$

The exercise asks for them. So a network of any depth without a bend is one layer.

Now write [number 5](../exercises/02_xor/02_xor.ipynb#cell-id=collapse_affine) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:collapse"]
# check: collapse
rng = np.random.default_rng(8)
for d, hidden, k in ((2, 3, 1), (3, 3, 3), (4, 2, 5)):
    W1, b1 = rng.normal(0, 1, (d, hidden)), rng.normal(0, 1, hidden)
    W2, b2 = rng.normal(0, 1, (hidden, k)), rng.normal(0, 1, k)
    W, b = nnlib.collapse_affine(W1, b1, W2, b2)
    for X in rng.normal(0, 1, (3, 6, d)):
        assert np.allclose((X @ W1 + b1) @ W2 + b2, X @ W + b)
    relu_between = nnlib.relu(X @ W1 + b1) @ W2 + b2
    assert not np.allclose(relu_between, X @ W + b)

# %% [markdown]
r"""
## Write it

**[Exercise 2: six functions, 18 points](../exercises/02_xor/02_xor.ipynb)**

You can give your function to a figure before it is checked. The one in this cell has two mistakes. Where do the broad frame and the grid differ?
"""


# %%
def collapse_affine(W1, b1, W2, b2):
    return W2 @ W1, b1 + b2


plots.collapse(collapse_affine=collapse_affine)

# %% [markdown]
r"""
<details><summary>The two mistakes</summary>

One mistake is in the weights: which matrix does $X$ meet first? The other is in the bias: what the first layer adds goes *through* the second layer, too.

</details>

## Break it: a bug hunt

Three colleagues bring three ways to find out whether points are linearly separable. All three were tested on all 16 functions of two bits, and all three found 14. At least one of them is wrong. Find out who. You need not read the code, because you know the right counts: 14 of 16, and 104 of 256. Change `n`. All three look for a line: which of them tries many, and which only one?
"""


# %%
def by_least_squares(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    best, *_ = np.linalg.lstsq(A, y, rcond=None)
    # A point on the plane counts as 0; 1e-9 guards against rounding.
    return np.array_equal(A @ best - 0.5 > 1e-9, y == 1)


def by_class_means(X, y):
    if y.min() == y.max():
        return True
    zero, one = X[y == 0].mean(axis=0), X[y == 1].mean(axis=0)
    z = (X - (zero + one) / 2) @ (one - zero)
    return np.array_equal(z > 1e-9, y == 1)


def by_small_weights(X, y):
    if y.min() == y.max():
        return True
    weights = itertools.product((-2, -1, 0, 1, 2), repeat=X.shape[1])
    return any((X[y == 1] @ w).min() > (X[y == 0] @ w).max() for w in weights)


SUSPECTS = {
    "least squares": by_least_squares,
    "class means": by_class_means,
    "small weights": by_small_weights,
}

# %%
n = 2

X = np.array(list(itertools.product((0.0, 1.0), repeat=n)))
for name, is_separable in SUSPECTS.items():
    tables = itertools.product((0, 1), repeat=2**n)
    print(f"{name:14} finds {sum(is_separable(X, np.array(y)) for y in tables)}")

# %% [markdown]
r"""
<details><summary>Who is guilty?</summary>

Set `n = 3`.

**Least squares** finds 72 of 104. It takes the plane that is closest *on average*. Already AND of three bits fails: a plane that separates exists, but it is not the closest one.

**Class means** finds 56. It takes the plane half-way between the means of the two classes: again only one plane.

**Small weights** is innocent here. It tries 5 · 5 · 5 combinations of small weights, and for three bits these are enough. That says nothing about more bits.

</details>

On the corners of a square, class means was always right. Can it be fooled in the plane as well, if the points may lie anywhere? Now write [number 6](../exercises/02_xor/02_xor.ipynb#cell-id=fool_class_means) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
counts = {}
for bits in (2, 3):
    X = np.array(list(itertools.product((0.0, 1.0), repeat=bits)))
    tables = [np.array(y) for y in itertools.product((0, 1), repeat=2**bits)]
    truth = [nnlib.linearly_separable(X, y, 100) for y in tables]
    for name, is_separable in SUSPECTS.items():
        says = [is_separable(X, y) for y in tables]
        assert not any(said and not true for said, true in zip(says, truth))
        counts[name, bits] = sum(says)
assert [counts[name, 2] for name in SUSPECTS] == [14, 14, 14]
assert [counts[name, 3] for name in SUSPECTS] == [72, 56, 104]
assert not by_least_squares(X, np.array([0, 0, 0, 0, 0, 0, 0, 1]))

# %% [markdown]
r"""
## Use it: can it learn what it can draw?

You have *built* XOR by hand. Can a network find such weights by itself? For now, *learning* means: start from random weights, and 5,000 times change all of them a little, so that the answers get better. A run has *learned* XOR if every answer is within 0.45 of the right one.

<details><summary>The exact settings</summary>

Two inputs, one hidden layer, and one sigmoid as the output. First weights from a normal distribution with the standard deviation $\sqrt{2/n_{\text{in}}}$ (chapter 9) for all activations, and biases of 0. Then 5,000 steps with the learning rate $\eta=0.5$ on the mean cross entropy (chapter 5) of all four points.

</details>

You know that two ReLU units are enough: the folded paper. Now 100 networks with two ReLU units start, each from different random weights. How many of them learn XOR?

- **A** more than 90
- **B** about half
- **C** fewer than 30
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Two ReLU units learn", "ABC", answer="C")

# %% [markdown]
r"""
On the left you see what the chosen network outputs over the plane: blue means 1, red means 0, and the black line is one half. On the right you see twenty seeds: a green triangle has learned XOR, a grey cross has not. Move the seed. Then try more units, other activations and learning rates.
"""

# %%
plots.train_it()

# %% [markdown]
r"""
Here are the seeds 0 to 99, for each width and activation.
"""

# %%
rates = plots.RATES.data()
plots.RATES.show_data(rates)

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**To be representable is one thing, to be found another.** With two ReLU units, the right weights exist. Only about 17 of 100 random starts find them. With eight units, about 95 do.

</div>

In about 53 of these 83 failures, at least one unit is silent for all four points; in about 42 of the 53 it was silent from the start. No wonder: with a bias of 0, a unit is silent when both its weights are negative. That has the probability $\frac14$, so for at least one of two units it is $1-(\frac34)^2\approx0.44$. A small change of its weights changes no output: its gradient is 0, so it never moves. (In the other 30, no unit is silent; this count does not say why they fail. With first biases of the standard deviation 0.5, about 33 of 100 learn instead of 17.)

With two units the sigmoid wins. Before you believe a ranking, change one more setting, here the learning rate, and see whether the ranking stays. Here are 30 starts with $\eta=0.5$, and with $\eta=0.05$.
"""

# %%
two = {"widths": (2,), "bends": ("tanh", "sigmoid"), "seeds": 30}
for lr, steps in ((0.5, 5_000), (0.05, 5_000), (0.05, 50_000)):
    found = plots.RATES.data(**two, lr=lr, steps=steps)
    print(lr, steps, {one.activation: int(one.solved.sum()) for one in found})

# %% [markdown]
r"""
With the small rate, tanh learns in about 16 of 30 starts and the sigmoid in only 9. So is tanh better now? No: 5,000 steps that are ten times smaller go only a tenth of the way. After 50,000 of them, the sigmoid has 24, as many as with the large rate. It is slow here, not worse. Before you compare two trainings, ask whether both have ended.
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
from nnlib.engine.network import initial_theta
from nnlib.plots.ch02.learning import learn_xor, solves, trained

X, _ = nnlib.logic_gate("xor")
share = {one.activation: one.solved.mean(axis=1) for one in rates}
assert abs(share["relu"][0] - 0.17) < 0.04 and abs(share["relu"][2] - 0.95) < 0.04
assert max(share, key=lambda name: share[name][0]) == "sigmoid"
fast, early, late = (
    {one.activation: one.solved.sum() for one in plots.RATES.data(**two, lr=lr, steps=steps)}
    for lr, steps in ((0.5, 5_000), (0.05, 5_000), (0.05, 50_000))
)
assert abs(early["sigmoid"] - 9) < 4 and abs(late["sigmoid"] - 24) < 4
assert abs(fast["sigmoid"] - 24) < 4
assert all(abs(run["tanh"] - 16) < 4 for run in (fast, early, late))
networks = [trained(2, "relu", seed) for seed in range(100)]
failed = [network.theta for network in networks if not solves(network)]
begun = [
    initial_theta([2, 2, 1], np.random.default_rng(seed))
    for seed, network in enumerate(networks)
    if not solves(network)
]
silent, from_the_start = (
    [(X @ theta[:4].reshape(2, 2) + theta[4:6] <= 0).all(axis=0).any() for theta in those]
    for those in (failed, begun)
)
assert abs(len(failed) - 83) < 5 and abs(sum(silent) - 53) < 5
assert all(after for after, before in zip(silent, from_the_start) if before)
assert abs(sum(from_the_start) - 42) < 5 and abs(len(failed) - sum(silent) - 30) < 5
moved = 0
for seed in range(100):
    rng = np.random.default_rng(seed)
    theta = initial_theta([2, 2, 1], rng, np.float64)
    theta[4:6] = 0.5 * rng.normal(size=2)  # the first biases
    moved += solves(learn_xor(2, "relu", theta))
assert abs(moved - 33) < 8 and moved > 100 - len(failed) + 6

# %% [markdown]
r"""
## Errata: find the slip

<!-- notes: 001 [67-68] -->
**Slip 1.** The notes say that models like the gates AND, OR and NAND are easily made, and that a single layer cannot be used for "a structure that is hard to express with one slope (기울기), such as the XOR gate". Two words are wrong. Which?

<!-- notes: 002 [24] -->
**Slip 2.** The notes write the first two layers of a network as "$z^{[1]} = w^{[1]}x+b^{[1]}$, $a^{[1]}=\sigma(z^{[1]})$, $z^{[2]} = w^{[2]}x+b^{[2]}$". What is wrong, whatever the activation, and why does Python often not complain?

<!-- notes: 001 [74] -->
**Slip 3.** The notes say: "The more hidden layers there are, the more complex the structure of the problems that can be solved." Which condition is missing?

This cell is about the second one. Both layers have two inputs, so every shape fits.
"""

# %%
X, y = nnlib.logic_gate("xor")
W1, b1, W2, b2 = nnlib.xor_network_params()
a1 = nnlib.heaviside(X @ W1 + b1)
print(nnlib.heaviside(X @ W2 + b2).T, nnlib.heaviside(a1 @ W2 + b2).T)

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** Not "hard", but *impossible*: four inequalities prove it. ("Cannot be used" says so, too.) And not "slope", but *line*. Two parallel lines have the same slope, and they separate different things.

**Slip 2.** The second layer must look at the hidden answers, not at the inputs:

$$z_2 = a_1\,W_2+b_2 \tag{slip}$$

If it looks at $x$ again, what is left is one unit, here the gate AND. Python complains only if the shapes do not fit. When all layers are equally wide, they do.

**Slip 3.** There must be a bend, that is, a nonlinear activation, between the layers.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:slip"]
# check: slip
X, y = nnlib.logic_gate("xor")
W1, b1, W2, b2 = nnlib.xor_network_params()
a1, out = nnlib.two_layer_tlu(X, W1, b1, W2, b2)
z2 = a1 @ W2 + b2
assert np.array_equal(nnlib.heaviside(z2), out) and out[:, 0].tolist() == y.tolist()
wrong = nnlib.heaviside(X @ W2 + b2)[:, 0]
assert wrong.tolist() == nnlib.logic_gate("and")[1].tolist()

# %% [markdown]
r"""
## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "More layers make a network stronger." | Only with a bend between them. And more layers have more weights to learn, so they need more examples and more computing. |
| "A linear layer in between changes nothing." | It adds nothing. But a narrow one takes something away: what passes through 2 numbers is described by 2 numbers from there on. |
| "Hidden units must be logical gates." | With sigmoid or ReLU the hidden answers are not even 0 or 1. |
| "XOR needs exactly two hidden units." | If the output unit may *also* see the inputs, one is enough: the gate AND. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| exclusive or, XOR | 배타적 논리합, XOR | exactly one of two |
| linearly separable | 선형 분리 가능 | one line (plane) has all ones on one side, all zeros on the other |
| threshold unit (TLU) | 임계 논리 유닛 | a unit with a step after its sum |
| kink | 꺾인 점 | where a ReLU turns |
| hidden layer | 은닉층 | units between input and output |
| hidden plane, hidden space | 은닉 공간 | where the points land after the hidden layer |
| multilayer perceptron, MLP | 다층 퍼셉트론 | a network with at least one hidden layer |
| deep network | 심층 신경망 | two or more hidden layers |
| bend (this book's word) | 비선형 활성화 함수 | what is not a straight line, between two layers |
| nonlinear | 비선형 | with a bend |
| to collapse | 하나로 합쳐지다 | to become one layer |
| least squares | 최소제곱법 | as close as possible, in squared differences |
| proof by contradiction | 귀류법 | assume it, and it cannot be |
| seed | 시드 | the number from which random numbers start |
| to represent | 표현하다 | there are weights that do it |
| to learn | 학습하다 | training finds such weights |

## Five questions to remember

**1.** Say the proof that no unit is XOR in two sentences.

<details><summary>Answer</summary>

Added in pairs, the zeros demand $w_1+w_2+2b<0$ and the ones $w_1+w_2+2b\ge0$. That cannot both be true.

</details>

**2.** What does the hidden layer do to the points 01 and 10 in the network of three gates, and why is this good?

<details><summary>Answer</summary>

It puts both on (1, 1). They need the same answer.

</details>

**3.** A network has seven layers and no activation between them. How strong is it?

<details><summary>Answer</summary>

At most as strong as one layer.

</details>

**4.** A perceptron has trained on your data for 50 epochs, and there are still mistakes. Are the data not separable?

<details><summary>Answer</summary>

You do not know yet. But if an epoch ends with the weights and the bias with which it began, no line exists.

</details>

**5.** A colleague trains a network with two ReLU units on XOR and fails. "The network is too small," says the colleague. What do you answer?

<details><summary>Answer</summary>

Two ReLU units can be XOR exactly, but most starts do not get there. Try other seeds, or more units.

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
    "One unit on XOR",
    "Beyond one unit",
    "Three bits",
    "Different places",
    "Ten layers, no bend",
    "Two ReLU units learn",
)

# %% [markdown]
r"""
## Where this leads

The slope of the step is 0 wherever there is a slope at all, so no gradient gets through it. Which bends let one through, and what they cost, is [chapter 3](03_activations.ipynb).

**Next:** [3 · Activations](03_activations.ipynb)
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
X, y = nnlib.logic_gate("xor")
with_product = np.column_stack([X, X[:, 0] * X[:, 1]])
assert nnlib.linearly_separable(with_product, y, 100)
both = nnlib.tlu_predict(X, *nnlib.gate_weights("AND"))
assert nnlib.linearly_separable(np.column_stack([X, both]), y, 100)
assert 256 - 104 == 152 and 100 - 17 == 83
