# %% [markdown]
r"""
# 0 · Instruments: how do you measure a slope you cannot compute?

You want a network to get better, and you may change any of its numbers. But by how much, and which way? The first code below tries random changes of one size, and it gets stuck. The code would have to know: *if I change this number a little, does the result get better or worse, and how fast?* The answer is a **slope**. Later you will compute slopes with formulas. Formulas can be wrong, so first you build an instrument that needs none.

**You need:** Python's loops and functions, and school arithmetic. If you have forgotten calculus, you are in the right place. **Time:** about an hour and a half, with a pencil. `nnlib` is this book's library, with its figures and checks, and with a finished copy of each function that you will write.

<div class="alert alert-info" style="color: #0b3b42">

**How to read a notebook.** Click into a cell with code and press Shift+Enter: the code runs, and its result appears below. Run the cells from top to bottom. A folded cell shows one line and three dots; a click opens it. Under each formula, such a cell checks it with numbers. If something goes wrong, choose *Restart Kernel and Run All Cells* in the menu *Run*.

</div>
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.grading import check

# %% [markdown]
r"""
A **unit** is a small machine: it multiplies each input by a number of its own, its **weight**, and adds everything up. Here are 50 examples with 20 inputs each, and the right answers; `how_wrong` is the mean of the squared differences between what the unit outputs and these answers. In each of 4,000 tries, all weights change a little at random, and the change is kept only if it helps. You need not read the code: watch the numbers that it prints.
"""

# %%
rng = np.random.default_rng(0)
inputs = rng.normal(size=(50, 20))
answers = inputs @ rng.normal(size=20)


def how_wrong(w):
    return np.mean((inputs @ w - answers) ** 2)


w, helped = np.zeros(20), []
least = how_wrong(w)
for t in range(4000):
    guess = w + 0.1 * rng.normal(size=20)
    error = how_wrong(guess)
    if error < least:
        w, least = guess, error
        helped.append(t)
print(f"before {how_wrong(np.zeros(20)):.2f}, after 4,000 tries {least:.2f}")
print("helped:", sum(t < 100 for t in helped), "of the first 100,", end=" ")
print(sum(t >= 2000 for t in helped), "of the last 2,000")

# %% [markdown]
r"""
Near the goal, a random change of this size seldom helps: almost all of them go too far. The slopes of the weights would tell you the way.
"""

# %% [markdown]
r"""
## Before you look

At $x=1$, the slope of $x^3=x\cdot x\cdot x$ is exactly 3. Let the computer measure it: it takes a small step $h$ to both sides of 1 and sees how much $x^3$ has changed. With which step does it come closest to 3?

- **A** $h=10^{-2}$, one hundredth
- **B** $h=10^{-5}$, one hundred-thousandth
- **C** $h=10^{-13}$; if 1 is a metre, this is far smaller than an atom

Write your guess down. Press Compare when you have moved the first slider below.
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Best step", "ABC", answer="B")

# %% [markdown]
r"""
## See it

### What is a slope?

You walk 100 metres forward, and you are 5 metres higher than before. The slope is $5/100=0.05$: **rise divided by run**. On the way down, it is negative.

A curve is steep here and flat there. What is its slope at *one* point? There is no run, and you cannot divide by 0. So take a second point nearby, at distance $h$. The straight line through both is called a **secant**, and its slope is rise over run.
"""

# %%
plots.SECANTS.show()

# %% [markdown]
r"""
The closer the second point, the closer the secant comes to the dashed **tangent**: no straight line follows the curve more closely at this point. Its slope is what we *mean* by the slope of the curve, the **derivative**. For the curve $x^2$ at $x=1$, the secants with $h=1$, $0.5$ and $0.1$ have the slopes 3, 2.5 and 2.1. Where will this end?

### Smaller and smaller

On the left you see the curve with its secant and its tangent. In the middle is the same under a **microscope**: it zooms in with you, so $h$ always has the same width. On the right is the **error**, the distance between the measured slope and the true one, for every step; the diamond marks yours. From one horizontal line to the next one down, the error is a thousand times smaller. The step is $h=10^{-k}$: drag the diamond to the right, and $k$ grows. An arrow key changes $k$ by one half ($10^{-2.5}$ is about 0.003).

1. Move $k$ from 0 to 5. By what is the error divided when $k$ grows by 1?
2. Go on to 13, and then to 15. Look through the microscope.
3. Go back to $k=1$, and measure to *one side* only. Then look at the whole error curve.
"""

# %%
plots.h_slider()

