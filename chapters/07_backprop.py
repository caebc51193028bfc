# %% [markdown]
r"""
# 7 · Backpropagation: who is to blame?

A network has made a mistake, and each of its thousands of weights has contributed to it. Which one is to blame, and how much? That is the slope of the loss with respect to a weight: how fast the loss changes when this weight is nudged and all the others stay. If you knew it for every weight, you would know how to change them all.

You can measure it: nudge one weight, look at the loss, put it back, and go on to the next. For a large network this is hopeless, because it takes two runs for every weight. In this chapter you find *all* slopes together, with nothing but multiplying and adding in the right order.

**You need:** slopes (chapter 0), activations and their way back (chapter 3), a network as a list of layers (chapter 4), $p-y$ (chapter 5). **Time:** two and a half hours, with a rest in between.
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import owner, yours

# %% [markdown]
r"""
## Before you look

A network has 10,000 parameters. To measure all slopes from both sides, you need 20,000 runs forward. How long do one run forward and backpropagation take *together*, for the same 10,000 numbers?

- **A** about as long as 1 run forward
- **B** about as long as 3 runs forward
- **C** about as long as 30 runs forward
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("10,000 slopes", "ABC", answer="B")

# %% [markdown]
r"""
## See it

### One slope, written out

First the hard way, once. Take a picture with 12,288 numbers, then three units with a sigmoid, then two, then one that says how sure it is of a cat. Choose a single weight, `w`, from the first pixel `x` to the first unit. What the other pixels bring is one fixed number for each unit: `c1`, `c2`, `c3`. The picture does show a cat, so the loss is minus the logarithm of the answer.
"""

# %%
s = nnlib.sigmoid
x, w, w2, w3 = 0.8, 0.5, -0.3, 0.2  # the pixel, and its weights to the three units
c1, c2, c3 = -0.1, 0.4, 0.3  # what all the other pixels bring to each of them
u1, u2, u3, g1 = 1.2, -0.7, 0.5, 0.1  # from the three units to the first of the two, and its bias
t1, t2, t3, g2 = -0.4, 0.9, 0.6, -0.2  # from the three units to the second of the two, and its bias
v1, v2, g3 = 1.5, -1.1, 0.3  # from the two units to the last, and its bias


def loss(w):
    a1, a2, a3 = s(w * x + c1), s(w2 * x + c2), s(w3 * x + c3)
    h1, h2 = s(u1 * a1 + u2 * a2 + u3 * a3 + g1), s(t1 * a1 + t2 * a2 + t3 * a3 + g2)
    return -np.log(s(v1 * h1 + v2 * h2 + g3))


# %% [markdown]
r"""
How fast does the loss change with `w`? Machines in a row multiply their slopes (chapter 0). You need not read what comes out.
"""

# %%
by_hand = (
    (
        s(
            v1 * s(u1 * s(w * x + c1) + u2 * s(w2 * x + c2) + u3 * s(w3 * x + c3) + g1)
            + v2 * s(t1 * s(w * x + c1) + t2 * s(w2 * x + c2) + t3 * s(w3 * x + c3) + g2)
            + g3
        )
        - 1
    )
    * (
        v1
        * s(u1 * s(w * x + c1) + u2 * s(w2 * x + c2) + u3 * s(w3 * x + c3) + g1)
        * (1 - s(u1 * s(w * x + c1) + u2 * s(w2 * x + c2) + u3 * s(w3 * x + c3) + g1))
        * u1
        + v2
        * s(t1 * s(w * x + c1) + t2 * s(w2 * x + c2) + t3 * s(w3 * x + c3) + g2)
        * (1 - s(t1 * s(w * x + c1) + t2 * s(w2 * x + c2) + t3 * s(w3 * x + c3) + g2))
        * t1
    )
    * s(w * x + c1)
    * (1 - s(w * x + c1))
    * x
)
measured_by_nudging = nnlib.central_difference(loss, w)
print(f"by hand {by_hand:.8f}, measured {measured_by_nudging:.8f}")

# %% [markdown]
r"""
It is right, and it is one slope out of 36,878. How many sigmoids does it work out? And how many *different* results are there?

<details><summary>When you have counted</summary>

It works out 27 sigmoids, but with only six results: one for each unit. The output of the first unit alone is worked out eight times.

</details>

So give each number a name, and work it out once. Then do the same with the slopes: `dh1` is short for "how fast the loss changes with `h1`".
"""

# %%
# the forward pass: each line uses what stands above it
a1, a2, a3 = s(w * x + c1), s(w2 * x + c2), s(w3 * x + c3)
h1 = s(u1 * a1 + u2 * a2 + u3 * a3 + g1)
h2 = s(t1 * a1 + t2 * a2 + t3 * a3 + g2)
p = s(v1 * h1 + v2 * h2 + g3)

# the backward pass: the last line first, and each line uses what stands above it
dz = p - 1  # slope of the last sum: sigmoid and logarithm together, as in chapter 5
dh1, dh2 = dz * v1, dz * v2
dz1, dz2 = dh1 * h1 * (1 - h1), dh2 * h2 * (1 - h2)  # slopes of the two sums inside s( )
da1 = dz1 * u1 + dz2 * t1  # the first unit is used twice
dw = da1 * a1 * (1 - a1) * x
print(f"in steps {dw:.8f}")

# %% [markdown]
r"""
It is the same number. Each line of the forward pass has its line in the backward pass, and the last comes first. For `w2` you need two lines more, `da2 = dz1 * u2 + dz2 * t2`, and then `da2 * a2 * (1 - a2) * x`. For the other 12,287 pixels of the first unit, you change one factor: `x`.

In `da1`, two slopes are *added*, because the first unit is used twice. Why added? To see it, we draw the lines as boxes.

### A formula is a graph

Take $f=(x+y)\,z$: first $q=x+y$, then $f=q\,z$. Draw a box for every number and an arrow from each number to where it is used. This is a **computation graph**.
"""

# %%
plots.GRAPH.show(backward=False)

