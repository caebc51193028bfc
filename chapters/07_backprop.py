# %% [markdown]
r"""
# 7 · Backpropagation: who is to blame?

A network has made a mistake. It has thousands of weights, and each of them has contributed to it. Which one is to blame, and how much? If you knew this number for every weight, you would know how to change them all.

You can measure it. Nudge one weight, that is, change it by a very little. Run the network, look at the loss, put the weight back, and go on to the next one. For a small network this works, and you have done it. For a large one it is hopeless: two runs for every weight, before you can take a single step. In this chapter you find *all* these numbers together, in about the time of three runs. Nothing in it is harder than multiplying and adding. The art lies in the order.

**You need:** slopes (chapter 0), the backward functions of the activations (chapter 3), a network as a list of layers (chapter 4), the gradient of softmax with cross entropy (chapter 5). **You will have:** the gradient of any network, written by you and checked by you. **Time:** two and a half hours, with a rest after the longer first half. A line in *Write it* says where to stop.

<div class="alert alert-info" style="color: #0b3b42">

**What "blame" means here.** The slope of the loss with respect to a weight: how fast the loss changes when this weight is nudged and all the others stay. A large positive slope: more of this weight, more loss. A negative slope: more of it, less loss. Zero: a small nudge of it changes nothing.

</div>
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import owner, yours

# %% [markdown]
r"""
## Before you look

A network has 10,000 parameters. To measure all slopes from both sides, you need 20,000 runs forward. How long does backpropagation take for the same 10,000 numbers?

- **A** about as long as 3 runs forward
- **B** about as long as 100 runs
- **C** about as long as 10,000 runs
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("10,000 slopes", "ABC", answer="A")

# %% [markdown]
r"""
## See it

### One slope, written out

First the hard way, once. Take the network that the notes draw: a picture with 12,288 numbers, then three sigmoids, then two, then one that says how sure it is of a cat. Choose a single weight, `w`, the one that leads from the first pixel `x` to the first unit. All the others stay as they are, so what the other pixels bring is one fixed number for each unit: `c1`, `c2`, `c3`. The picture does show a cat, so the loss is minus the logarithm of the answer (chapter 5).
"""

# %%
s = nnlib.sigmoid
x, w, w2, w3 = 0.8, 0.5, -0.3, 0.2  # the pixel, and its weights to the three units
c1, c2, c3 = -0.1, 0.4, 0.3  # what all the other pixels bring to each of them
u1, u2, u3, d = 1.2, -0.7, 0.5, 0.1  # from the three units to the first of the two, and its bias
t1, t2, t3, k = -0.4, 0.9, 0.6, -0.2  # from the three units to the second of the two, and its bias
v1, v2, e = 1.5, -1.1, 0.3  # from the two units to the last, and its bias


def loss(w):
    a1, a2, a3 = s(w * x + c1), s(w2 * x + c2), s(w3 * x + c3)
    h1, h2 = s(u1 * a1 + u2 * a2 + u3 * a3 + d), s(t1 * a1 + t2 * a2 + t3 * a3 + k)
    return -np.log(s(v1 * h1 + v2 * h2 + e))


# %% [markdown]
r"""
How fast does the loss change with `w`? Chapter 0 says: machines in a row, so multiply their slopes. There are four in this row, three sigmoids and a logarithm, with weights between them. Here is what comes out when nothing gets a name of its own. Do not read it. Look at it.
"""