# %% [markdown]
r"""
<details><summary>What you should have seen</summary>

Until $k=5$, each step that is ten times smaller makes the error a *hundred* times smaller; to one side only, ten times. Then the error grows again. At $k=15$ the microscope shows why: the computer stores about 16 digits, so the curve is a staircase.

</details>

<div class="alert alert-info" style="color: #0b3b42">

**The surprise: a smaller step is worse.** At $x=1$, the step $10^{-5}$ has an error of about $10^{-10}$. The step $10^{-13}$ is a hundred million times smaller, but its error is 7 *million* times larger.

</div>

The widget can also use *float32*, the short kind of number, with about 7 digits; *float64*, the usual kind in Python, has about 16. Do not choose it yet. Second guess: with its own best step, how good can float32 be?

- **A** about as good as float64
- **B** its error is about a hundred times larger
- **C** its error is about a million times larger
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("float32", "ABC", answer="C")

# %% [markdown]
r"""
Now choose *float32* above. One side or both, float32 or float64: here are all four ways, for the wave $\sin x$. Every mark is the *largest* error at 81 points between −2 and 2.
"""

# %%
plots.V_CURVE.show()

# %% [markdown]
r"""
In float32, even the best error is about $10^{-5}$. In float64 it is a million times smaller, reached by both sides with a step near $10^{-5}$. So this is our instrument: **both sides, float64, $h=10^{-5}$**.

### Shapes

You have 3 examples and 4 units, and you want all 12 weighted sums at once. Put the examples into a table `X`, one row for each, one column for each input: with 2 inputs its shape is `(3, 2)`, rows first. The table `W` holds the weights, one row for each input, one column for each unit. Then the sign `@` takes a *row* of the first table and a *column* of the second, multiplies number by number, and adds up. So a row of the first and a column of the second must be equally long; on the cards below, these sides have thick edges. A plain list is one such row or column: `w @ x` is the weighted sum of two lists, one number, and `X @ w` has one such number for each row of `X`. `X[i]` is row $i$, and `W[:, j]` is column $j$.
"""

# %%
plots.SHAPE_CARDS.show()

# %% [markdown]
r"""
In `(3, 2) @ (2, 4)`, the *inner* numbers must agree; the *outer* ones are the shape of the result, `(3, 4)`. The ending `.T` turns rows into columns.

Third guess. With 3 examples, 2 inputs and 3 units, `X` is `(3, 2)` and `W` is `(2, 3)`. What about `W @ X`, the wrong way round?

- **A** refused
- **B** legal, the result has shape `(2, 2)`
- **C** legal, the result has shape `(3, 3)`
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("W @ X", "ABC", answer="B")

# %% [markdown]
r"""
Try it, then `p − y`, where `p` is a column and `y` a plain list of the same length.
"""

# %%
plots.shape_checker()

# %% [markdown]
r"""
<div class="alert alert-warning" style="color: #4a3200">

**Legal is not the same as right.** If the sizes happen to agree, NumPy multiplies in the wrong order and says nothing. And a column `(n, 1)` minus a list `(n,)` gives a table of $n\times n$ differences: NumPy stretches both, which is called **broadcasting**.

</div>

## Numbers before letters

**A weighted sum plus a bias.** Multiply each of the inputs $(2, -1, 3)$ by its weight, $(0.5, 2, 1)$, and add up: the **weighted sum** is $1-2+3=2$. Add one more number, the **bias** $-1$, and you have $1$.

**A slope.** The function is $x^2$, the point is 3, the step $h=1$. To one side, the **forward difference** is $(4^2-3^2)/1=7$. To both sides, the rise is $4^2-2^2=12$ and the run from 2 to 4 is 2, so the **central difference** is 6. That is exactly the true slope, although the step is large: on paper, both sides are always exact for $x^2$. For $x^3$ at $x=2$, where the true slope is 12, the step $h=0.1$ gives $12.01$.

**A product of two tables.** Let the rows of $X$ be $(1, 2)$ and $(0, 3)$, and the columns of $W$ be $(4, 1)$ and $(-1, 5)$. First row with first column: $1\cdot4+2\cdot1=6$. First row with second column: $1\cdot(-1)+2\cdot5=9$. The second row gives $3$ and $15$. So $XW$ has the rows $(6, 9)$ and $(3, 15)$.

**Two inputs, two slopes.** Let $f(x_1,x_2)=x_1^2+3x_1x_2$, at $(2, 1)$. Change *only* $x_1$, to both sides by 1: $f(3,1)=18$, $f(1,1)=4$. Put $x_1$ back. Change only $x_2$: $f(2,2)=16$, $f(2,0)=4$. So the slopes are $14/2=7$ and $12/2=6$. The list $(7, 6)$ is the **gradient**.

**How different are two numbers?** 1001 and 1002 differ by 1, as 1 and 2 do, but they are nearly the same. So divide the difference by the *larger* of the two sizes: for 1 and 2 this **relative error** is $1/2$, for 1 and 10 it is $9/10$.

Your turn. Before you run the cell, write down the weighted sum of $(1, 4)$ with the weights $(3, -0.5)$, plus the bias 2, the slope of $x^2$ at 5 to both sides with $h=1$, and the relative error of 8 and 10. (`lambda x: x * x` is a function without a name: `x` goes in, `x * x` comes out.)

The cell first asks whether two numbers are *equal*. Never ask that of numbers with a decimal point (*floats*). Ask whether their relative error is tiny.
"""

# %%
print(0.1 + 0.2 == 0.3, 0.1 + 0.2)
print(nnlib.weighted_sum(np.array([1.0, 4.0]), np.array([3.0, -0.5]), 2.0))
print(nnlib.central_difference(lambda x: x * x, 5.0, h=1.0), nnlib.relative_error(8.0, 10.0))


# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
from fractions import Fraction


def f(x1, x2):
    return x1**2 + 3 * x1 * x2