# %% [markdown]
r"""
The blue numbers are values. They run from left to right: the **forward pass**. Then comes the **backward pass**, from right to left. It gives each box a second number, a **slope**: how fast $f$ changes when the value of this box is nudged.

Each box knows how far its output moves for each unit that an input moves: the **local slope**. From its right neighbour it is told how fast $f$ changes with its output. This is the **upstream slope**. The box multiplies the two and *passes the product on* to the input.

At $x=-2$, $y=5$, $z=-4$, we have $q=3$ and $f=-12$. What is the slope of $f$ with respect to $z$?

- **A** $-4$
- **B** $3$
- **C** $-12$
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Slope of z", "ABC", answer="B")

# %% [markdown]
r"""
Now *the diamond*. Draw four boxes: $u=x\cdot w$ is used twice, in $a=u+c$ and in $b=u\cdot d$, and $f=a\cdot b$. With $x=3$, $w=2$, $c=1$, $d=2$, they hold 6, 7, 12 and 84. Two paths lead from $x$ to $f$. The products of the local slopes along them are $2\cdot1\cdot12=24$ (by way of $a$) and $2\cdot2\cdot7=28$, together 52, the slope with respect to $x$. A friend writes: "When a slope arrives at a box, the box adds it to its total and passes the new total on at once." What does $x$ get?

- **A** 52, as it should
- **B** too little
- **C** too much
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Plain recursion", "ABC", answer="C")

# %% [markdown]
r"""
### Play it

Take a pencil. Choose a graph, then a mode.

1. **Forward.** Start with *f = (x + y) z*. Work out each value before you press *Next value*.
2. **Backward.** The slope at the end is 1, because $f$ moves exactly as far as itself. For every arrow, type what arrives.
3. **Nudge.** Check the slopes: choose an input, nudge it by 0.1, and divide. In *the shopping bill*, which of the five inputs has the largest slope? Is it the one that costs the most?
4. **Paths.** Choose *the diamond*, then the name *x*. Look at the products of the two paths, and at the slope of $f$ with respect to $x$.
5. **Order.** Stay with *the diamond*. Now *you* say which box passes on when. Then press *Plain recursion*, your friend's way.
"""

# %%
plots.graph_stepper()

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise: 76 instead of 52.** First 12 arrives at $u$ by way of $a$, and is passed on at once, times 2: $x$ has 24. Then 14 arrives by way of $b$. Now $u$ passes on all 26, times 2, so the 12 has been counted twice. Nothing crashed, and on a simple chain the same program is right.

</div>

So a box has to wait until *everything* has arrived. In the reverse order of the forward pass, this happens by itself.

### What each kind of box passes on

In the picture, the slope 5 arrives at each of three boxes.
"""

# %%
plots.LOCAL_GATES.show()

# %% [markdown]
r"""
- **Add** passes the same slope on to every input. Nudge $x$ by 0.1, and the sum moves by 0.1.
- **Multiply** passes on the slope times the *other* number. In $3\cdot(-2)$, nudging the 3 by 0.1 moves the product by $-0.2$.
- **Max** passes all of it on to the larger input, and nothing to the smaller one. ReLU is such a box, of $z$ and 0.

### Your own graph

A box (in programs, a *node*) has a name, an operation (`add`, `sub`, `mul`, `div`, `max`, `neg`, `exp`, `log`, `sigmoid`, `tanh` or `relu`), and the names of its inputs. Here `s` goes into the product twice. Work out the slopes with respect to `x` and `c`, then set `c` to 30 and ask again.

<details><summary>When you have both</summary>

$p=25$ is larger than 20, so `x` gets $2\cdot5=10$ and `c` gets 0. With `c` at 30 it is the other way: 0 and 1.

</details>
"""

# %%
nodes = [
    ("s", "add", ("x", "y")),
    ("p", "mul", ("s", "s")),
    ("top", "max", ("p", "c")),
]
values = {"x": 2.0, "y": 3.0, "c": 20.0}

plots.graph_stepper(plots.Graph("mine", tuple(nodes), values))

# %% [markdown]
r"""
Even a network is such a graph: two inputs, two hidden ReLUs, and a squared error. Choose *Paths*, then `x1`. The square is drawn as `error` times `error`, so there are four paths. What is their sum? How many paths would `x1` have with a thousand hidden units?

<details><summary>The answers, when you have looked</summary>

The four paths add up to 0, because nudging `x1` moves the two hidden units in a way that cancels in the error. With a thousand hidden units there are 2,000 paths, two through each unit.

</details>
"""

# %%
W1, b1, W2, b2 = [[1, 2], [-1, 1]], [1, 0], [2, -1], 0
small = plots.network_graph(W1, b1, W2, b2, x=[2, 1], y=1, title="my network")
plots.graph_stepper(small)

# %% [markdown]
r"""
### From numbers to tables

Nobody draws a network with a thousand units box by box. So put all examples into one table $X$ and all weights of a layer into one table $W$. All slopes of a table together are its **gradient**, and there is one new rule: **a gradient has the shape of what it belongs to**. `dW`, the slopes with respect to all the entries of `W`, looks like `W`.

In the picture, $J$ is the cost, the mean of the losses; *affine* means $XW+b$, and *act* is the activation.
"""

# %%
plots.WIRES.show()

# %% [markdown]
r"""
A puzzle: $Z=XW+b$ has been computed, and `dZ` arrives. `dW` is a product of two of the tables `X`, `W` and `dZ`, each as it is or turned on its side (`.T`). The grey table was *measured*, entry by entry.

1. Make `dW`. How many of the 36 pairs have the right shape? How many have the right numbers?
2. Choose `dX` as the goal, and find it.
3. Set all three sizes to 3, and try again.
"""

# %%
plots.shape_puzzle()

# %% [markdown]
r"""
With sizes 4, 2 and 3, the shapes leave you one choice. With 3, 3 and 3, *all* 36 pairs fit, and only one is right. So shapes can tell you that you are wrong, but not that you are right.

### A network learns, and you watch its gradients

XOR, with two hidden tanh units. On the left you see the **hidden space**: where the hidden units put the four points. Each arrow shows where its point *should* go to lower the loss (drawn four times as long as it is). In the middle you see the loss, on the right the lengths of `dW1` and `dW2`.