# %%
by_hand = (
    (
        s(
            v1 * s(u1 * s(w * x + c1) + u2 * s(w2 * x + c2) + u3 * s(w3 * x + c3) + d)
            + v2 * s(t1 * s(w * x + c1) + t2 * s(w2 * x + c2) + t3 * s(w3 * x + c3) + k)
            + e
        )
        - 1
    )
    * (
        v1
        * s(u1 * s(w * x + c1) + u2 * s(w2 * x + c2) + u3 * s(w3 * x + c3) + d)
        * (1 - s(u1 * s(w * x + c1) + u2 * s(w2 * x + c2) + u3 * s(w3 * x + c3) + d))
        * u1
        + v2
        * s(t1 * s(w * x + c1) + t2 * s(w2 * x + c2) + t3 * s(w3 * x + c3) + k)
        * (1 - s(t1 * s(w * x + c1) + t2 * s(w2 * x + c2) + t3 * s(w3 * x + c3) + k))
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
It is right, and it is one slope out of 36,878. The line for `w2` is just as long. Before you go on, take a pencil to it. How many times does it work out a sigmoid? How many *different* numbers are among them?

<details><summary>When you have counted</summary>

It works out 27 sigmoids, and there are only six: one for each unit. The output of the first unit alone is worked out eight times. And if you write the line for `w2`, everything before its last factors is the same again.

</details>

So give each number a name, and work it out once. Then do the same with the slopes: `dh1` is short for "how fast the loss changes with `h1`".
"""

# %%
# the way there: each line uses what stands above it
a1, a2, a3 = s(w * x + c1), s(w2 * x + c2), s(w3 * x + c3)
h1 = s(u1 * a1 + u2 * a2 + u3 * a3 + d)
h2 = s(t1 * a1 + t2 * a2 + t3 * a3 + k)
p = s(v1 * h1 + v2 * h2 + e)

# the way back: the last line first, and each line uses what stands above it
dz = p - 1  # of the last sum: sigmoid and logarithm together, as in chapter 5
dh1, dh2 = dz * v1, dz * v2
dz1, dz2 = dh1 * h1 * (1 - h1), dh2 * h2 * (1 - h2)  # of the two sums
da1 = dz1 * u1 + dz2 * t1  # the first unit is used twice
dw = da1 * a1 * (1 - a1) * x
print(f"in steps {dw:.8f}")

# %% [markdown]
r"""
The same number, from a handful of short lines. Each line of the way there has its line on the way back, and the way back runs through them from the last to the first. For `w2` you need two lines more, `da2 = dz1 * u2 + dz2 * t2`, and then `da2 * a2 * (1 - a2) * x`. Everything else is there. And for the other 12,287 pixels of the first unit, you change one factor: `x`.

One sign in all this has not been explained. In `da1`, two slopes are *added*, because the first unit is used twice. Why added? That is the question of the next pages. To see what happens, we draw the lines as boxes.

### A formula is a graph

Take $f=(x+y)\,z$. A computer does one small thing after another: first $q=x+y$, then $f=q\,z$. Draw a box for every number and an arrow from each number to where it is used. This is a **computation graph**.
"""

# %%
plots.GRAPH.show(backward=False)

# %% [markdown]
r"""
The blue numbers are values. They run from left to right: the **forward pass**. Then comes a second walk, from right to left: the **backward pass**. It gives each box a second number, a **slope**: how fast $f$ changes when the value of this box is nudged, that is, changed a little.

How do the slopes get there? Each box knows only its own little operation. So it can answer only one question: *if this input of mine is nudged a little, how many times as far does my output move?* The answer is its **local slope**, one for each input. From its right neighbour it hears how fast $f$ changes with its output. This is the **upstream slope**. The box multiplies the two numbers and *passes the product on* to this input. That is all.

A guess before you play. At $x=-2$, $y=5$, $z=-4$, we have $q=3$ and $f=-12$. What is the slope of $f$ with respect to $z$?

- **A** $-4$
- **B** $3$
- **C** $-12$
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Slope of z", "ABC", answer="B")

# %% [markdown]
r"""
Two more guesses. One of the graphs below is called *the diamond*: there, two paths lead from $x$ to $f$. Along each path, multiply the local slopes. The two products are 24 and 28. What is the slope of $f$ with respect to $x$?

- **A** $28$, the larger one
- **B** $24\cdot28=672$
- **C** $24+28=52$
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Two paths", "ABC", answer="C")

# %% [markdown]
r"""
And a friend writes the backward pass in the most natural way: "When something arrives at a box, it adds it up and passes its total on at once." This is plain recursion: a function that calls itself for the next box. What does $x$ get in the diamond?

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

This is the heart of the chapter. Take your time, and a pencil. You choose a graph, and then a mode.

1. **Forward.** Start with *f = (x + y) z*. Work out each value before you press *Next value*.
2. **Backward.** The slope at the end is 1: nudge $f$ by a little, and $f$ moves by exactly that. For every arrow, type what arrives. A wrong answer costs nothing and gets you a hint.
3. **Nudge.** Do not believe the slopes. Choose an input, nudge it by 0.1, and divide. In *the shopping bill*, ask first: if the tax factor goes up by 0.01, from 1.1 to 1.11, how much more do you pay? Which of the five inputs has the largest slope, and is this the same as "costs the most"?
4. **Paths.** Choose *the diamond*, then the name *x*. There are two paths from $x$ to $f$. Look at their products, and at the slope of $x$.
5. **Order.** Stay with *the diamond*. Now *you* say who passes on when. Try to get it wrong. Then press *Plain recursion*, your friend's way.
"""

# %%
plots.graph_stepper()

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise: 76 instead of 52.** First 12 arrives at $u$, by way of $a$. It is passed on at once, times 2: $x$ has 24. Then 14 arrives by way of $b$. Now $u$ has 26 in all, and passes on all 26, times 2: another 52. The 12 has been counted twice. Nothing crashed. On a simple chain, the same program is right. It fails where two paths come together in one box, and this box has something to pass on.

</div>

The cure is patience. A box waits until *everything* has arrived, and passes on once. If you go through the boxes in the reverse order of the forward pass, this happens by itself.

### What each gate does with blame

Three operations are worth knowing by heart. In the picture, the slope 5 arrives at each of them.
"""

# %%
plots.LOCAL_GATES.show()

# %% [markdown]
r"""
- **Add** passes the same slope on to everybody. Nudge $x$ by 0.1, and the sum moves by 0.1.
- **Multiply** passes on the slope times the *other* number. In $3\cdot(-2)$, nudging the 3 by 0.1 moves the product by $-0.2$.
- **Max** passes all of it on to the larger input, and nothing to the smaller one. Nudging the smaller one a little changes nothing. ReLU is such a gate: the larger one of $z$ and 0.

Now write [number 1](../exercises/07_backprop/07_backprop.ipynb#cell-id=gates_backward) of the exercise: the first two gates, in one line of Python each.

### Your own graph

Now one of yours. A node has a name, an operation, and the names of its inputs. Operations are `add`, `sub`, `mul`, `div`, `max`, `neg`, `exp`, `log`, `sigmoid`, `tanh` and `relu`. Here `s` goes into the product twice, so there are two arrows between the same two boxes. Work out the slopes of `x` and `c` before you step back. Then set `c` to 30, and ask again. Then change the lines as you like.
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
Even a network fits into this frame. Here is one with two inputs, two hidden ReLUs, and a squared error, for one example. Follow the weight `w11` with *Paths*. Then choose `x1`. There are two ways from it through the hidden units. At the end, the square is drawn as `error` times `error`, with two arrows, so each way counts twice. That makes four paths, and none of them is 0. What is their sum? How many paths would `x1` have with a thousand hidden units? Choose your own weights in the first line.

<details><summary>The answers, when you have looked</summary>

The four paths add up to 0. Nudging `x1` moves the two hidden units in a way that cancels in the error: no single path is 0, but together they are. With a thousand hidden units there are 2,000 paths, two through each unit.

</details>
"""

# %%
W1, b1, W2, b2 = [[1, 2], [-1, 1]], [1, 0], [2, -1], 0
small = plots.network_graph(W1, b1, W2, b2, x=[2, 1], y=1, title="my network")
plots.graph_stepper(small)

# %% [markdown]
r"""
### From numbers to tables

Nobody draws a network with a thousand units box by box. We put all examples into one table $X$ and all weights of a layer into one table $W$, and each box holds a whole table. The rules stay the same. And there is one new rule, the best friend you will have in this chapter: **a gradient has the shape of what it belongs to**. `dW` looks like `W`. (We write `dW` for "the slopes of the loss with respect to all the entries of `W`", and likewise for the other tables. $J$ is the loss, one number. *Affine* means $XW+b$, and *act* is the activation.)
"""

# %%
plots.WIRES.show()

# %% [markdown]
r"""
Now a puzzle. $Z=XW+b$ has been computed, and `dZ` arrives. `dW` is a product of two of these tables: `X`, `W` and `dZ`, each as it is or turned on its side (`.T`). Choose two of them, so that the shapes fit. The grey table is the truth: it was *measured*, entry by entry.

1. Make `dW`. How many of the 36 pairs have the right shape? How many have the right numbers?
2. Choose `dX` as the goal, and find it.
3. Set all three sizes to 3. Go through the pairs again.
"""

# %%
plots.shape_puzzle()

# %% [markdown]
r"""
With sizes 4, 2 and 3, the shapes leave you one choice for each goal. With 3, 3 and 3, *all* 36 pairs fit, and only one is right. So shapes can tell you that you are wrong. They cannot always tell you that you are right. For this you need a reason (it comes below) or a measurement (it comes below, too).

### A network learns, and you watch the blame

Put it all together: XOR, two hidden units with tanh, two outputs with softmax. Left is the **hidden space**: where the two hidden units put the four points. The arrows say where each of them should move to make the loss smaller. They are the gradient at the hidden layer, with a minus. (They are drawn four times as long as they are, and very short ones are left out.) In the middle is the loss, step by step. Right are the lengths of `dW1` and `dW2`.

Walk through the steps with seed 0. Then look at the last step of each seed.
"""

# %%
two_layer_grads = yours("two_layer_grads")
plots.watch_xor(grads=two_layer_grads)

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**A result that we did not wish for.** Of these ten starts, four have learned XOR after 300 steps. The other six stay near a loss of 0.36, and their gradients are tiny. (So are those of the four that have learned. A small gradient does not tell you which of the two ends you have reached.) And yet every one of these gradients is *right*, as far as a check can see. Backpropagation tells you the slope where you stand. It does not promise that following the slope leads to the place you want. (With eight hidden units it goes much better; you will see it below.)

</div>

## Numbers before letters

Take your pencil, and cover the answers with your hand.

**The shopping bill.** Two apples at 100, three oranges at 150, and a tax factor of 1.1. The fruit costs $200+450=650$, and the bill is $650\cdot1.1=715$. Now back. The bill's own slope is 1. The product passes on the *other* factor: to the sum goes $1.1$, to the tax goes $650$. The sum passes $1.1$ on to both sides. So the number of apples gets $1.1\cdot100=110$: one more apple, 110 more to pay. The price of an apple gets $1.1\cdot2=2.2$.

The tax has by far the largest slope, 650. Does the tax cost the most? No. A slope is "per unit", and one whole unit of the tax factor would be a tax of 110 percent in place of 10. Blame is about nudges, not about sizes.

**A sigmoid neuron.** With $z=1$ the output is $a=0.731$, and the slope there is $a(1-a)=0.197$. A sum passes it on unchanged, to the bias as it is. The weight $w_1$ stands in a product with $x_1=-1$, so it gets $-0.197$.

**One weight, two examples.** A weight $w=5$ is used for the example $x=1$ and for the example $x=3$. The slopes that arrive at the two sums are 1 and 10. Nudge $w$ by 0.1. The first sum moves by 0.1, and that is worth $0.1\cdot1$. The second moves by 0.3, and that is worth $0.3\cdot10$. Together 3.1, so the slope of $w$ is $31=1\cdot1+3\cdot10$. One weight, two examples, two paths: they *add*.

Your turn. $f=x\cdot x$ at $x=3$, drawn as one product with both inputs from the same box. Two arrows, two slopes. What is the sum? Run the cell when you know. It uses your `backprop_graph`, if you have kept one.
"""

# %%
backprop_graph = yours("backprop_graph")
square = [("f", "mul", ("x", "x"))]
print(backprop_graph(square, nnlib.graph_values(square, {"x": 3.0})), owner(backprop_graph))

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
from nnlib.backprop import OPERATIONS

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
a = float(nnlib.sigmoid(1.0))
assert round(a, 3) == 0.731 and round(a * (1 - a), 3) == 0.197
DIAMOND = [
    ("u", "mul", ("x", "w")),
    ("a", "add", ("u", "c")),
    ("b", "mul", ("u", "d")),
    ("f", "mul", ("a", "b")),
]
given = {"x": 3, "w": 2, "c": 1, "d": 2}
assert nnlib.backprop_graph(DIAMOND, given)["x"] == 52


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
assert all(np.isclose(recursion(BILL, bought)[key], slopes[key]) for key in slopes)
assert backprop_graph(DIAMOND, nnlib.graph_values(DIAMOND, given))["x"] == 52
assert np.isclose(by_hand, dw, rtol=1e-12) and np.isclose(by_hand, measured_by_nudging)
assert nnlib.count_parameters([12288, 3, 2, 1]) == 36_878
ends = [plots.XOR_FILM.data(step=300, seed=seed) for seed in range(10)]
assert [scene.right == 4 for scene in ends].count(True) == 4
assert all(0.35 < scene.losses[-1] < 0.37 for scene in ends if scene.right < 4)
assert all(scene.norms[-1].max() < 0.02 for scene in ends)
fits = [
    (one, two)
    for one in ("X", "X.T", "W", "W.T", "dZ", "dZ.T")
    for two in ("X", "X.T", "W", "W.T", "dZ", "dZ.T")
    if plots.TRANSPOSES.data(first=one, second=two).fits
]
assert len(fits) == 1 and plots.TRANSPOSES.data(first=fits[0][0], second=fits[0][1]).right

# %% [markdown]
r"""
## The formulas, and why they are true

### A chain of nudges

If $q$ depends on $x$, and $f$ depends on $q$, then

$$\frac{df}{dx} = \frac{df}{dq}\cdot\frac{dq}{dx} \tag{chain}$$

(Read $\frac{df}{dq}$ as one sign: the slope of $f$ with respect to $q$.)

*Why?* For example, $q$ moves 3 times as fast as $x$, and $f$ moves 4 times as fast as $q$. So $f$ moves 12 times as fast as $x$. Gear wheels work like this, and so do exchange rates. This is the **chain rule**, and the whole chapter rests on it. It holds for nudges so small that each step looks straight.
"""

# %% jupyter={"source_hidden": true} tags=["eq:chain"]
# check: chain
x = 0.7
q = x * x
whole = nnlib.central_difference(lambda x: nnlib.tanh(x * x), x)
df_dq = nnlib.central_difference(nnlib.tanh, q)
dq_dx = nnlib.central_difference(lambda x: x * x, x)
assert np.isclose(whole, df_dq * dq_dx)

# %% [markdown]
r"""
### Products along a path, sums over paths

Now let $x$ reach $f$ on several paths. (The sign $\sum$ says: add them all. The sign $\prod$ says: multiply them all.)

$$\frac{\partial f}{\partial x} = \sum_{\text{paths from } x \text{ to } f}\ \ \prod_{\text{arrows on the path}} \text{local slope} \tag{paths}$$

*Why products along a path?* That is the chain rule, arrow by arrow.

*Why sums over the paths?* Nudge $x$ by a tiny $h$. In the diamond, $u$ moves by $2h$. This moves $a$, and so $f$ by $24h$. It moves $b$ as well, and so $f$ by another $28h$. Both happen *at the same time*, so $f$ moves by $52h$. Strictly speaking, the two movements also meet each other and make a term with $h\cdot h$. When $h$ is a millionth, this is a millionth of a millionth, and it does not count in the slope.

(The curly $\partial$ says: there are other inputs, and they stay where they are.)
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

Put 20 diamonds in a row. Each of them doubles the number of paths: there are $2^{20}$, more than a million. But there are only 20 meeting points. If a meeting point *remembers* its total, nobody behind it has to look at the single paths again:

$$\frac{\partial f}{\partial v} = \sum_{u \text{ uses } v} \frac{\partial f}{\partial u}\cdot\frac{\partial u}{\partial v} \tag{accumulate}$$

*Why is it the same as the sum over paths?* Every path from $v$ to $f$ begins with one arrow, from $v$ to some $u$ that uses it. Sort the paths by this first arrow. All the paths through $u$ have the same first factor, $\partial u/\partial v$. Take it out of the sum. What is left in the sum is the sum over all paths from $u$ to $f$, and this is $\partial f/\partial u$: a number that $u$ knows already.

"Knows already" is the point. The formula is right only if $\partial f/\partial u$ is *finished* before it is used. So: **users first**. In the reverse order of the forward pass, this always holds. Each arrow is used once. This is backpropagation; its general name is **reverse accumulation**, or reverse-mode automatic differentiation.
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

Now the same for tables: $Z=XW+b$, with $n$ examples. Take one single weight, $W_{ij}$. It carries input $i$ to unit $j$. Written out, one entry of $Z$ is $Z_{ej}=X_{e1}W_{1j}+X_{e2}W_{2j}+\dots+b_j$, for example number $e$. So in which entries of $Z$ does $W_{ij}$ appear? In column $j$ only, and there in *every* row. That makes $n$ paths, one for each example. On the path through $Z_{ej}$, the local slope is what stands beside the weight: $X_{ei}$. Sum over the paths:

$$\frac{\partial J}{\partial W_{ij}} = \sum_{e=1}^{n} X_{ei}\,\frac{\partial J}{\partial Z_{ej}} \tag{dw-index}$$

This is the proof, whole. It says nothing about shapes, so it also holds where all sizes are equal. One step is left, and it is yours. The sum runs over the *rows* of both tables. A product of two tables runs along a row of the first and down a column of the second. What must you do to one of the tables? The exercise asks for it, and the puzzle above can tell you whether you are right.
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
One input, $X_{ei}$, is used by all units, and only in its own row $e$. So it has $k$ paths, one for each unit, and on each of them stands a weight:

$$\frac{\partial J}{\partial X_{ei}} = \sum_{j=1}^{k} \frac{\partial J}{\partial Z_{ej}}\,W_{ij} \tag{dx-index}$$
"""

# %% jupyter={"source_hidden": true} tags=["eq:dx-index"]
# check: dx-index
measured = nnlib.numerical_gradient(lambda X: np.sum(dZ * nnlib.affine_forward(X, W, b)), X)
e, i = 1, 2
paths = [dZ[e, 0] * W[i, 0], dZ[e, 1] * W[i, 1], dZ[e, 2] * W[i, 2]]
assert np.isclose(sum(paths), measured[e, i])
assert np.allclose(nnlib.affine_backward(dZ, X, W)[0], measured)

# %% [markdown]
r"""
And one bias, $b_j$, serves all rows, each time with the local slope 1:

$$\frac{\partial J}{\partial b_j} = \sum_{e=1}^{n} \frac{\partial J}{\partial Z_{ej}} \tag{db-index}$$

A sum, not a mean. If the loss is a mean over the examples, then its $1/n$ has been in `dZ` from the start. Divide again, and you have divided twice.

NumPy *stretches* `b` over all rows, and the way back adds what was stretched. This is a law for every stretching: **copied on the way forward, added on the way back**. [Number 2](../exercises/07_backprop/07_backprop.ipynb#cell-id=affine_backward) of the exercise is these three sums, [number 3](../exercises/07_backprop/07_backprop.ipynb#cell-id=unbroadcast) is this law: now write them.
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

An activation such as ReLU or tanh works on each entry alone. Write $\varphi$ for the activation and $\varphi'$ for its slope. Each entry has one path, so there is nothing to add:

$$\frac{\partial J}{\partial Z_{ej}} = \frac{\partial J}{\partial A_{ej}}\cdot\varphi'(Z_{ej}) \tag{through-act}$$

You wrote these functions in chapter 3. Remember their one trap. The slope is taken at $z$, and your backward functions get the *output* $a$ and write the slope with it.
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

You now have all the parts. The backward pass of a network is these four sentences, said again for each layer, from the last one to the first:

1. **From the output to the sums.** The blame of a sum is the blame of its output, times the slope of the activation there.
2. **From the sums to the weights.** The blame of a weight is what came in, times the blame of the sum it went to, added over the examples.
3. **From the sums to the biases.** The blame of a bias is the blame of its sum, added over the examples.
4. **From the sums to the layer below.** The blame of an input is the blame of all the sums it went to, each times the weight on the way.

And one sentence at the very start: softmax with cross entropy gives `dZ` of the last layer directly, as you proved in chapter 5. So there the first sentence has been said already.

Now write [number 4](../exercises/07_backprop/07_backprop.ipynb#cell-id=layer_backward): the four sentences, for one layer.

What has to be kept from the way forward? Each layer's input and output, and its weights. This is the **cache**.
"""

# %%
plots.CACHE_MEMORY.show()

# %% [markdown]
r"""
To *use* a trained network, you need none of this: a layer's input may be forgotten as soon as its output is there. To *train* it, you keep everything until the way back has used it. This is why training needs more memory than using. With a batch of 1 it is little; with 2,048 examples, the cache is nine times as large as all the parameters. So the size of a batch matters (chapter 8).

### What it costs

Count the multiplications of one affine layer, for $n$ examples, $d$ inputs, $k$ units:

$$\text{forward} = n\,d\,k, \qquad \text{back} = 2\,n\,d\,k \tag{multiplications}$$

*Why?* Forward: $n\,k$ sums, with $d$ products each. Back: `dW` has $d\,k$ entries, each a sum of $n$ products, and `dX` has $n\,d$ entries, each a sum of $k$ products. So forward and back together cost three times as much as forward alone. (The very first layer needs no `dX`. Where it is the largest layer, as in the networks of this book, leaving it out brings the ratio down to about 2.1.) For one layer in the middle, the ratio is the same whether it is small or huge. To measure, you need *two runs forward for each parameter*. (Now compare your first guess.)
"""

# %% jupyter={"source_hidden": true} tags=["eq:multiplications"]
# check: multiplications
n, d, k = 4, 3, 2
there = sum(1 for e in range(n) for j in range(k) for i in range(d))
for_dW = sum(1 for i in range(d) for j in range(k) for e in range(n))
for_dX = sum(1 for e in range(n) for i in range(d) for j in range(k))
assert there == n * d * k
assert for_dW + for_dX == 2 * n * d * k

# %%
mlp_forward, mlp_backward = yours("mlp_forward"), yours("mlp_backward")
plots.cost_of_backprop(forward=mlp_forward, backward=mlp_backward)

# %% [markdown]
r"""
The two lower lines lie close together, and they hardly rise for small networks: there, a computer spends its time on starting the work, not on multiplying. So here you may read a ratio near 2 in place of 3: the 3 counts multiplications, and they are only a part of the work. The upper line rises at least in step with the parameters. (At most twenty differences are timed, and the rest is scaled up.) At the right end, with 26,000 parameters, one gradient would have taken several seconds in this way on the machine where this was written. Training needs thousands of gradients.

## Write it

Now it is your turn. The eight functions of this chapter are in one notebook:

**[Exercise 7: eight functions, 32 points](../exercises/07_backprop/07_backprop.ipynb)**

**First half.** Write `gates_backward`, `affine_backward`, `unbroadcast` and `layer_backward`, as far as you have not done so on the way. They are the gates, the three sums, the law of stretching, and the four sentences for one layer. Then stop, and go on another day.

---

**Second half.** Write `two_layer_grads` and `mlp_backward`: the four sentences, said twice, then in a loop. Then `backprop_graph`, which does what the stepper does, and `gradient_check_network`, which trusts nobody. When a check is green, `nnlib keep 07_backprop` puts the function into your `mine.py`, and this chapter uses it when you run its cells again.

Before the loop, write down for three layers who needs what. Most mistakes in this chapter are not mistakes of mathematics. They are a table from the wrong layer.

## Break it: a bug hunt

Three colleagues train XOR. Each of them says: "My gradients are right. The loss goes down." As it stands, this is true for all three. But the gradients of two of them are wrong. Each function makes one step and returns new parameters.
"""


# %%
def downhill(pair, grad, lr):
    return pair[0] - lr * grad[0], pair[1] - lr * grad[1]


def way_there(params, X, y):
    Z, cache = nnlib.mlp_forward(X, params, ["tanh", "identity"])
    return cache, nnlib.softmax_cross_entropy_grad(Z, y)


def step_ann(params, X, y, lr):
    cache, dZ = way_there(params, X, y)
    second = downhill(params[1], nnlib.mlp_backward(cache, params, dZ)[1], lr)
    params = [params[0], second]
    first = downhill(params[0], nnlib.mlp_backward(cache, params, dZ)[0], lr)
    return [first, second]


def step_bora(params, X, y, lr):
    cache, dZ = way_there(params, X, y)
    grads = nnlib.mlp_backward(cache, params, dZ)
    first = downhill(params[0], grads[0], lr)
    second = downhill(params[1], grads[1], lr)
    return [first, second]


def step_chul(params, X, y, lr):
    cache, dZ = way_there(params, X, y)
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
A falling loss proves little. Now look at the gradients themselves. One step reveals them: the gradient is (old − new) divided by the learning rate. Hold them against a measurement, table by table.
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

**Ann** updates `W2` *before* she uses it for the first layer. Her second layer is right, her first layer is wrong. Make `lr` a hundred times smaller, and the error shrinks as well: it hides behind small steps. The law that she broke: all gradients belong to the *same* parameters. Compute all of them first. Then move.

**Chul** divides `db1` by $n$ once more. Only one small table is wrong, so the network still learns. In one number for all parameters together, this could be lost. This is why the check reports *each table* alone.

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

Two things break a network although each gradient is right.

**A symmetric start.** Give all hidden units the same weights, those that lead in and those that lead out. Then they compute the same, get the same blame, and make the same step, again and again. Four units do the work of one.
"""

# %%
plots.SYMMETRY.show(grads=two_layer_grads)

# %% [markdown]
r"""
Left, four lines lie in one. The loss still falls, from 1.05 to 0.52, because one unit can learn something. But one unit cannot learn XOR. (The random start ends below 0.01.) If *all* weights are zero, it is worse: the hidden units put out 0, so `dW2` is 0; and nothing comes through a `W2` of zeros, so `dW1` is 0. On XOR the biases do not move either, because there are as many ones as zeros. Nothing ever moves. So weights start at random: not because random is clever, but because it is *different* for each unit. Biases may start at zero.

**Vanishing gradients.** On the way back, the blame is multiplied by a slope and by weights at every layer. In chapter 3 you saw this in a stack of random layers. Here it is in a real network, on 64 pictures of digits, with your own backward pass if you have kept one. Bright is large, dark is small. (The slider *weights times* is 1 at the usual size of first weights, after Xavier; chapter 9 explains it.)

1. Look at the row of the sigmoid. The cells show powers of ten only. Compare layer 7 with layer 1, and share the shrinking among the six steps between them: how many times does the gradient shrink per layer?
2. Make all weights half as large. Who suffers?
3. Make them three times as large. Is the sigmoid saved?
"""

# %%
plots.gradient_heat(forward=mlp_forward, backward=mlp_backward)

# %% [markdown]
r"""
<details><summary>What you should have seen</summary>

From layer 7 to layer 1, the sigmoid's gradient shrinks more than three thousand times: about four times per layer. Its slope is at work, which is at most one quarter. Tanh keeps its gradient. With weights half as large, ReLU gets about 60 times smaller and tanh about 40 times, and both in *all* layers alike, because their signals shrink on the way forward as well. The sigmoid gets 2 times smaller in layer 7, and nearly 80 times in layer 1. With weights three times as large, the sigmoid's first layer gets more than a hundred times as much as before. But now the gradient of ReLU has exploded: in layer 1, it is more than two thousand times as large as before. So it is the slope *and* the weights, as in chapter 3.

</details>
"""

# %% [markdown]
r"""
## Train on your own functions

### A ladder for finding bugs

A network that does not learn gives no error message. So climb this ladder *before* each long training. It has four rungs (the steps of a ladder), and each takes seconds.

**Rung 1: the loss of a guess.** With ten classes and small weights, the network knows nothing, and each class gets about one tenth. So the loss must be close to $-\ln\frac1{10}=2.303$. If it is not, look at the labels and at the loss.
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
**Rung 2: memorize five examples.** A network with 2,410 parameters must be able to memorize five pictures. If it cannot, no amount of data will help: something is broken, or the learning rate is far off.
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
**Rung 3: the gradient check.** On a small network of the same kind, against a measurement, *table by table*, with weights and biases that are not zero. An error below `1e-6` passes; with ReLUs, below `1e-5`, because a small step may cross the corner of a ReLU. To see that the check can fail, one bias is spoiled on purpose.
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
**Rung 4: the size of each layer's gradient.** Compare a step (here with the rate 0.1) with the weights that it moves, layer by layer. If the steps are a million times smaller than the weights, this layer hardly learns. If they are as large as the weights, it will probably jump from one bad place to another.
"""

# %%
params = fresh([64, 32, 10], np.random.default_rng(1))
for layer, ((W, _), (dW, _)) in enumerate(zip(params, network_grads(params, X_train, y_train)), 1):
    ratio = 0.1 * np.linalg.norm(dW) / np.linalg.norm(W)
    print(f"layer {layer}: {ratio:.4f}")

# %% [markdown]
r"""
### XOR, with your gradients

Eight hidden units, tanh, all four points at once, ten random starts. The first line says whose gradients they are.
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

Now 1,400 pictures, in batches of 32 (chapter 8 says why), four times through the data, five seeds. (If you wrote your functions with loops, this may take a minute. In chapter 8 the library compiles `affine_backward` and the other parts that they are made of.)
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
assert [key for key, error in reports[1].items() if error > 1e-6] == ["b2"]
assert np.sum(xor_ends["yours"][:, 1] == 4) >= 9
assert np.allclose(xor_ends["yours"], xor_ends["the book's"], atol=1e-3)
assert abs(digit_ends["yours"].mean() - digit_ends["the book's"].mean()) < 0.5
assert digit_ends["yours"].min() > 85 and len(X_train) == 1400
nothing = [(np.zeros((2, 4)), np.zeros(4)), (np.zeros((4, 2)), np.zeros(2))]
assert not any(part.any() for pair in two_layer_grads(nothing, X, y, "tanh") for part in pair)
symmetry = plots.SYMMETRY.data()
assert np.ptp(symmetry.weights["all alike"], axis=1).max() == 0 == symmetry.zero
assert 0.4 < symmetry.losses["all alike"][-1] < symmetry.losses["all alike"][0]
heat = plots.HEAT.data().sizes
dim, bright = (plots.HEAT.data(scale=scale).sizes for scale in (0.5, 3.0))
assert heat[2, -1] / heat[2, 0] > 3000 and 3.5 < (heat[2, -1] / heat[2, 0]) ** (1 / 6) < 4.5
assert (dim / heat < 0.1).all(axis=1)[:2].all() and (heat / dim)[:, 0].argmax() == 2
assert bright[2, 0] > 100 * heat[2, 0] and bright[0, 0] > 2000 * heat[0, 0]
assert heat[2, 0] < 1e-3 * heat[2, -1] and heat[1, 0] > 0.3 * heat[1, -1]
price = plots.BACKPROP_COST.data(forward=mlp_forward, backward=mlp_backward)
assert price["chosen"].both < 8 * price["chosen"].forward
assert 26_000 < price["prices"][-1].parameters < 27_000
assert price["prices"][-1].differences > 1000 > price["prices"][-1].both

# %% [markdown]
r"""
The two lines agree, because a gradient is a gradient, whoever computes it. (As long as you have kept nothing, both lines are the book's.) From here on, every network in this book learns by what you did today.

Now spoil something on purpose. In the cell of rung 1, let `network_grads` return one table doubled, or one with the wrong sign. Climb again. Which rung catches it? The most dangerous bugs are those that only the third rung can see.

<details><summary>Which rung?</summary>

A doubled table: only the third. The first rung never looks at gradients, the network still memorizes five pictures, and on the fourth a factor of 2 is nothing. A wrong sign: the third, and perhaps the second, because then one layer walks uphill.

</details>

## Errata: find the slip

Four slips in the lecture notes belong to this chapter.

<!-- notes: 001 [17-19] -->
**Slip 1.** The notes have a graph with $x$, $y$, $q$, $z$ and $f$; take $q=x+y$, $f=q\,z$. They say that what we want in the end is "the derivative of $x$, $y$ with respect to $f$". What is the wrong way round here, and who has been forgotten?

<!-- notes: 001 [35-36] -->
**Slip 2.** The notes say of sigmoids: "The changes of layers close to the output become large, and those of layers close to the input become small." Look at the row of the sigmoid in the heat picture above, with the usual weights. What becomes large there?

<!-- notes: 001 [26-28], 003 [89] -->
**Slip 3.** The notes multiply the local gradient by the global one along *one* path, and one of their formulas has the total loss on the left and the loss of output 1 alone on the right. When is this allowed?

<!-- notes: 001 [15], 003 [79-85], 000 [76] -->
**Slip 4.** The notes say that the error is passed back, and that this process "updates the weights of each node"; and they list gradient descent as the third step of backpropagation. Who computes, and who moves?
"""

# %%
rng = np.random.default_rng(0)
gradient = rng.normal(0, 1, (64, 32))
for layer in (7, 6, 5, 4, 3, 2, 1):
    outputs = nnlib.sigmoid(rng.normal(0, 1, (64, 32)))
    gradient = nnlib.sigmoid_backward(gradient, outputs)
    print(f"layer {layer}: {np.linalg.norm(gradient) / 64:.5f}")
    gradient = gradient @ rng.normal(0, 1 / np.sqrt(32), (32, 32)).T

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** We want the derivative of $f$ with respect to $x$, to $y$, *and to $z$*. In $\partial f/\partial x$, the first letter, $f$, is what answers. The second, $x$, is what is nudged.

**Slip 2.** Nothing becomes large there. Each layer passes on less than it got, and layer 7 has lost the least: it is large only beside the others. The cell shows the same with random numbers. Where a gradient really grows, as that of ReLU did with weights three times as large, it grows toward the *input*. (And the range from 0 to 1, which the notes name as the reason, is not the reason. Tanh has a range, too. The reason is a slope of at most one quarter.)

**Slip 3.** Only if the weight reaches the loss through output 1 alone. A weight of the last layer that leads into output 1 does so, if no softmax comes after it. A hidden weight reaches all outputs, as a rule. So does any logit, through softmax. Then all the paths must be added.

**Slip 4.** Backpropagation *computes* the gradients. Gradient descent, or another optimizer, *moves* the parameters, and only when all gradients are known. Ann above mixed the two up.

</details>

## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "Backpropagation is how a network learns." | It computes slopes. An optimizer uses them. Learning needs both, and data. |
| "Backpropagation is the chain rule." | It is the chain rule in a good order, with a memory. Without them the sums would run over millions of paths. |
| "When a second slope arrives, it replaces the first." | They add. `=` in place of `+=` is perhaps the most common bug here. |
| "Each weight belongs to a neuron." | A weight belongs to an arrow, from one unit to another. Its blame needs both ends. |
| "You must store the local slopes on the way forward." | Usually one keeps inputs and outputs, and forms the local slopes on the way back. |
| "Predicting needs forward and backward." | Predicting needs forward alone. Backward is for training. |
| "Only weights have gradients." | Biases have, too. And so has every value in between, and the input. |
| "If the shapes fit, it is right." | With equal sizes, wrong products fit as well. |
| "If the loss goes down, the gradient is right." | A wrong gradient often points roughly downhill. Measure it. |
| "If the gradient is right, the network will learn." | It may be stuck, or symmetric, or its gradients may vanish. |
| "Upstream is the input side." | Here, *upstream* is where the gradient comes from: the side of the loss. Some people draw networks from bottom to top and say "from above". |
| "Start all weights at zero, to be fair." | Then all hidden units stay equal, or nothing moves at all. |
| "The slope tells how important a number is." | It tells what a small nudge does, here and now, per unit of that number. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| backpropagation | 역전파 | all slopes of the loss, in one walk back |
| forward pass | 순전파 | values, from the input to the loss |
| computation graph | 계산 그래프 | a box for every number, an arrow for every use |
| node | 노드 | a box |
| blame | 탓, 책임 | here: the slope of the loss with respect to a number |
| to nudge | 살짝 바꾸다 | to change a number by very little |
| to pass on | 넘겨주다 | to give to the next one |
| local slope, local gradient | 국소 기울기 | how a box's output moves with its input |
| upstream gradient | 상류 기울기 | what arrives from the side of the loss (some notes: *global gradient*) |
| chain rule | 연쇄 법칙 | along a path, slopes multiply |
| path | 경로 | a way along the arrows |
| to accumulate | 누적하다 | to add to what is there |
| reverse-mode automatic differentiation | 역방향 모드 자동 미분 | the general name of this walk back |
| cache | 캐시 | what the way forward keeps for the way back |
| to broadcast, to stretch | 브로드캐스트하다 | to use one number in many places |
| to transpose | 전치하다 | to turn a table so that rows become columns |
| affine map | 아핀 변환 | $XW+b$ |
| gradient check | 기울기 검사 | to hold a gradient against a measurement |
| vanishing gradient | 기울기 소실 | it shrinks at every layer |
| exploding gradient | 기울기 폭주 | it grows at every layer |
| gate | 게이트 | here: one small operation of the graph |
| gradient | 그래디언트, 기울기 | all slopes together, in one table |
| to memorize | 외우다 | to learn the examples and nothing else |
| symmetry breaking | 대칭 깨기 | to start each unit at a different place |
| to be stuck | 갇히다, 정체되다 | small gradients, and still a bad loss |

## Five questions to remember

**1.** What does a product gate pass back to its first input?

<details><summary>Answer</summary>

What arrives from above, times the value of the *second* input.

</details>

**2.** A number is used in three places. What do you do with the three slopes that come back?

<details><summary>Answer</summary>

Add them. And pass nothing on before the third one is there.

</details>

**3.** Why is `db` a sum over the rows and not a mean?

<details><summary>Answer</summary>

One bias serves all rows: one path for each row, each with local slope 1. If the loss is a mean, its $1/n$ is in `dZ` already.

</details>

**4.** All sizes in your test are 3, and everything runs. What have you not tested?

<details><summary>Answer</summary>

Whether the tables stand the right way round. With equal sizes, each product fits; test with different sizes, and hold the numbers against a measurement.

</details>

**5.** Why must `W2` not move before `dW1` is known?

<details><summary>Answer</summary>

The blame of the first layer comes through `W2`, and it belongs to the `W2` that made the loss. With a new `W2`, you would blame the first layer for something that did not happen.

</details>

## Where this leads

**Back:** the slope meter is chapter 0. The slopes of the activations are chapter 3, the network as a list of layers is chapter 4, and where `dZ` of the last layer comes from is chapter 5.

**On:** how many examples per step is chapter 8. How long a step should be, and how large the first weights, is chapter 9. Dropout and its way back is chapter 10. And a network that reads digits well, chapter 12.

**Next:** [8 · Batching](08_batching.ipynb)
"""