assert nnlib.weighted_sum(np.array([2.0, -1.0, 3.0]), np.array([0.5, 2.0, 1.0]), -1.0) == 1
assert (4**2 - 3**2) / 1 == 7
assert nnlib.central_difference(lambda x: x**2, 3.0, h=1.0) == 6
assert np.isclose(nnlib.central_difference(lambda x: x**3, 2.0, h=0.1), 12.01)
assert [f(3, 1), f(1, 1), f(2, 2), f(2, 0), f(2, 1)] == [18, 4, 16, 4, 10]
table = np.array([[1, 2], [0, 3]]) @ np.array([[4, -1], [1, 5]])
assert table.tolist() == [[6, 9], [3, 15]]
slopes = nnlib.numerical_gradient(lambda x: f(*x), np.array([2.0, 1.0]), h=1.0)
assert np.allclose(slopes, [7, 6])
assert (nnlib.relative_error(1, 2), nnlib.relative_error(1, 10)) == (0.5, 0.9)
cube = [abs(nnlib.central_difference(lambda x: x * x * x, 1.0, h) - 3) for h in (1e-5, 1e-13)]
assert 0.9e-10 < cube[0] < 1.1e-10 and 7e6 < cube[1] / cube[0] < 8e6
up, down = Fraction(1 + 1e-13), Fraction(1 - 1e-13)  # the stored points; from here on all is exact
by_points = abs((up**3 - down**3) / (2 * Fraction(1e-13)) - 3)
assert abs(float(by_points) / cube[1] - 1) < 0.1
assert round(how_wrong(np.zeros(20)), 1) == 12.5 and 0.05 < how_wrong(w) == least < 0.07
best = {(arm.sides, arm.precision): arm.best for arm in plots.V_CURVE.data()[1]}
long, short = best["both sides", "float64"], best["both sides", "float32"]
assert 0.5e-5 < short[1] < 2e-5 and 5e5 < short[1] / long[1] < 2e6
assert (np.ones((2, 3)) @ np.ones((3, 2))).shape == (2, 2)
assert 1e-6 < long[0] < 2e-5 and np.float32(1) + np.float32(1e-9) == np.float32(1)

# %% [markdown]
r"""
## The formulas, and why they are true

### The weighted sum plus the bias

A letter with a small number, such as $x_2$, is just "the second x". With $d$ inputs:

$$z = x_1w_1+x_2w_2+\dots+x_dw_d+b \tag{weighted-sum}$$

Shorter: $z=\sum_{i=1}^{d}x_iw_i+b$. The sign $\sum$ says: put $1, 2, \dots$ up to $d$ in the place of $i$, and add everything up. It is a `for` loop.

For many examples and several units at once, the same line reads

$$Z = XW+b \qquad\text{with the shapes}\qquad (n,d)\,(d,k)+(k) = (n,k) \tag{affine}$$

Row $i$, column $j$ of $Z$ is the weighted sum of example $i$ with the weights of unit $j$, plus the bias of this unit: $b$ has one number for each unit, added to every row.

Now write [number 1](../exercises/00_instruments/00_instruments.ipynb#cell-id=weighted_sum) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:weighted-sum"]
# check: weighted-sum
x, w, b = np.array([2.0, -1.0, 3.0]), np.array([0.5, 2.0, 1.0]), -1.0
assert nnlib.weighted_sum(x, w, b) == x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b == 1

# %% jupyter={"source_hidden": true} tags=["eq:affine"]
# check: affine
rng = np.random.default_rng(0)
X, W, b = rng.normal(size=(3, 2)), rng.normal(size=(2, 4)), rng.normal(size=4)
Z = X @ W + b
assert Z.shape == (3, 4)
for i in range(3):
    for j in range(4):
        assert np.isclose(Z[i, j], nnlib.weighted_sum(X[i], W[:, j], b[j]))

# %% [markdown]
r"""
### The slope

The slope of the secant, as a formula:

$$\text{slope to one side} = \frac{f(x+h)-f(x)}{h} \tag{one-side}$$

The true slope, the derivative, is written $f'(x)$, say "f prime of x". At each $x$ it is the number that the secants approach when $h$ shrinks, so it is a function, too:

$$f'(x) = \lim_{h\to0}\frac{f(x+h)-f(x)}{h} \tag{derivative}$$

The word *lim*, short for **limit**, means "what this comes as close to as you like". For $x^2$, school algebra shows it:

$$\frac{(x+h)^2-x^2}{h} = \frac{x^2+2xh+h^2-x^2}{h} = 2x+h \tag{square}$$