Walk through the steps with seed 0. Then look at the last step of each seed.
"""

# %%
two_layer_grads = yours("two_layer_grads")
plots.watch_xor(grads=two_layer_grads)

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**Right gradients are not enough.** Of these ten starts (rate 0.5; first weights 1.5 times the usual size, biases 0), four have learned XOR after 300 steps. The other six stay near a loss of 0.35, even after 1,000 steps: two points right, one half for each of the others. And yet every gradient is right. Backpropagation tells you the slope where you stand, not whether following it leads where you want to go. (With eight hidden units all ten learn, from starts of this kind and of that below.)

</div>

## Numbers before letters

**The shopping bill.** Two apples at 100, three oranges at 150, and a tax factor of 1.1. The fruit costs $650$, and the bill is $650\cdot1.1=715$. Now back: the bill's own slope is 1, the sum gets $1.1$, and the tax gets $650$. The sum passes $1.1$ on to both sides, so the number of apples gets $1.1\cdot100=110$ (one more apple, 110 more to pay), and the price of an apple gets $1.1\cdot2=2.2$. The tax has the largest slope, but it does not cost the most: a slope is "per unit", and one whole unit of the tax factor would be a tax of 110 percent.

**One weight, two examples.** A weight is used for the example $x=1$ and for the example $x=3$. The slopes that arrive at the two sums are 1 and 10. Nudge the weight by 0.1. The first sum moves by 0.1, which moves the loss by $0.1\cdot1$; the second moves by 0.3, and the loss by $0.3\cdot10$. So the slope is $1\cdot1+3\cdot10=31$: the two paths *add*.

Your turn: $f=x\cdot x$ at $x=3$, drawn as one product with both inputs from the same box. What is the sum of the two slopes? The cell uses your `backprop_graph`, if you have kept one.
"""

# %%
backprop_graph = yours("backprop_graph")
square = [("f", "mul", ("x", "x"))]
print(backprop_graph(square, nnlib.graph_values(square, {"x": 3.0})), owner(backprop_graph))

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
from nnlib.backprop import OPERATIONS
from nnlib.plots.ch07.xor_film import POINTS, XOR, loss_of, moved, start

BILL = [
    ("fruit", "mul", ("apples", "pa")),
    ("citrus", "mul", ("oranges", "po")),
    ("sum", "add", ("fruit", "citrus")),
    ("bill", "mul", ("sum", "tax")),
]
bought = {"apples": 2, "pa": 100, "oranges": 3, "po": 150, "tax": 1.1}
slopes = nnlib.backprop_graph(BILL, bought)
assert np.isclose(nnlib.graph_values(BILL, bought)["bill"], 715)
assert np.isclose([slopes["tax"], slopes["apples"], slopes["pa"]], [650, 110, 2.2]).all()
assert max(bought, key=slopes.get) == "tax"
DIAMOND = [
    ("u", "mul", ("x", "w")),
    ("a", "add", ("u", "c")),
    ("b", "mul", ("u", "d")),
    ("f", "mul", ("a", "b")),
]
given = {"x": 3, "w": 2, "c": 1, "d": 2}
assert nnlib.backprop_graph(DIAMOND, given)["x"] == 52
held = nnlib.graph_values(DIAMOND, given)
assert [held[box] for box in "uabf"] == [6, 7, 12, 84]


def recursion(nodes, values):
    every = nnlib.graph_values(nodes, values)
    found = dict.fromkeys(every, 0.0)

    def visit(name):
        for node, operation, inputs in nodes:
            if node == name:
                local = OPERATIONS[operation][2](*(every[i] for i in inputs))
                for i, slope in zip(inputs, local):
                    found[i] += found[name] * slope
                    visit(i)

    found[nodes[-1][0]] = 1.0
    visit(nodes[-1][0])
    return found


assert recursion(DIAMOND, given)["x"] == 76
inside = nnlib.graph_values(list(small.nodes), small.values)
two = [inside[f"v{j}"] * inside[f"w1{j}"] * (inside[f"z{j}"] > 0) for j in (1, 2)]
four = [inside["error"] * path for path in two for _ in range(2)]  # the error is used twice
assert len(four) == 4 and any(four) and sum(four) == 0
assert nnlib.backprop_graph(list(small.nodes), small.values)["x1"] == 0
assert all(np.isclose(recursion(BILL, bought)[key], slopes[key]) for key in slopes)
assert backprop_graph(DIAMOND, nnlib.graph_values(DIAMOND, given))["x"] == 52
assert np.isclose(by_hand, dw, rtol=1e-12) and np.isclose(by_hand, measured_by_nudging)
assert nnlib.count_parameters([12288, 3, 2, 1]) == 36_878
ends = [plots.XOR_FILM.data(step=300, seed=seed) for seed in range(10)]
assert [scene.right == 4 for scene in ends].count(True) == 4
assert all(abs(scene.losses[-1] - 0.35) < 0.01 for scene in ends if scene.right < 4)
assert all(scene.right == 2 for scene in ends if scene.right < 4)
for scene in (scene for scene in ends if scene.right < 4):
    stuck = start([2, 2, 2], np.random.default_rng(scene.seed), scale=1.5)
    for _ in range(1000):
        stuck = moved(stuck, nnlib.two_layer_grads(stuck, POINTS, XOR, "tanh"), 0.5)
    logits, _ = nnlib.mlp_forward(POINTS, stuck, ["tanh", "identity"])
    said = np.sort(nnlib.softmax(logits)[np.arange(4), XOR])
    assert abs(loss_of(stuck) - 0.349) < 0.002
    assert np.allclose(said[:2], 0.5, atol=0.01) and said[2] > 0.98
for seed in range(10):
    wide = start([2, 8, 2], np.random.default_rng(seed), scale=1.5)
    for _ in range(300):
        wide = moved(wide, nnlib.two_layer_grads(wide, POINTS, XOR, "tanh"), 0.5)
    logits, _ = nnlib.mlp_forward(POINTS, wide, ["tanh", "identity"])
    assert np.array_equal(logits.argmax(axis=1), XOR)
fits = [
    (one, two)
    for one in ("X", "X.T", "W", "W.T", "dZ", "dZ.T")
    for two in ("X", "X.T", "W", "W.T", "dZ", "dZ.T")
    if plots.TRANSPOSES.data(first=one, second=two).fits
]
assert len(fits) == 1 and plots.TRANSPOSES.data(first=fits[0][0], second=fits[0][1]).right
tables = ("X", "X.T", "W", "W.T", "dZ", "dZ.T")
for goal in ("dW", "dX"):
    squares = [
        plots.TRANSPOSES.data(wanted=goal, first=one, second=two, n=3, d=3, k=3)
        for one in tables
        for two in tables
    ]
    assert sum(s.fits for s in squares) == 36 and sum(s.right for s in squares) == 1

# %% [markdown]
r"""
## The formulas, and why they are true

### Products along a path, sums over paths

Let $x$ reach $f$ on several paths. ($\prod$ multiplies, as $\sum$ adds.)

$$\frac{\partial f}{\partial x} = \sum_{\text{paths from } x \text{ to } f}\ \ \prod_{\text{arrows on the path}} \text{local slope} \tag{paths}$$

*Why products along a path?* This is the **chain rule** of chapter 0.

*Why sums over the paths?* Nudge $x$ by a tiny $h$. In the diamond, this moves $f$ by $24h$ by way of $a$, and by $28h$ by way of $b$, *at the same time*. Together that is $52h$, and a term with $h\cdot h$, which is negligible when $h$ is tiny.
"""