When $h$ shrinks, $2x$ stays. At $x=1$ the slope of the secant is $2+h$: the 3, 2.5 and 2.1 from above. It comes as close to **2** as you like. So the slope of $x^2$ is $2x$, and the error of one side is $h$.
"""

# %% jupyter={"source_hidden": true} tags=["eq:one-side"]
# check: one-side
x = 1.0
for h, slope in ((1.0, 3.0), (0.5, 2.5), (0.1, 2.1)):
    secant = ((x + h) ** 2 - x**2) / h
    from_the_middle = nnlib.central_difference(lambda t: t**2, x + h / 2, h / 2)
    assert np.isclose(secant, slope) and np.isclose(from_the_middle, slope)

# %% jupyter={"source_hidden": true} tags=["eq:derivative"]
# check: derivative
f, slope = np.exp, np.exp(0.5)
distance = [abs((f(0.5 + h) - f(0.5)) / h - slope) for h in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)]
assert np.all(np.diff(distance) < 0) and distance[-1] < 1e-6

# %% jupyter={"source_hidden": true} tags=["eq:square"]
# check: square
for x in (-2.0, 0.5, 3.0):
    for h in (1.0, 0.1, 1e-3):
        assert np.isclose(((x + h) ** 2 - x**2) / h, 2 * x + h)

# %% [markdown]
r"""
### Why both sides are better

Take $x^3$, and a step to each side. To the right, $(x+h)^3=x^3+3x^2h+3xh^2+h^3$ (multiply $x^2+2xh+h^2$ once more by $x+h$); to the left, with $-h$, the second and the fourth part change their sign. Subtract:

$$(x+h)^3-(x-h)^3 = 6x^2h+2h^3 \tag{cube}$$

Divide by the run, $2h$, and $3x^2+h^2$ is left. Let $h$ shrink: the true slope is $3x^2$, so the error is $h^2$: with $h=0.1$, the $0.01$ in $12.01$. One side would have given $3x^2+3xh+h^2$. The part $3xh$ comes from the **curvature**, that is, from how the curve bends away from a straight line. It lifts both ends by the same amount, so it cancels when you subtract.

<details><summary>Why this holds for every smooth curve (Taylor's formula)</summary>

Near a point, a smooth curve is built from these parts:

$$f(x+h) = f(x)+h\,f'(x)+\frac{h^2}{2}f''(x)+\frac{h^3}{6}f'''(x)+\cdots \tag{taylor}$$

The slope of the slope is $f''$, here called the curvature, and $f'''$ is the slope of that. When $h$ is small, the first part that does not cancel decides. To one side, subtract $f(x)$ and divide by $h$, and the curvature is left:

$$\text{slope to one side}-f'(x) \approx \frac h2\,f''(x) \tag{error-one-side}$$

To the left, only the parts with $h$ and $h^3$ change their sign. Subtract, and the height and the curvature cancel:

$$\text{slope to both sides}-f'(x) \approx \frac{h^2}{6}\,f'''(x) \tag{error-both-sides}$$

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:cube"]
# check: cube
for x in (-2.0, 0.5, 2.0):
    for h in (1.0, 0.1):
        assert np.isclose((x + h) ** 3 - (x - h) ** 3, 6 * x**2 * h + 2 * h**3)
        assert np.isclose(nnlib.central_difference(lambda t: t**3, x, h), 3 * x**2 + h**2)
        assert np.isclose(((x + h) ** 3 - x**3) / h, 3 * x**2 + 3 * x * h + h**2)

# %% jupyter={"source_hidden": true} tags=["eq:taylor"]
# check: taylor
x, slope, curvature, third = 0.7, np.cos(0.7), -np.sin(0.7), -np.cos(0.7)
for h in (0.3, 0.1, 0.03, -0.03, -0.1):
    forecast = np.sin(x) + h * slope + h**2 / 2 * curvature + h**3 / 6 * third
    assert abs(np.sin(x + h) - forecast) <= h**4 / 24

# %% jupyter={"source_hidden": true} tags=["eq:error-one-side"]
# check: error-one-side
for x in (0.7, -1.2, 2.0):
    for h in (1e-2, 1e-3):
        error = (np.sin(x + h) - np.sin(x)) / h - np.cos(x)
        assert abs(error - h / 2 * -np.sin(x)) < h**2

# %% jupyter={"source_hidden": true} tags=["eq:error-both-sides"]
# check: error-both-sides
for x in (0.7, -1.2, 2.0):
    for h in (1e-1, 1e-2):
        error = nnlib.central_difference(np.sin, x, h) - np.cos(x)
        assert abs(error - h**2 / 6 * -np.cos(x)) < h**4
assert nnlib.central_difference(lambda t: t**2, 3.0, h=1.0) == 6

# %% [markdown]
r"""
### Why small steps are worse

In float64, a computer rounds every number to about 16 digits. The first number after 1 that it can store is $1+\varepsilon$ (*epsilon*), with

$$\varepsilon = 2^{-52} \approx 2.2\cdot10^{-16} \tag{eps}$$

So the two heights are rounded, and so are the points $x+h$ and $x-h$ themselves. When you subtract almost equal heights, the digits they share cancel, but the rounding stays. Dividing by a tiny number makes it *huge*. For heights of about 1:

$$\text{rounding error} \approx \frac{\varepsilon}{h} \tag{rounding}$$

For heights of about 1000 it can be a thousand times larger.

Here are the measured errors: they fall and then rise, like a V. On its left arm the shape of the curve decides (for $\sin x$ at most $h^2/6$, as the folded proof shows), on its right arm rounding.
"""

# %%
plots.TWO_ARMS.show()

# %% [markdown]
r"""
Now write [number 2](../exercises/00_instruments/00_instruments.ipynb#cell-id=central_difference) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:eps"]
# check: eps
eps = 2.0**-52
assert np.nextafter(1.0, 2.0) == 1 + eps and 2.2e-16 < eps < 2.3e-16
assert 1 + eps > 1 and 1 + eps / 2 == 1

# %% jupyter={"source_hidden": true} tags=["eq:rounding"]
# check: rounding
eps, points = np.finfo(float).eps, np.linspace(-2, 2, 81)
for h in 10.0 ** -np.arange(7, 15):
    error = nnlib.central_difference(np.sin, points, h) - np.cos(points)
    assert 0.1 < np.abs(error).max() / (eps / h) < 1.5
    high = nnlib.central_difference(lambda t: 1000 + np.sin(t), points, h) - np.cos(points)
    assert 50 < np.abs(high).max() / (eps / h) < 1500

# %% [markdown]
r"""
### Two machines in a row

A network is a row of machines: the output of one is the input of the next. You can measure the slope of each machine alone. Can you get the slope of two in a row from them?
"""


# %%
def first(x):
    return x * x


def second(u):
    return 1 / (1 + u)


x = 0.8
slope_1 = nnlib.central_difference(first, x)
slope_2 = nnlib.central_difference(second, first(x))
together = nnlib.central_difference(lambda x: second(first(x)), x)
print(slope_1, slope_2, slope_1 * slope_2, together)

# %% [markdown]
r"""
The last two numbers agree to ten digits, as far as the instrument reaches. Move $x$ by a small $h$: the first output moves by its slope times $h$, and the second by *its* slope times that. So slopes of machines in a row **multiply**. Call the first machine $f$ and the second $g$:

$$\bigl(g(f(x))\bigr)' = g'\bigl(f(x)\bigr)\cdot f'(x) \tag{chain}$$

This is the **chain rule**. The second slope is taken at $f(x)$, the second machine's input, and not at $x$.
"""


# %% jupyter={"source_hidden": true} tags=["eq:chain"]
# check: chain
def chained(x):
    return 1 / (1 + x * x)


for x in (-1.5, -0.2, 0.8, 1.1):
    outer = nnlib.central_difference(lambda u: 1 / (1 + u), x * x)
    inner = nnlib.central_difference(lambda t: t * t, x)
    assert abs(nnlib.central_difference(chained, x) - outer * inner) < 1e-9
    assert not np.isclose(nnlib.central_difference(lambda u: 1 / (1 + u), x), outer)

# %% [markdown]
r"""
For chapters 3 and 5 you need powers of $e\approx2.718$: $e^2=e\cdot e$, and so on; between the whole numbers, the curve $e^x$ fills the gaps. $e^{-x}$ means $1/e^x$. When you multiply, the exponents add: $e^a\cdot e^b=e^{a+b}$.

The **logarithm** $\ln x$ asks backwards: $e$ to *which* power gives $x$? So $\ln1=0$ and $\ln e=1$; $\ln2\approx0.69$ and $\ln3\approx1.10$. Because $6=2\cdot3$ and exponents add, $\ln6=\ln2+\ln3\approx1.79$, and $\ln8=\ln(2^3)$ is three times $\ln 2$, about $2.08$. With letters, for positive $a$ and $b$: $\ln(ab)=\ln a+\ln b$, $\ln(a^m)=m\ln a$ and $\ln\frac1a=-\ln a$. Measure the slopes of $e^x$, $\ln x$ and $\frac1x$.
"""

# %%
for x in (0.5, 1.0, 2.0):
    slopes = [nnlib.central_difference(f, x) for f in (np.exp, np.log, lambda t: 1 / t)]
    print(f"at {x}:  {slopes[0]:.5f} {np.exp(x):.5f}   {slopes[1]:.5f}   {slopes[2]:.5f}")

# %% [markdown]
r"""
The first two columns are the slope of $e^x$, and $e^x$ itself: they agree, and $e$ is the number for which they do. Compare the third, the slope of $\ln x$, with $\frac1x$, and the fourth, the slope of $\frac1x$, with $-\frac1{x^2}$.

$$(e^x)' = e^x, \qquad (\ln x)' = \frac1x\ \ (x>0), \qquad \Bigl(\frac1x\Bigr)' = -\frac1{x^2}\ \ (x\ne0) \tag{three-slopes}$$
"""

# %% jupyter={"source_hidden": true} tags=["eq:three-slopes"]
# check: three-slopes
for x in (0.3, 1.0, 2.5):
    assert np.isclose(nnlib.central_difference(np.exp, x), np.exp(x))
    assert np.isclose(nnlib.central_difference(np.log, x), 1 / x)
    assert np.isclose(nnlib.central_difference(lambda t: 1 / t, x), -1 / x**2)
    assert np.isclose(np.exp(x) * np.exp(0.7), np.exp(x + 0.7))
    assert np.isclose(np.log(x * 0.7), np.log(x) + np.log(0.7))
    assert np.isclose(np.log(1 / x), -np.log(x)) and np.isclose(np.log(x**3), 3 * np.log(x))
assert [round(np.log(a), 2) for a in (2, 3, 6, 8)] == [0.69, 1.1, 1.79, 2.08]
assert np.log(1) == 0 and np.isclose(np.log(np.e), 1) and np.isclose(np.exp(-2), 1 / np.e**2)

# %% [markdown]
r"""
### Many slopes at once

A function of many numbers has one slope for each of them. Read $\partial f/\partial x_1$ as "the slope of $f$ **with respect to** x one": the round $\partial$ says that only this one number moves.

$$\nabla f = \left(\frac{\partial f}{\partial x_1}, \frac{\partial f}{\partial x_2}, \dots, \frac{\partial f}{\partial x_d}\right) \tag{gradient}$$

This list of all slopes is the **gradient** $\nabla f$ (say "nabla f"), and it has the shape of the input: if the numbers stand in a table, so do the slopes. To measure it, walk through the entries one by one: move one entry up, look; move it down, look; **put it back**, or every later slope is measured at the wrong place.

Now write [number 3](../exercises/00_instruments/00_instruments.ipynb#cell-id=numerical_gradient) of the exercise. Then go back to the 20 weights from the beginning. Where a slope is positive, a larger weight makes `how_wrong` worse. So each step moves each weight by 0.2 times its slope, with the opposite sign. 100 steps cost 4,000 calls, two for every weight and step, as many as the random tries.
"""


# %% jupyter={"source_hidden": true} tags=["eq:gradient"]
# check: gradient
def f(x1, x2):
    return x1**2 + 3 * x1 * x2


first = nnlib.central_difference(lambda x1: f(x1, 1.0), 2.0)
second = nnlib.central_difference(lambda x2: f(2.0, x2), 1.0)
together = nnlib.numerical_gradient(lambda x: f(*x), np.array([2.0, 1.0]))
assert np.allclose(together, [first, second])
assert np.allclose(together, [2 * 2.0 + 3 * 1.0, 3 * 2.0])

# %%
w = np.zeros(20)
for _ in range(100):
    w = w - 0.2 * nnlib.numerical_gradient(how_wrong, w)
print(f"before {how_wrong(np.zeros(20)):.2f}, after 100 steps {how_wrong(w):.7f}")

# %% [markdown]
r"""
The random tries ended at 0.06; with slopes, the error is thousands of times smaller. Not quite a fair duel: if the random changes shrink from 0.3 to 0.0003 on the way, they do as well here. But somebody must plan that; slopes shrink by themselves. For a million weights, one single step would need two million calls. Chapter 7 has a much faster way; from then on the instrument only checks slopes.
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
calls = []


def counted(w):
    calls.append(how_wrong(w))
    return calls[-1]


w = np.zeros(20)
for _ in range(100):
    w = w - 0.2 * nnlib.numerical_gradient(counted, w)
assert len(calls) == 4000 and how_wrong(w) < 2e-5 and least / how_wrong(w) > 2000
for seed in range(3):
    rng, w = np.random.default_rng(seed), np.zeros(20)
    for t in range(4000):
        guess = w + 0.3 * 0.001 ** (t / 4000) * rng.normal(size=20)
        w = min(w, guess, key=how_wrong)
    assert how_wrong(w) < 1e-5
assert 25 < sum(t < 100 for t in helped) < 45 and sum(t >= 2000 for t in helped) < 4

# %% [markdown]
r"""
## Write it

Next is [number 4](../exercises/00_instruments/00_instruments.ipynb#cell-id=relative_error), `relative_error`; the last one follows the bug hunt below.

**[Exercise 0: five functions, 10 points](../exercises/00_instruments/00_instruments.ipynb)**

If a check says that **Numba** cannot *compile* a line (translate it into machine code), it also says what to write instead.

Here is a slope meter with a mistake: it steps to one side only, but was asked for both.
"""


# %%
def my_slope(f, x, h=1e-5):
    return (f(x + h) - f(x)) / h


check(my_slope, exercise="central_difference")

# %% [markdown]
r"""
The word in brackets names a **slip**, that is, a mistake that others have made before you. Otherwise the check shows the first place where your number is wrong. Compute it by hand.

Give your function to the widget; the book's error curve is the broad band. From which step on is one side as good as both?
"""

# %%
plots.h_slider(functions={"central_difference": my_slope})

# %% [markdown]
r"""
<details><summary>Answer</summary>

From about $k=8$ on: there the error of one side, about $3h$, has become as small as the rounding error, which both have.

</details>

When all checks show ✓, press the *Keep* buttons under them, or open a terminal (*File → New → Terminal*): `nnlib keep 00_instruments` keeps all at once. Your functions then stand in `mine.py`, a plain file that belongs to you. Later chapters use them and say "yours".

## Break it: a bug hunt

Four colleagues each bring a function, and a formula for its slope. At least one formula is wrong. Measure: whose, and where? As the cell stands, everybody looks innocent. Change `x`. Then set `x` to 1.3 and `h` to `1e-15`: who is guilty *now*?
"""


# %%
def cube(x):
    return abs(x) ** 3


def cube_slope(x):
    return 3 * x**2


def wave(x):
    return np.sin(x**2)


def wave_slope(x):
    return x * np.cos(x**2)


def bowl(x):
    return x**2 / (1 + x**2)


def bowl_slope(x):
    return 2 * x / (1 + x**2) ** 2


def root(x):
    return np.sqrt(1 + x**2)


def root_slope(x):
    return x / np.sqrt(1 + x**2)


SUSPECTS = {
    "cube": (cube, cube_slope),
    "wave": (wave, wave_slope),
    "bowl": (bowl, bowl_slope),
    "root": (root, root_slope),
}

# %%
x, h = 0.0, 1e-5

for name, (f, slope) in SUSPECTS.items():
    measured = nnlib.central_difference(f, x, h)
    error = nnlib.relative_error(measured, slope(x))
    print(
        f"{name:5} measured {measured:9.6f}   formula {slope(x):9.6f}   relative error {error:.0e}"
    )

# %% [markdown]
r"""
<details><summary>Who is guilty?</summary>

**Wave** lacks a factor of 2: the slope of $\sin u$ is $\cos u$, and the inner machine $x^2$ has the slope $2x$, not $x$. At $x=0$ both are 0. Set `x = 0.5`.

**Cube** is right for every positive $x$. On the left, the curve $|x|^3$ goes down, and the formula says up. Set `x = -1.0`.

**Bowl** and **root** are innocent. With `h = 1e-15` everybody looks guilty, because then the *instrument* is wrong. Check it before you accuse a formula.

</details>

Now write [number 5](../exercises/00_instruments/00_instruments.ipynb#cell-id=find_disagreement): a detective that tries many places for you.
"""


# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
def far_off(name, x, h=1e-5):
    f, slope = SUSPECTS[name]
    return nnlib.relative_error(nnlib.central_difference(f, x, h), slope(x)) > 1e-6


assert not any(far_off(name, 0.0) for name in SUSPECTS)
assert all(slope(0.0) == 0 for _, slope in SUSPECTS.values())
assert [name for name in SUSPECTS if far_off(name, 0.5)] == ["wave"]
assert [name for name in SUSPECTS if far_off(name, -1.0)] == ["cube", "wave"]
assert all(far_off(name, 1.3, 1e-15) for name in SUSPECTS)
errors = [
    [abs(slope(lambda x: x * x * x, 1.0, 10.0**-k) - 3) for k in (5, 6, 7, 9, 10, 11)]
    for slope in (my_slope, nnlib.central_difference)
]
ratio = np.divide(errors[0], errors[1])
assert ratio[:3].min() > 50 and ratio[3:].max() < 50

# %% [markdown]
r"""
## Use it

### A fair check of a slope

1. **Float64, both sides, $h=10^{-5}$.**
2. **Random numbers, not round ones.** At 0 and at 1 many mistakes hide.
3. **Sizes that are all different**, so that a table the wrong way round crashes.
4. **Away from kinks**, places where a curve turns suddenly. There the two sides have different slopes, and the instrument mixes them.
5. **Compare by relative error.** Below $10^{-6}$ is agreement. But the relative error of a tiny measurement and 0 is 1, so where the true slope is 0, take another place.
6. **The input must be unchanged afterwards.**

Here is such a check. Its formula will be yours by chapter 7.
"""

# %%
rng = np.random.default_rng(0)
X, W, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
formula = 2 * X.T @ (X @ W + b)
measured = nnlib.numerical_gradient(lambda W: np.sum((X @ W + b) ** 2), W)
print(f"shape {measured.shape}, relative error {nnlib.relative_error(formula, measured):.0e}")

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
assert nnlib.relative_error(formula, measured) < 1e-6
flat = nnlib.central_difference(lambda x: x**3 - 3 * x, 1.0)
assert 1e-11 < abs(flat) < 1e-9 and nnlib.relative_error(flat, 3 * 1.0**2 - 3) == 1

# %% [markdown]
r"""
### The letters of this book

Look here for letters that you do not know.

| letter | shape | what it is |
|---|---|---|
| $n,\ d,\ k$ | | number of examples, of inputs, of outputs |
| $B,\ L$ | | examples in one batch, layers |
| $X$ | $(n,d)$ | the inputs, **one row for each example** |
| $W,\ b$ | $(d,k),\ (k)$ | weights and biases; `W[i, j]` leads from input $i$ to unit $j$ |
| $Z$ | $(n,k)$ | weighted sums plus biases, $Z=XW+b$ |
| $A$ | $(n,k)$ | what comes out of a layer, $A=\varphi(Z)$; the input counts as layer 0 |
| $\varphi,\ \sigma,\ H$ | | any activation; the sigmoid; the step, with $H(0)=1$ |
| $W^{[l]}$ | $(d_{l-1},d_l)$ | the weights of layer $l$; the number in brackets is a name, not a power |
| $\ell,\ J$ | | the loss of one example; the cost, the mean of the losses |
| $\eta$ | | the learning rate, `lr` in code |
| `dout` | as the output | the slopes that arrive from above, the **upstream** gradient |
| `dZ`, `dW`, ... | as $Z$, $W$, ... | slopes of $J$ with respect to $Z$, $W$, ... |

<details><summary>Other books, other letters: a small dictionary</summary>

Some books put each example into a *column*. With one row of weights for each unit they write $z=Wx+b$, with one column $z=W^{\mathsf T}x+b$: the same sum. PyTorch keeps weights of shape `(k, d)`, Keras and this book `(d, k)`. Some notes write $w^{(k)}$ for the weights that *leave* layer $k$, and call the input layer 1: their $w^{(2)}$ is also our $W^{[2]}$, but their $a^{(3)}$ is our $A^{[2]}$.

</details>

## Errata: find the slip

This book grew out of lecture notes. Each chapter ends with their slips.

<!-- notes: 001 [19-20] -->
**The slip.** The notes explain the derivative of $f$ as "the change of $f$ when $x$, $y$ have changed by 1". Take $f=x^2$ at $x=3$. Its derivative is 6. How much does $f$ change when $x$ grows by 1? Name a kind of function for which the notes would be right.
"""

# %%
f, x = (lambda x: x**2), 3.0
print(f(x + 1) - f(x), nnlib.central_difference(f, x))

# %% [markdown]
r"""
<details><summary>The answer</summary>

It changes by 7, and not by 6:

$$(x+1)^2-x^2 = 2x+1 \ne 2x \tag{slip}$$

The derivative is a *rate*: "20 kilometres per hour" says how fast you go *now*, not where you will be in an hour. On a straight line the two are the same everywhere, on nearly every other curve they are not. In the notes the sentence stands beside $q=x+y$ and $f=q\cdot z$. There $f$ is a straight line in each letter alone, so if one letter changes, the sentence is true.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:slip"]
# check: slip
for x in (-2.0, 0.0, 3.0):
    assert np.isclose((x + 1) ** 2 - x**2, 2 * x + 1)
    assert np.isclose(nnlib.central_difference(lambda t: t**2, x), 2 * x)
    assert not np.isclose((x + 1) ** 2 - x**2, nnlib.central_difference(lambda t: t**2, x))
    assert np.isclose(nnlib.central_difference(lambda q: q * 4.0, x), (x + 1) * 4.0 - x * 4.0)

# %% [markdown]
r"""
## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "A measured slope is only an approximation, so it proves nothing." | It is often right to nine digits, and a lost factor of 2 or a wrong sign shows in the very first digit. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| weight, weighted sum, bias | 가중치, 가중합, 편향 | inputs times weights, added up; then plus the bias |
| slope | 기울기 | rise divided by run |
| derivative (at one point) | 미분계수(순간변화율) | the slope of a curve at one point |
| derivative (as a function) | 도함수 | this slope, for every point |
| chain rule | 연쇄 법칙 | slopes of machines in a row multiply |
| logarithm | 로그, 자연로그 | $e$ to which power? |
| curvature | 이계도함수 $f''$ (곡률과는 다름) | the slope of the slope |
| secant | 할선 (기울기: 평균변화율) | the line through two points of a curve |
| tangent | 접선 | the line that follows the curve most closely |
| limit | 극한 | what you come as close to as you like |
| forward difference | 전진 차분, 전방 차분 | a slope measured to one side |
| central difference | 중심 차분, 중앙 차분 | a slope measured to both sides |
| gradient | 그래디언트 (많은 책에서는 그냥 기울기) | all slopes as one list |
| partial derivative, slope of $f$ with respect to $x$ | 편미분계수, $x$에 대한 $f$의 기울기 | only $x$ moves, and $f$ answers |
| matrix product | 행렬 곱 | rows of the first times columns of the second |
| broadcasting | 브로드캐스팅 | NumPy stretches arrays until their shapes agree (sometimes both) |
| rounding error | 반올림 오차 | what is lost after 16 digits |
| relative error | 상대 오차 | the difference as a share of the larger size |

## Five questions to remember

**1.** Why can you not compute rise over run at a single point?

<details><summary>Answer</summary>

The run is 0, and you cannot divide by 0.

</details>

**2.** Why is a step of $10^{-13}$ worse than one of $10^{-5}$?

<details><summary>Answer</summary>

Subtracting almost equal heights leaves mostly rounding, and dividing by a tiny number makes it large.

</details>

**3.** You make the step ten times smaller, from 0.1 to 0.01. What happens to the error to one side, and to both sides?

<details><summary>Answer</summary>

To one side it is divided by about ten, to both sides by about a hundred: the curvature cancels.

</details>

**4.** `X` has shape `(5, 3)` and `W` has shape `(3, 2)`. What are the shapes of `X @ W` and of a bias for it? What about `W @ X`?

<details><summary>Answer</summary>

`X @ W` has shape `(5, 2)`, and the bias has shape `(2,)`. `W @ X` is refused: the inner sizes are 2 and 5.

</details>

**5.** Your formula and the instrument agree at $x=0$. Is the formula right?

<details><summary>Answer</summary>

You do not know: where the slope is 0, a missing factor is invisible. Try random points.

</details>
"""

# %% [markdown] tags=["recall"]
r"""
### What you predicted

This is what you said before you looked. Where you were wrong: what had you not seen? Say it in one sentence.
"""

# %% jupyter={"source_hidden": true} tags=["recall"]
# what you predicted
plots.look_back("Best step", "float32", "W @ X")

# %% [markdown]
r"""
## Where this leads

The weighted sum becomes a neuron. Your slope meter checks slopes from chapter 3 on.

**Next:** [1 · Perceptron](01_perceptron.ipynb)
"""