# %% jupyter={"source_hidden": true} tags=["eq:paths"]
# check: paths
nodes = [
    ("u", "mul", ("x", "w")),
    ("a", "add", ("u", "c")),
    ("b", "mul", ("u", "d")),
    ("f", "mul", ("a", "b")),
]
values = {"x": 3.0, "w": 2.0, "c": 1.0, "d": 2.0}
every = nnlib.graph_values(nodes, values)
products = [every["w"] * 1 * every["b"], every["w"] * every["d"] * every["a"]]
measured = nnlib.central_difference(
    lambda x: nnlib.graph_values(nodes, values | {"x": x})["f"], 3.0
)
assert products == [24, 28]
assert np.isclose(sum(products), measured)
assert np.isclose(nnlib.backprop_graph(nodes, values)["x"], measured)

# %% [markdown]
r"""
### Remember, and do not walk twice

Put 20 diamonds in a row, and there are more than a million paths, but only 20 meeting points. If a meeting point *remembers* its total, no box before it (nearer to the inputs) has to look at the single paths again:

$$\frac{\partial f}{\partial v} = \sum_{u \text{ uses } v} \frac{\partial f}{\partial u}\cdot\frac{\partial u}{\partial v} \tag{accumulate}$$

*Why is it the same as the sum over paths?* All the paths from $v$ to $f$ that begin with the arrow to $u$ have the same first factor, $\partial u/\partial v$. Take it out of the sum, and what is left is the sum over all paths from $u$ to $f$, which $u$ knows already, if all of *its* users have passed on before. So go through the boxes in the reverse order of the forward pass: **users first**. This is backpropagation; its general name is reverse-mode automatic differentiation.

<details><summary>Whose rule is it?</summary>

Seppo Linnainmaa wrote it down for any computation (1970), Paul Werbos brought it to learning models (1974) and later to networks, and David Rumelhart, Geoffrey Hinton and Ronald Williams showed what hidden units learn with it (1986).

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:accumulate"]
# check: accumulate
slopes = nnlib.backprop_graph(nodes, values)
from_a, from_b = slopes["a"] * 1, slopes["b"] * values["d"]
measured = nnlib.central_difference(
    lambda u: nnlib.graph_values(nodes[1:], {"u": u, "c": 1, "d": 2})["f"], 6.0
)
assert np.isclose(from_a + from_b, measured)
assert np.isclose(slopes["u"], measured)
assert 2**20 > 1_000_000

# %% [markdown]
r"""
### The affine map: count the paths of one weight

Now the same for tables: $Z=XW+b$, with $n$ examples. Take one single weight, $W_{ij}$, from input $i$ to unit $j$. One entry of $Z$ is $Z_{rj}=X_{r1}W_{1j}+X_{r2}W_{2j}+\dots+b_j$, for row $r$, one example. So $W_{ij}$ appears in column $j$ only, and there in *every* row: that makes $n$ paths, one for each example. On the path through $Z_{rj}$, the local slope is what stands beside the weight, $X_{ri}$. Sum over the paths:

$$\frac{\partial J}{\partial W_{ij}} = \sum_{r=1}^{n} X_{ri}\,\frac{\partial J}{\partial Z_{rj}} \tag{dw-index}$$

The sum runs over the *rows* of both tables, but a product of two tables runs along a row of the first and down a column of the second. What must you do to one of the tables? (Number 1 of the exercise asks for it.)
"""

# %% jupyter={"source_hidden": true} tags=["eq:dw-index"]
# check: dw-index
rng = np.random.default_rng(4)
X, W, b = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
dZ = rng.normal(size=(3, 3))
measured = nnlib.numerical_gradient(lambda W: np.sum(dZ * nnlib.affine_forward(X, W, b)), W)
i, j = 1, 2
paths = [X[0, i] * dZ[0, j], X[1, i] * dZ[1, j], X[2, i] * dZ[2, j]]
assert np.isclose(sum(paths), measured[i, j])
assert np.allclose(nnlib.affine_backward(dZ, X, W)[1], measured)

# %% [markdown]
r"""
One input, $X_{ri}$, is used by all $k$ units, and only in its own row $r$. So it has $k$ paths, each with a weight on it:

$$\frac{\partial J}{\partial X_{ri}} = \sum_{j=1}^{k} \frac{\partial J}{\partial Z_{rj}}\,W_{ij} \tag{dx-index}$$
"""

# %% jupyter={"source_hidden": true} tags=["eq:dx-index"]
# check: dx-index
measured = nnlib.numerical_gradient(lambda X: np.sum(dZ * nnlib.affine_forward(X, W, b)), X)
r, i = 1, 2
paths = [dZ[r, 0] * W[i, 0], dZ[r, 1] * W[i, 1], dZ[r, 2] * W[i, 2]]
assert np.isclose(sum(paths), measured[r, i])
assert np.allclose(nnlib.affine_backward(dZ, X, W)[0], measured)

# %% [markdown]
r"""
And one bias, $b_j$, serves all rows, each time with the local slope 1:

$$\frac{\partial J}{\partial b_j} = \sum_{r=1}^{n} \frac{\partial J}{\partial Z_{rj}} \tag{db-index}$$

This is a sum and not a mean. The cost is a mean over the examples, so its $1/n$ has been in `dZ` from the start; if you divide again, you have divided twice.

NumPy *stretches* `b` over all rows. So for everything that NumPy stretches: **what is copied in the forward pass is added in the backward pass**. Now write three numbers of the exercise: [number 1](../exercises/07_backprop/07_backprop.ipynb#cell-id=affine_backward) is these three sums; in [number 2](../exercises/07_backprop/07_backprop.ipynb#cell-id=fool_the_transposes) you look for tables with which two *wrong* products give the right numbers; [number 3](../exercises/07_backprop/07_backprop.ipynb#cell-id=unbroadcast) undoes NumPy's stretching.
"""

# %% jupyter={"source_hidden": true} tags=["eq:db-index"]
# check: db-index
measured = nnlib.numerical_gradient(lambda b: np.sum(dZ * nnlib.affine_forward(X, W, b)), b)
assert np.isclose(dZ[0, 1] + dZ[1, 1] + dZ[2, 1], measured[1])
assert np.allclose(nnlib.affine_backward(dZ, X, W)[2], measured)
assert np.allclose(nnlib.unbroadcast(dZ, (3,)), measured)

# %% [markdown]
r"""
### Through the activation

An activation works on each entry alone, so each entry has one path. Write $\varphi$ for the activation and $\varphi'$ for its slope:

$$\frac{\partial J}{\partial Z_{rj}} = \frac{\partial J}{\partial A_{rj}}\cdot\varphi'(Z_{rj}) \tag{through-act}$$

You wrote these functions in chapter 3, with the slope expressed by the *output* $a$.
"""

# %% jupyter={"source_hidden": true} tags=["eq:through-act"]
# check: through-act
Z, dA = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
slope = nnlib.central_difference(nnlib.tanh, Z)
measured = nnlib.numerical_gradient(lambda Z: np.sum(dA * nnlib.tanh(Z)), Z)
assert np.allclose(dA * slope, measured)
assert np.allclose(nnlib.tanh_backward(dA, nnlib.tanh(Z)), measured)

# %% [markdown]
r"""
### A whole network in four sentences

Say these four sentences for each layer, from the last one to the first:

1. **From the output to the sums.** The slope of a sum is the slope of its output, times the slope of the activation there.
2. **From the sums to the weights.** The slope of a weight is what came in, times the slope of the sum it went to, added over the examples.
3. **From the sums to the biases.** The slope of a bias is the slope of its sum, added over the examples.
4. **From the sums to the layer below.** The slope of an input is the slope of each sum it went to, times the weight on the way, added over these sums.

In the last layer, softmax with cross entropy gives `dZ` directly: $p-y$, divided by the number of examples (chapter 5).

Now write [number 4](../exercises/07_backprop/07_backprop.ipynb#cell-id=layer_backward): the four sentences, for one layer.

What has to be kept from the forward pass? Each layer's input and output, and its weights. This is the **cache**.
"""

# %%
plots.CACHE_MEMORY.show()

# %% [markdown]
r"""
To *use* a trained network, you need no cache. In the network 784-300-100-10, with 2,048 examples in a batch, the cache is nine times as large as all the parameters.

### What it costs

Count the multiplications of one affine layer, for $n$ examples, $d$ inputs, $k$ units:

$$\text{forward} = n\,d\,k, \qquad \text{back} = 2\,n\,d\,k \tag{multiplications}$$

*Why?* Forward there are $n\,k$ sums, with $d$ products each. Back, `dW` has $d\,k$ sums of $n$ products, and `dX` has $n\,d$ sums of $k$ products. So forward and back together cost three times as much as forward alone. (The very first layer needs no `dX`; in 64-32-10 and 784-300-100-10, leaving it out brings the ratio down to about 2.1.)
"""

# %% jupyter={"source_hidden": true} tags=["eq:multiplications"]
# check: multiplications
n, d, k = 4, 3, 2
there = sum(1 for e in range(n) for j in range(k) for i in range(d))
for_dW = sum(1 for i in range(d) for j in range(k) for e in range(n))
for_dX = sum(1 for e in range(n) for i in range(d) for j in range(k))
assert there == n * d * k
assert for_dW + for_dX == 2 * n * d * k
for sizes in ((64, 32, 10), (784, 300, 100, 10)):
    layers = [a * b for a, b in zip(sizes, sizes[1:])]
    assert round((3 * sum(layers) - layers[0]) / sum(layers), 1) == 2.1

# %%
mlp_forward, mlp_backward = yours("mlp_forward"), yours("mlp_backward")
plots.cost_of_backprop(forward=mlp_forward, backward=mlp_backward)

# %% [markdown]
r"""
For small networks the two lower lines hardly rise, because there a computer spends its time on starting the work, so you may read a ratio near 2. (For the upper line, at most twenty differences are timed, and the rest is scaled up.)

## Write it

**[Exercise 7: eight functions, 32 points](../exercises/07_backprop/07_backprop.ipynb)**

**First half.** Numbers 1 to 4. Then you may stop, and go on another day.

**Second half.** [`two_layer_grads`](../exercises/07_backprop/07_backprop.ipynb#cell-id=two_layer_grads) and [`mlp_backward`](../exercises/07_backprop/07_backprop.ipynb#cell-id=mlp_backward), the four sentences said twice, then in a loop. Then `backprop_graph` and `gradient_check_network`.

## Break it: a bug hunt

Three colleagues train XOR. Each of them says: "My gradients are right, because the loss goes down." It does go down, but the gradients of two of them are wrong. You need not read the code: the cells below it find them.
"""


# %%
def downhill(pair, grad, lr):
    return pair[0] - lr * grad[0], pair[1] - lr * grad[1]


def forward_pass(params, X, y):
    Z, cache = nnlib.mlp_forward(X, params, ["tanh", "identity"])
    return cache, nnlib.softmax_cross_entropy_grad(Z, y)


def step_ann(params, X, y, lr):
    cache, dZ = forward_pass(params, X, y)
    second = downhill(params[1], nnlib.mlp_backward(cache, params, dZ)[1], lr)
    params = [params[0], second]
    first = downhill(params[0], nnlib.mlp_backward(cache, params, dZ)[0], lr)
    return [first, second]


def step_bora(params, X, y, lr):
    cache, dZ = forward_pass(params, X, y)
    grads = nnlib.mlp_backward(cache, params, dZ)
    first = downhill(params[0], grads[0], lr)
    second = downhill(params[1], grads[1], lr)
    return [first, second]


def step_chul(params, X, y, lr):
    cache, dZ = forward_pass(params, X, y)
    (dW1, db1), grads2 = nnlib.mlp_backward(cache, params, dZ)
    first = downhill(params[0], (dW1, db1 / len(X)), lr)
    second = downhill(params[1], grads2, lr)
    return [first, second]


SUSPECTS = {"Ann": step_ann, "Bora": step_bora, "Chul": step_chul}

# %%
X, y = nnlib.logic_gate("xor")
seed, lr = 3, 0.5


def fresh(sizes, rng):
    pairs = zip(sizes[:-1], sizes[1:])
    return [(nnlib.init_weights(a, b, "xavier", rng), 0.1 * rng.normal(size=b)) for a, b in pairs]


def xor_loss(params):
    return nnlib.softmax_cross_entropy(nnlib.mlp_forward(X, params, ["tanh", "identity"])[0], y)


for name, step in SUSPECTS.items():
    params = fresh([2, 8, 2], np.random.default_rng(seed))
    losses = [xor_loss(params)]
    for _ in range(300):
        params = step(params, X, y, lr)
        losses.append(xor_loss(params))
    print(f"{name:5} loss {losses[0]:.3f} -> {losses[-1]:.3f}")

# %% [markdown]
r"""
So look at the gradients themselves. One step reveals them: the gradient is (old − new) divided by the learning rate. Compare them with a measurement, table by table.
"""

# %%
gradient_check_network = yours("gradient_check_network")
params = fresh([2, 8, 2], np.random.default_rng(seed))
for name, step in SUSPECTS.items():
    new = step(params, X, y, lr)
    grads = [tuple((p - q) / lr for p, q in zip(*pairs)) for pairs in zip(params, new)]
    errors = gradient_check_network(params, grads, xor_loss)
    print(f"{name:5}", {key: float(f"{error:.0e}") for key, error in errors.items()})

# %% [markdown]
r"""
<details><summary>Who is guilty?</summary>

**Ann** updates `W2` *before* she uses it for the first layer. With a `lr` a hundred times smaller the error shrinks as well, so it hides behind small steps. Compute all gradients first, and then move.

**Chul** divides `db1` by $n$ once more. In one number for all parameters, the large tables could hide the error in this small one. So the check reports *each table* by itself.

**Bora** is innocent.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
start = fresh([2, 8, 2], np.random.default_rng(3))
measured = {}
for rate in (0.5, 0.005):
    for name, step in SUSPECTS.items():
        new = step(start, X, y, rate)
        grads = [tuple((p - q) / rate for p, q in zip(*pairs)) for pairs in zip(start, new)]
        errors = nnlib.gradient_check_network(start, grads, xor_loss)
        measured[name, rate] = {key for key, error in errors.items() if error > 1e-6}, errors
assert measured["Ann", 0.5][0] == {"W1", "b1"} and measured["Bora", 0.5][0] == set()
assert measured["Chul", 0.5][0] == {"b1"}
assert measured["Ann", 0.005][1]["W1"] < 0.02 * measured["Ann", 0.5][1]["W1"]
for step in SUSPECTS.values():
    params = start
    for _ in range(300):
        params = step(params, X, y, 0.5)
    assert xor_loss(params) < 0.5 * xor_loss(start)

# %% [markdown]
r"""
### Right gradients, and still in trouble

**A symmetric start.** Give all hidden units the same weights, both on the way in and on the way out. Then all units compute the same number, get the same gradient, and make the same step, again and again. Four units do the work of one.
"""

# %%
plots.SYMMETRY.show(grads=two_layer_grads)

# %% [markdown]
r"""
On the left, the four curves coincide, so you see only one. The loss still falls, from 1.05 to 0.52, but one unit cannot learn XOR. (The random start ends below 0.01.) If *all* weights and biases are zero, the hidden units (tanh) output 0, so `dW2` is 0. And nothing comes back through a `W2` of zeros, so `dW1` is 0, too. (On XOR the biases do not move either.) So weights start at random, because then every unit is *different*. Biases may start at zero.

**Vanishing gradients.** You know them from chapter 3; here is every layer of a network on 64 pictures of digits. Bright is large. (*weights times* is 1 at the usual size of first weights, see chapter 9.)

1. In the row of the sigmoid, compare layer 7 with layer 1. How many times does the gradient shrink per layer?
2. Make all weights half as large. Which activation suffers?
3. Make them three times as large. Is the sigmoid saved?
"""

# %%
plots.gradient_heat(forward=mlp_forward, backward=mlp_backward)

# %% [markdown]
r"""
<details><summary>What you should have seen</summary>

1. From layer 7 to layer 1, the sigmoid's gradient shrinks more than three thousand times, about four times per layer.
2. The gradient of ReLU gets about 60 times smaller and that of tanh about 40 times, in *all* layers alike, because their signals shrink in the forward pass as well. The sigmoid suffers most in layer 1, nearly 80 times, but in layer 7 only 2 times.
3. Its first layer gets more than a hundred times as much as before, but the gradient of ReLU explodes there: more than two thousand times as much. So it is the slope *and* the weights.

</details>
"""

# %% [markdown]
r"""
## Train on your own functions

### Four checks before a long training

A network that does not learn gives no error message, so do four checks *before* each long training.

**Check 1: the loss of a guess.** With ten classes and small weights, each class gets about one tenth, so the loss must be close to $-\ln\frac1{10}=2.303$.
"""

# %%
digits, labels = nnlib.load_digits()
rng = np.random.default_rng(0)
X_train, y_train, X_test, y_test = nnlib.split(digits, labels, 397, rng)
ACTS = ["relu", "identity"]


def network_loss(params, X, y):
    return nnlib.softmax_cross_entropy(mlp_forward(X, params, ACTS)[0], y)


def network_grads(params, X, y):
    Z, cache = mlp_forward(X, params, ACTS)
    return mlp_backward(cache, params, nnlib.softmax_cross_entropy_grad(Z, y))


quiet = [(0.1 * W, 0 * b) for W, b in fresh([64, 32, 10], rng)]
print("mlp_forward:", owner(mlp_forward), "- mlp_backward:", owner(mlp_backward))
chance = network_loss(quiet, X_train, y_train)
print(f"{chance:.3f}")

# %% [markdown]
r"""
**Check 2: memorize five examples.** A network with 2,410 parameters must be able to memorize five pictures.
"""

# %%
params = fresh([64, 32, 10], np.random.default_rng(1))
five = []
for _ in range(201):
    five.append(network_loss(params, X_train[:5], y_train[:5]))
    grads = network_grads(params, X_train[:5], y_train[:5])
    params = [downhill(pair, grad, 0.1) for pair, grad in zip(params, grads)]
print(f"{five[0]:.3f} -> {five[-1]:.4f}")

# %% [markdown]
r"""
**Check 3: the gradient check.** On a small network, *table by table*, with biases that are not zero. An error below `1e-6` passes; with ReLUs below `1e-5`, because a small step may cross a kink. One bias is spoiled on purpose.
"""

# %%
rng = np.random.default_rng(2)
small, X_few, y_few = fresh([5, 4, 3], rng), rng.normal(size=(6, 5)), rng.integers(0, 3, 6)


def small_loss(params):
    return network_loss(params, X_few, y_few)


grads = network_grads(small, X_few, y_few)
spoiled = [grads[0], (grads[1][0], grads[1][1] + np.array([0.01, 0, 0]))]
print("gradient_check_network:", owner(gradient_check_network))
reports = []
for name, given in {"as they are": grads, "one bias spoiled": spoiled}.items():
    reports.append(gradient_check_network(small, given, small_loss))
    print(f"{name:17}", {key: float(f"{error:.0e}") for key, error in reports[-1].items()})

# %% [markdown]
r"""
**Check 4: the size of each layer's gradient.** Compare a step (here with the rate 0.1) with the weights that it moves. Usual is a thousandth to a hundredth of the weights (here about a hundredth). If it is a millionth, a thousand steps will not move the layer; if it is as large as the weights, the layer will probably jump from one bad place to the next.
"""

# %%
params, ratios = fresh([64, 32, 10], np.random.default_rng(1)), []
for layer, ((W, _), (dW, _)) in enumerate(zip(params, network_grads(params, X_train, y_train)), 1):
    ratios.append(0.1 * np.linalg.norm(dW) / np.linalg.norm(W))
    print(f"layer {layer}: {ratios[-1]:.4f}")

# %% [markdown]
r"""
### XOR, with your gradients

Eight hidden units, tanh, all four points at once, ten random starts.
"""


# %%
def learn_xor(grads_of, seed, steps=300, lr=0.5):
    params = fresh([2, 8, 2], np.random.default_rng(seed))
    for _ in range(steps):
        grads = grads_of(params, X, y, "tanh")
        params = [downhill(pair, grad, lr) for pair, grad in zip(params, grads)]
    Z, _ = nnlib.mlp_forward(X, params, ["tanh", "identity"])
    return xor_loss(params), int(np.sum(Z.argmax(axis=1) == y))


print("two_layer_grads:", owner(two_layer_grads))
xor_ends = {"yours": two_layer_grads, "the book's": nnlib.two_layer_grads}
for name, function in xor_ends.items():
    runs = np.array([learn_xor(function, seed) for seed in range(10)])
    xor_ends[name] = runs
    solved, losses = np.sum(runs[:, 1] == 4), runs[:, 0]
    print(f"{name:10} {solved} of 10, loss {losses.min():.4f} to {losses.max():.4f}")

# %% [markdown]
r"""
### Digits, with your gradients

Now 1,400 pictures, in batches of 32 (chapter 8), four epochs, five seeds. (If you wrote your functions with loops, this may take a minute.)
"""


# %%
def learn_digits(forward, backward, seed, epochs=4):
    rng = np.random.default_rng(seed)
    X_train, y_train, X_test, y_test = nnlib.split(digits, labels, 397, rng)
    params = fresh([64, 32, 10], rng)
    for _ in range(epochs):
        for rows in nnlib.minibatches(len(X_train), 32, rng):
            Z, cache = forward(X_train[rows], params, ACTS)
            dZ = nnlib.softmax_cross_entropy_grad(Z, y_train[rows])
            grads = backward(cache, params, dZ)
            params = [downhill(pair, grad, 0.1) for pair, grad in zip(params, grads)]
    return nnlib.accuracy(y_test, nnlib.predict_classes(forward(X_test, params, ACTS)[0]))


digit_ends = {
    "yours": (mlp_forward, mlp_backward),
    "the book's": (nnlib.mlp_forward, nnlib.mlp_backward),
}
for name, pair in digit_ends.items():
    runs = 100 * np.array([learn_digits(*pair, seed) for seed in range(5)])
    digit_ends[name] = runs
    print(f"{name:10} {runs.mean():.1f} %, from {runs.min():.1f} to {runs.max():.1f}")

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
assert abs(chance - np.log(10)) < 0.05 and round(np.log(10), 3) == 2.303
assert nnlib.count_parameters([64, 32, 10]) == 2410
assert five[-1] < 0.05 < five[0]
assert max(reports[0].values()) < 1e-6
params = fresh([64, 32, 10], np.random.default_rng(1))
for _ in range(201):
    (dW, db), last = network_grads(params, X_train[:5], y_train[:5])
    params = [downhill(params[0], (2 * dW, db), 0.1), downhill(params[1], last, 0.1)]
assert network_loss(params, X_train[:5], y_train[:5]) < 0.05
for layer, table in (
    (0, 0),
    (0, 1),
    (1, 0),
    (1, 1),
):  # one wrong sign, in the weights or in the biases
    params = fresh([64, 32, 10], np.random.default_rng(1))
    for _ in range(201):
        slopes = [list(pair) for pair in network_grads(params, X_train[:5], y_train[:5])]
        slopes[layer][table] = -slopes[layer][table]
        params = [downhill(pair, grad, 0.1) for pair, grad in zip(params, slopes)]
    uphill = network_loss(params, X_train[:5], y_train[:5])
    assert 1.2 < uphill < 1.8 if table == 0 else uphill < 0.05
assert all(0.003 < share < 0.03 for share in ratios)
doubled = [(2 * grads[0][0], grads[0][1]), grads[1]]
assert nnlib.gradient_check_network(small, doubled, small_loss)["W1"] > 0.1
assert [key for key, error in reports[1].items() if error > 1e-6] == ["b2"]
assert np.sum(xor_ends["yours"][:, 1] == 4) == 10
assert np.allclose(xor_ends["yours"], xor_ends["the book's"], atol=1e-3)
assert abs(digit_ends["yours"].mean() - digit_ends["the book's"].mean()) < 0.5
assert digit_ends["yours"].min() > 85 and len(X_train) == 1400
nothing = [(np.zeros((2, 4)), np.zeros(4)), (np.zeros((4, 2)), np.zeros(2))]
assert not any(part.any() for pair in two_layer_grads(nothing, X, y, "tanh") for part in pair)
symmetry = plots.SYMMETRY.data()
assert np.ptp(symmetry.weights["all alike"], axis=1).max() == 0 == symmetry.zero
alike = symmetry.losses["all alike"]
assert np.allclose([alike[0], alike[-1]], [1.05, 0.52], atol=0.02)
assert symmetry.losses["random"][-1] < 0.01
heat = plots.HEAT.data().sizes
dim, bright = (plots.HEAT.data(scale=scale).sizes for scale in (0.5, 3.0))
assert heat[2, -1] / heat[2, 0] > 3000 and 3.5 < (heat[2, -1] / heat[2, 0]) ** (1 / 6) < 4.5
smaller = heat / dim  # relu, tanh, sigmoid
assert np.allclose(smaller[0], 63, atol=8) and np.allclose(smaller[1], 40, atol=6)
assert np.allclose(smaller[2, [0, -1]], [78, 2], rtol=0.1)
assert bright[2, 0] > 100 * heat[2, 0] and bright[0, 0] > 2000 * heat[0, 0]
assert heat[2, 0] < 1e-3 * heat[2, -1] and heat[1, 0] > 0.3 * heat[1, -1]
kept = plots.CACHE_MEMORY.data()
assert round(kept.cached[-1] / kept.parameters) == 9 and kept.batches[-1] == 2048
price = plots.BACKPROP_COST.data(forward=mlp_forward, backward=mlp_backward)
assert price["chosen"].both < 8 * price["chosen"].forward
assert 26_000 < price["prices"][-1].parameters < 27_000
assert price["prices"][-1].differences > 1000 > price["prices"][-1].both

# %% [markdown]
r"""
The two lines agree: the gradient does not depend on who computes it.

Now let `network_grads`, in the cell of check 1, return one table doubled, or one with the wrong sign. Which check notices?

<details><summary>Which one?</summary>

A doubled table: only the third. The first never looks at gradients, the network still memorizes five pictures, and in the fourth, a factor of 2 does not stand out. A wrong sign: the third. In weights, the second notices, too, because the loss stays near 1.5; in biases, it does not.

</details>

## Errata: find the slip

<!-- notes: 001 [17-19] -->
**Slip 1.** The notes have a graph with $x$, $y$, $q$, $z$ and $f$; take $q=x+y$, $f=q\,z$. They say that what we want in the end is "the derivative of $x$, $y$ with respect to $f$". What is the wrong way round here, and who has been forgotten?

<!-- notes: 001 [35-36] -->
**Slip 2.** The notes say of sigmoids that the changes of layers "close to the output become large". Look at the row of the sigmoid in the heat picture. What becomes large there?

<!-- notes: 001 [26-28], 003 [89] -->
**Slip 3.** The notes multiply the local gradient by the global one along *one* path. One of their formulas, for a weight $w$ of the *last* layer, says $\frac{\partial J_{total}}{\partial w}=\frac{\partial J_1}{\partial a_1}\cdot\frac{\partial a_1}{\partial z_1}\cdot\frac{\partial z_1}{\partial w}$ (indices left out): on the left stands the total loss, on the right the loss of output 1 alone. When is this allowed?

<!-- notes: 001 [15], 003 [79-85], 000 [76] -->
**Slip 4.** The notes say that the error is passed back, and that this process "updates the weights of each node"; and they list gradient descent as the third step of backpropagation. Who computes, and who moves?

<details><summary>The answers</summary>

**Slip 1.** We want the derivative of $f$ with respect to $x$, to $y$, *and to $z$*. In $\partial f/\partial x$, $f$ is what answers, and $x$ is what is nudged. (In Korean, *f에 대한 x의 미분* means $\partial x/\partial f$; wanted is *x에 대한 f의 미분*.)

**Slip 2.** Nothing. Each layer passes on less than it got, and layer 7 has lost the least: it is large only beside the others.

**Slip 3.** Only if the weight reaches the loss through output 1 alone. A weight into the last layer does, so the line of the notes is right, unless a softmax follows. One layer further down, a weight reaches all outputs. Then all the paths must be added.

**Slip 4.** Backpropagation *computes* the gradients. Gradient descent, or a different optimizer, *moves* the parameters, and only when all gradients are known.

</details>

## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "You must store the local slopes in the forward pass." | Usually one keeps inputs and outputs, and forms the local slopes in the backward pass. |
| "Predicting needs forward and backward." | Predicting needs forward alone. |
| "Only weights have gradients." | Biases have one, too, and so has every value in between, and the input. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| backpropagation | 역전파 | all slopes of the loss, in one walk back |
| computation graph | 계산 그래프 | a box (노드) for every number, an arrow for every use |
| to nudge | 살짝 바꾸다 | to change a number by very little |
| local slope | 국소 기울기(국소적 미분) | how a box's output moves with its input |
| upstream slope | 상류 기울기(3장: 상류 그래디언트) | what arrives from the side of the loss (some notes: *global gradient*) |
| chain rule | 연쇄 법칙 | along a path, slopes multiply |
| to accumulate | 누적하다 | to add to what is there |
| reverse-mode automatic differentiation | 역방향 모드 자동 미분(후진 모드 자동 미분) | the general name of this walk back |
| cache | 캐시 | what the forward pass keeps for the backward pass |
| to broadcast, to stretch | 브로드캐스트하다 | to use one number in many places |
| to transpose | 전치하다 | to turn rows into columns |
| affine map | 아핀(어파인) 변환 | $XW+b$ |
| gradient | 그래디언트(많은 책에서는 그냥 기울기) | all slopes together, in one table |
| gradient check | 그래디언트 검사(기울기 확인) | to compare a gradient with a measurement |
| vanishing gradient | 그래디언트 소실(기울기 소실) | it shrinks at every layer |
| exploding gradient | 그래디언트 폭발(기울기 폭발) | it grows at every layer |
| symmetry breaking | 대칭성 깨기 | to start each unit with different weights |

## Five questions to remember

**1.** What does a product box pass back to its first input?

<details><summary>Answer</summary>

What arrives, times the value of the *second* input.

</details>

**2.** A number is used in three places. What do you do with the three slopes that come back?

<details><summary>Answer</summary>

Add them, and pass nothing on before the third one is there.

</details>

**3.** Why is `db` a sum over the rows and not a mean?

<details><summary>Answer</summary>

One bias serves all rows, so it has one path for each row. If the cost is a mean, its $1/n$ is in `dZ` already.

</details>

**4.** All sizes in your test are 3, and everything runs. What have you not tested?

<details><summary>Answer</summary>

Whether the tables stand the right way round, because with equal sizes each product fits.

</details>

**5.** Why must `W2` not move before `dW1` is known?

<details><summary>Answer</summary>

The gradient of the first layer comes through `W2`, and it belongs to the `W2` that made the loss.

</details>
"""

# %% [markdown] tags=["recall"]
r"""
### What you predicted

This is what you said before you looked. Where you were wrong: what had you not seen? Say it in one sentence.
"""

# %% jupyter={"source_hidden": true} tags=["recall"]
# what you predicted
plots.look_back("10,000 slopes", "Slope of z", "Plain recursion")

# %% [markdown]
r"""
## Where this leads

How many examples to use per step is chapter 8. How long a step should be, and how large the first weights, is chapter 9.

**Next:** [8 · Batching](08_batching.ipynb)
"""
