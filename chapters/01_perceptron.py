# %% [markdown]
r"""
# 1 · Perceptron: can a threshold learn?

Take a machine that can only add up numbers and say *yes* or *no*. When it is wrong, it changes three numbers, by a rule that fits into one sentence. Can it find the right numbers by itself? That machine is the **perceptron**. Frank Rosenblatt published it in 1958, first as a program; two years later it was a machine of its own.

**You need:** the weighted sum (chapter 0). **Time:** about an hour and a half, with a pencil.
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import owner, yours

# %% [markdown]
r"""
## Before you look

All numbers of a unit are 0. It has to learn AND: output 1 if both inputs are 1, otherwise 0. It goes through the rows (0, 0), (0, 1), (1, 0), (1, 1), again and again, and corrects itself a little whenever it is wrong. How many corrections until all four are right?

- **A** fewer than 20
- **B** about 100
- **C** nobody can say: it may go on forever
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Corrections", "ABC", answer="A")

# %% [markdown]
r"""
## See it

### A cell and a unit

In 1943 the doctor Warren McCulloch and the young logician Walter Pitts described a very simple machine, with nerve cells in mind. If enough signals come in, the cell **fires**: it outputs 1. If not, it is silent: 0. In their machine, every exciting synapse, a place where one cell touches the next, counts the same, and one inhibiting signal is enough to keep the cell silent. In later machines some signals count more than others, and Rosenblatt let the machine find out *how much* more.
"""

# %%
plots.NEURON.show()

# %% [markdown]
r"""
Parts with the same role have the same number in both drawings. The synapse, number 2, plays the role of the **weight**. The box with the step is the **threshold**, which gives the **threshold logic unit** (TLU or LTU) its name. Two such **step functions** are in use; the book's units use the left one.
"""

# %%
plots.THRESHOLDS.show()

# %% [markdown]
r"""
### Move the line yourself

Each example is a point, and the unit divides the plane by a straight line, the **decision boundary**. The arrow **w** stands on it at a right angle (it is a **normal vector**) and points to the side where it fires. Circles should fire (class 1), squares should be silent (class 0). A cross marks every point that is on the wrong side.

1. **By hand.** Press AND. Drag the tip of the arrow to turn the line, drag the line to shift it, until no cross is left.
2. **By itself.** Press "start again", then "next example", and read the sentence each time. Then "until it settles".
3. Now try OR (1 if at least one input is 1), NAND (the opposite of AND) and two clouds. Move or flip a point, add your own.
"""

# %%
plots.perceptron_board()

# %% [markdown]
r"""
<details><summary>What you should have seen</summary>

AND settles after 11 corrections, one for each mistake: the machine goes through the rows six times, the sixth time without a mistake. OR needs 5 corrections and NAND 10. The line jumps, and even leaves the picture, because every correction helps with *one* point and may harm another.

</details>

One pass through all rows is called an **epoch**. One button is left: **XOR**, fire if exactly one input is 1. A second guess:

- **A** it needs longer, but it settles
- **B** it stops at a line with a single mistake
- **C** it never stops changing
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("XOR", "ABC", answer="C")

# %% [markdown]
r"""
Try it on the board above. The board gives up after 100 epochs; from the third on, each has 4 mistakes.

### Four gates

Functions of yes and no are called **gates**. Here are four, XOR among them. In which of the pictures can a ruler separate the circles from the squares?
"""

# %%
plots.CORNER_PLANES.show()

# %% [markdown]
r"""
In all but XOR. Leave XOR aside now, and take NOR in its place, which outputs 1 at (0, 0) only. Build the four from numbers. A light goes on, and stays on, when the unit is that gate *and* no corner lies on the line. Can you light all four?
"""

# %%
plots.gate_builder()

# %% [markdown]
r"""
<details><summary>A hint, if one light stays dark</summary>

Two of the gates are the opposites of the two others. What does the arrow do if you change the sign of all three numbers?

</details>

The two weights are the arrow **w**, which gives the line its *direction*. The bias $b$ *shifts* the line. Call the weighted sum plus the bias $z$: it is 0 on the line and grows as you walk along the arrow.
"""

# %%
plots.PLANE.show()

# %% [markdown]
r"""
### On the line

What if the sum is exactly 0? The book says: **at 0, the unit fires**. Third guess. The unit with $w=(1,1)$ and $b=-1$ is OR. Now change "fires if $z\ge0$" to "fires if $z>0$". It is

- **A** still OR: such a detail does not matter
- **B** AND
- **C** no gate at all
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("≥ becomes >", "ABC", answer="B")

# %% [markdown]
r"""
Set the bias to −1 and use the switch. At which biases does it change nothing?
"""

# %%
plots.tie_switch()

# %% [markdown]
r"""
<details><summary>Answer</summary>

At all but 0, −1 and −2, where one of the four sums, $b$, $b+1$, $b+1$ and $b+2$, is 0.

</details>

If a point lies on the line, a detail decides. So a careful builder keeps every point at a distance from it. If all points are on the correct side, the distance of the nearest one is called the **margin**.

Now find a unit that is NAND with ≥ and NOR with >: [number 1](../exercises/01_perceptron/01_perceptron.ipynb#cell-id=two_faced) of the exercise.

### One step of the rule

Look at one example.

- If the unit is right, do nothing.
- If it should have fired and did not, **add** the example to w, and add 1 to b.
- If it fired and should not have, **subtract** the example from w, and subtract 1 from b.

Each change is multiplied by the **learning rate** $\eta$ (say "eta"), for now 1.

Fourth guess. The unit has missed a point that should fire, and the rule corrects it once. Is that point right now?

- **A** always
- **B** not always: but its sum has moved in the right direction
- **C** not always: its sum may even move in the wrong direction
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("One correction", "ABC", answer="B")

# %% [markdown]
r"""
Press "Next example". On the left you see the line, and dashed the line before; on the right the arrow $w$ alone: the old one, the change, the new one. When the point is *added*, which way does the arrow turn?
"""

# %%
plots.rule_stepper()

# %% [markdown]
r"""
<details><summary>What you should have seen</summary>

Adding a point turns the arrow *toward* it, and subtracting turns the arrow *away*. With AND, look at rows 4 and 8: the point (1, 1) is added in the first epoch, and in the second it is wrong again. Each correction at (1, 1) moves the sum there by 3 (1 for each input, and 1 for the bias), in the right direction, but corrections for *other* points move it back.

One correction may also be too small: from $b=-10$, the sum of (1, 1) goes to −7, so it is still silent.

</details>

### How long can it take?

Move the gap between the two classes. A formula, proved below, gives a number of mistakes that the machine cannot pass: a **bound**. An open diamond is this bound, a full one how many mistakes were made. Each dot is one more trial, with a different **seed**, the number that starts the random generator.
"""

# %%
plots.margin_slider()

# %% [markdown]
r"""
Here are all trials, ten seeds for each of six gaps, with 40 points each. On both axes, equal distances are equal *factors* (a logarithmic scale).
"""

# %%
plots.BOUNDS.show()

# %% [markdown]
r"""
No dot is above the bound, which is far larger than needed here: with a gap of 0.1 it allows more than 2,000 mistakes, and the worst of ten seeds made 57.

### Many units at once

For several questions, take several units. Write the weights of each as a **column**, and you have the matrix $W$: one row for each input, one column for each unit. Here are three units that the rule has taught AND, OR and NAND.
"""

# %%
plots.OUTPUTS.show()

# %% [markdown]
r"""
Every unit is connected to every *input*, not to other units. Such a layer is called **fully connected**, or **dense**.

## Numbers before letters

**A unit.** Let $w=(2,-1)$ and $b=-1$. For the input $(1,1)$ the sum is $2\cdot1+(-1)\cdot1-1=0$. At 0 the unit fires. For $(0,1)$ the sum is $0-1-1=-2$: silent.

**A correction.** Suppose it should have fired at $(0,1)$. The error is $1-0=1$. So add the point: $w=(2,-1)+(0,1)=(2,0)$ and $b=-1+1=0$. The sum at $(0,1)$ was $-2$ and is now $0$. It has moved by 2, that is, $0^2+1^2$, plus 1 for the bias.

**A whole epoch, from zero, on AND.** In the first row all numbers are 0, so the sum is 0 and the unit fires.

| row | wanted | sum | fires? | error | w afterwards | b afterwards |
|---|---|---|---|---|---|---|
| (0, 0) | 0 | 0 | 1 | −1 | (0, 0) | −1 |
| (0, 1) | 0 | −1 | 0 | 0 | (0, 0) | −1 |
| (1, 0) | 0 | −1 | 0 | 0 | (0, 0) | −1 |
| (1, 1) | 1 | −1 | 0 | 1 | (1, 1) | 0 |

Your turn: do the second epoch by hand. Write down $w$, $b$ and the number of mistakes, and then run the cell.
"""

# %%
X, y = nnlib.logic_gate("and")
w, b, mistakes = nnlib.perceptron_fit(X, y, eta=1, max_epochs=2)
print(w, b, mistakes)

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
w, b = np.array([2.0, -1.0]), -1.0
assert nnlib.weighted_sum([1.0, 1.0], w, b) == 0 and nnlib.tlu_predict([[1.0, 1.0]], w, b) == 1
assert nnlib.weighted_sum([0.0, 1.0], w, b) == -2
v, c = nnlib.perceptron_step(w, b, np.array([0.0, 1.0]), 1, 1.0)
assert v.tolist() == [2, 0] and c == 0 and nnlib.weighted_sum([0.0, 1.0], v, c) == 0

w, b = np.zeros(2), 0.0
table = []
for x, label in zip(X, y):
    z = nnlib.weighted_sum(x, w, b)
    error = label - nnlib.heaviside(z)
    w, b = nnlib.perceptron_step(w, b, x, label, 1.0)
    table.append((z, error, *w, b))
assert table == [(0, -1, 0, 0, -1), (-1, 0, 0, 0, -1), (-1, 0, 0, 0, -1), (-1, 1, 1, 1, 0)]

# %% [markdown]
r"""
## The formulas, and why they are true

### The unit

First the weighted sum plus the bias:

$$z = w_1x_1+w_2x_2+\cdots+w_dx_d+b \tag{sum}$$

Then the threshold, called the **Heaviside step** after Oliver Heaviside:

$$H(z) = \begin{cases} 1 & \text{if } z\ge0 \\ 0 & \text{if } z<0\end{cases} \tag{step}$$

The output is $\hat y = H(z)$. The hat means: this is what the unit *says*. Without the hat, $y$ is what is *wanted*.
"""

# %% jupyter={"source_hidden": true} tags=["eq:sum"]
# check: sum
rng = np.random.default_rng(0)
for d in (1, 2, 5):
    x, w, b = rng.normal(0, 1, d), rng.normal(0, 1, d), rng.normal()
    by_hand = sum(w[i] * x[i] for i in range(d)) + b
    assert np.isclose(nnlib.weighted_sum(x, w, b), by_hand)
    assert nnlib.tlu_predict(x[None, :], w, b)[0] == (by_hand >= 0)

# %% jupyter={"source_hidden": true} tags=["eq:step"]
# check: step
for z in (-3.0, -1e-9, 0.0, 1e-9, 3.0):
    assert nnlib.heaviside(z) == (1 if z >= 0 else 0)

# %% [markdown]
r"""
<details><summary>Some books use the labels −1 and 1, and the sign function instead of the step</summary>

$$\mathrm{sgn}(z) = \begin{cases} 1 & \text{if } z>0 \\ 0 & \text{if } z=0 \\ -1 & \text{if } z<0\end{cases} \qquad H(z)=\frac{\mathrm{sgn}(z)+1}{2}\ \text{ if } z\ne0 \tag{sign}$$

The second part turns one into the other, everywhere *but at 0*: there the fraction is $\tfrac12$, and the book's step is 1.

</details>

Now write [number 2](../exercises/01_perceptron/01_perceptron.ipynb#cell-id=tlu_predict) and [number 3](../exercises/01_perceptron/01_perceptron.ipynb#cell-id=gate_weights) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:sign"]
# check: sign
for z in (-3.0, -1e-9, 0.0, 1e-9, 3.0):
    assert nnlib.sgn(z) == (1 if z > 0 else 0 if z == 0 else -1)
    assert z == 0 or nnlib.heaviside(z) == (nnlib.sgn(z) + 1) / 2

# %% [markdown]
r"""
### Threshold and bias are one knob

You may also say: the unit fires if the weighted inputs reach a threshold $\theta$ ("theta"). Bring it to the other side (the double arrow means: *is the same as*):

$$w_1x_1+w_2x_2 \ge \theta \quad\Longleftrightarrow\quad w_1x_1+w_2x_2+b \ge 0 \quad\text{with } b=-\theta \tag{threshold}$$

So the bias *is* the threshold, with the opposite sign. It is also the weight of one more input that is always 1. That is why the rule adds 1 to $b$ when it adds $x$ to $w$.
"""

# %% jupyter={"source_hidden": true} tags=["eq:threshold"]
# check: threshold
rng = np.random.default_rng(1)
w, theta = rng.normal(0, 1, 2), 0.7
X = rng.normal(0, 1, (50, 2))
reaches = [w[0] * x1 + w[1] * x2 >= theta for x1, x2 in X]
assert 5 < sum(reaches) < 45
assert nnlib.tlu_predict(X, w, -theta).tolist() == reaches
longer = np.column_stack([X, np.ones(50)])
assert nnlib.tlu_predict(longer, np.append(w, -theta), 0.0).tolist() == reaches

# %% [markdown]
r"""
### The arrow and the distance

$$\text{signed distance of } x \text{ from the line} = \frac{w_1x_1+w_2x_2+b}{|w|}, \qquad |w|=\sqrt{w_1^2+w_2^2} \tag{distance}$$

Here $|w|$ is the length of the arrow, by Pythagoras. The distance is positive on the side where the unit fires. For $w=(2,-1)$, $b=-1$ and the point $(0,1)$ it is $-2/\sqrt5\approx-0.89$. If you multiply $w$ and $b$ by the same positive number, the line stays where it is.

<details><summary>Why</summary>

At two points of the line, $z=0$. Subtract: for the step $s$ from one to the other, $w_1s_1+w_2s_2=0$. That is what "at a right angle" means. For example, $w=(2,-1)$ and the step $(1,2)$: $2\cdot1-1\cdot2=0$.

Start on the line and walk the distance $t$ in the direction of $w$. Your step is $t\,w/|w|$, so the sum grows by $t\,(w_1^2+w_2^2)/|w|=t\,|w|$. Divide it by $|w|$, and you have $t$.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:distance"]
# check: distance
rng = np.random.default_rng(2)
assert round(nnlib.weighted_sum([0, 1], [2, -1], -1) / np.sqrt(5), 2) == -0.89
w, b = rng.normal(0, 1, 2), rng.normal()
along = np.array([-w[1], w[0]])
for x in rng.normal(0, 2, (20, 2)):
    distance = (w[0] * x[0] + w[1] * x[1] + b) / np.sqrt(w[0] ** 2 + w[1] ** 2)
    line = -b * w / (w @ w) + np.linspace(-20, 20, 40001)[:, None] * along
    nearest = np.sqrt(((line - x) ** 2).sum(axis=1)).min()
    assert abs(abs(distance) - nearest) < 1e-3
    assert (distance > 0) == (nnlib.tlu_predict(x[None, :], w, b)[0] == 1)

# %% [markdown]
r"""
### The learning rule

$$w_i \leftarrow w_i+\eta\,(y-\hat y)\,x_i \qquad\quad b \leftarrow b+\eta\,(y-\hat y) \tag{rule}$$

Read the bracket first. It is the **error**: 0, 1 or −1. The left arrow means "becomes".

How far does one correction move the sum of the point itself?

$$z_{\text{new}}-z_{\text{old}} = \eta\,(y-\hat y)\,\bigl(|x|^2+1\bigr) \tag{nudge}$$

Each change of a weight, $\eta\,(y-\hat y)\,x_i$, is multiplied by $x_i$ in the sum. That makes $x_1^2+x_2^2+\dots=|x|^2$, and the bias brings the 1. So the sum always moves *toward* what is wanted.

Now write [number 4](../exercises/01_perceptron/01_perceptron.ipynb#cell-id=perceptron_step) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:rule"]
# check: rule
rng = np.random.default_rng(3)
seen = set()
for _ in range(40):
    w, b, x, y, eta = rng.normal(0, 1, 3), rng.normal(), rng.normal(0, 1, 3), rng.integers(2), 0.3
    error = y - nnlib.heaviside(w @ x + b)
    new_w, new_b = nnlib.perceptron_step(w, b, x, y, eta)
    assert np.allclose(new_w, [w[i] + eta * error * x[i] for i in range(3)])
    assert np.isclose(new_b, b + eta * error)
    seen.add(int(error))
assert seen == {-1, 0, 1}

# %% jupyter={"source_hidden": true} tags=["eq:nudge"]
# check: nudge
rng = np.random.default_rng(4)
for _ in range(40):
    w, b, x, y, eta = rng.normal(0, 1, 3), rng.normal(), rng.normal(0, 1, 3), rng.integers(2), 0.3
    old = nnlib.weighted_sum(x, w, b)
    new = nnlib.weighted_sum(x, *nnlib.perceptron_step(w, b, x, y, eta))
    assert np.isclose(new - old, eta * (y - nnlib.heaviside(old)) * ((x**2).sum() + 1))

# %% [markdown]
r"""
### Why it must stop

Suppose that some line is right everywhere, with some room. The perceptron does not know it. Yet if it starts from zero, the number of its mistakes cannot pass a bound, *however long you go on*:

$$\text{number of mistakes} \;\le\; \left(\frac{R}{\gamma}\right)^{2} \tag{novikoff}$$

Here the bias counts as the weight of one more input, a 1. In this larger space the good line becomes a plane through the origin. $\gamma$ ("gamma") is the distance of the nearest example from it, and $R$ is the length of the longest example. Where no such line exists, the formula says nothing.

For example, the unit should repeat $x_1$, whatever $x_2$ is. The four rows become (0, 0, 1), (0, 1, 1), (1, 0, 1) and (1, 1, 1), so $R=\sqrt3$. The unit $w=(1,0)$, $b=-0.5$ has the sums $-0.5$, $-0.5$, $0.5$ and $0.5$, and with the bias, its length is $\sqrt{1+0+0.25}\approx1.12$. So $\gamma=0.5/1.12\approx0.45$. Squared, $\gamma^2=0.25/1.25=0.2$ and $R^2=3$, and the bound is $3/0.2=15$ mistakes. The machine makes 3.

<details><summary>The proof in plain words (Novikoff, 1962)</summary>

The unknown good unit $w^{\star}$ ("w star") has the length 1, bias included, and all its sums are on the correct side of 0, at least $\gamma$ away from it. Watch two numbers, with $\eta=1$.

**How far $w$ has come in the direction of $w^\star$.** Each mistake adds an example whose sum under $w^\star$ is at least $\gamma$, or subtracts one whose sum is at most $-\gamma$. Either way, this number grows by at least $\gamma$. After $k$ mistakes this number is at least $k\,\gamma$.

**How long $w$ is.** Each mistake adds a step no longer than $R$. But the unit was *wrong* there, so the step does not point forward along $w$. If it goes exactly sideways, Pythagoras says that the *square* of the length grows by at most $R^2$; if it goes partly back, by less. So after $k$ mistakes the square is at most $k R^2$.

$$w\cdot w^{\star} \ge k\,\gamma \qquad\qquad |w|^2 \le k\,R^2 \tag{two-numbers}$$

(The dot means: multiply entry by entry, and add up.) You cannot be farther from the start *in one direction* than you are from the start *at all*: $k\,\gamma\le\sqrt k\,R$. Divide by $\sqrt k\,\gamma$ and square: $k\le (R/\gamma)^2$.

Measure $\gamma$ and $R$ with the extra 1, not in the picture without it. There, with one input and the two classes at $-0.01$ and $0.01$, $R/\gamma$ would be 1, but the rule makes two mistakes.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:novikoff"]
# check: novikoff
two = np.array([[-0.01], [0.01]])  # plain distances would allow (0.01 / 0.01)² = 1 mistake
assert nnlib.perceptron_fit(two, np.array([0, 1]), 1, 50)[2] == [2, 0]
X = nnlib.logic_gate("and")[0]
rows, unit = np.column_stack([X, np.ones(4)]), np.array([1, 0, -0.5])
assert (rows @ unit).tolist() == [-0.5, -0.5, 0.5, 0.5] and np.isclose(unit @ unit, 1.25)
R, gamma = np.linalg.norm(rows, axis=1).max(), abs(rows @ unit).min() / np.linalg.norm(unit)
assert np.isclose(R**2, 3) and 0.44 < gamma < 0.46 and np.isclose((R / gamma) ** 2, 15)
assert sum(nnlib.perceptron_fit(X, X[:, 0].astype(int), 1, 50)[2]) == 3

star = np.array([0.6, -0.64, 0.48])  # a unit of length 1, the bias last
for room in (0.05, 0.2, 0.6):
    for seed in range(5):
        rows = np.random.default_rng(seed).normal(0, 1, (60, 3))
        rows[:, 2] = 1
        rows = rows[abs(rows @ star) >= room]
        y = (rows @ star > 0).astype(int)
        gamma, R = abs(rows @ star).min(), np.linalg.norm(rows, axis=1).max()
        _, _, mistakes = nnlib.perceptron_fit(rows[:, :2], y, 1, 5000)
        assert mistakes[-1] == 0 and 0 < sum(mistakes) <= (R / gamma) ** 2

X = np.array([[k >> i & 1 for i in range(5)] for k in range(32)], dtype=float)
y = (X.sum(axis=1) >= 4).astype(int)  # at least four of five
star = np.array([1, 1, 1, 1, 1, -3.5]) / np.hypot(np.sqrt(5), 3.5)
rows = np.column_stack([X, np.ones(32)])
gamma, R = abs(rows @ star).min(), np.linalg.norm(rows, axis=1).max()
mistakes = sum(nnlib.perceptron_fit(X, y, 1, 5000)[2])
assert mistakes == 75 and mistakes <= (R / gamma) ** 2

# %% jupyter={"source_hidden": true} tags=["eq:two-numbers"]
# check: two-numbers
star = np.array([0.6, -0.64, 0.48])
rows = np.random.default_rng(0).normal(0, 1, (60, 3))
rows[:, 2] = 1
rows = rows[abs(rows @ star) >= 0.05]
gamma, R = abs(rows @ star).min(), np.linalg.norm(rows, axis=1).max()
w, k = np.zeros(3), 0
for x in list(rows) * 20:
    before = w
    w, _ = nnlib.perceptron_step(w, 0.0, x, int(x @ star > 0), 1.0)
    k += int((w != before).any())
    assert w @ star >= k * gamma - 1e-9
    assert w @ w <= k * R**2 + 1e-9
assert k > 5

# %% [markdown]
r"""
### The learning rate

Last guess. You let the unit learn AND with the rate 0.25 instead of 1, again from zero. Every correction is four times smaller. The number of corrections is

- **A** four times as large
- **B** larger, but not four times
- **C** exactly the same
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("Rate 0.25", "ABC", answer="C")

# %%
plots.MISTAKES.show()

# %% [markdown]
r"""
<div class="alert alert-info" style="color: #0b3b42">

**The surprise: the same mistakes, in the same epochs: 2, 3, 3, 2, 1, 0.** Only $w$ and $b$ are a quarter of what they were. And a quarter of $w$ and $b$ is *the same line*.

</div>

$$w_{\eta} = \eta\,w_{1} \qquad b_\eta = \eta\,b_1 \qquad\text{from a zero start} \tag{rate}$$

*Why?* At the start both are 0. If the formula holds before an example, both sums have the same sign, so both units are right or both wrong. Then one adds $x$, the other $\eta\,x$, and it still holds.

Only rounding can spoil this. With the rate 0.1, a sum that should be exactly 0 comes out a tiny bit below 0, a point on the line changes sides, and the mistakes become 2, 3, 3, 0. Here it even helps: the machine stops two epochs sooner.

Now write [number 5](../exercises/01_perceptron/01_perceptron.ipynb#cell-id=perceptron_fit) of the exercise. And if you do not start from zero? Then the rate can matter, in [number 6](../exercises/01_perceptron/01_perceptron.ipynb#cell-id=unlucky_start).
"""

# %% jupyter={"source_hidden": true} tags=["eq:rate"]
# check: rate
for name in ("and", "or", "nand", "xor"):
    X, y = nnlib.logic_gate(name)
    w1, b1, mistakes1 = nnlib.perceptron_fit(X, y, 1, 50)
    for eta in (0.25, 2.0, 0.5**10):
        w, b, mistakes = nnlib.perceptron_fit(X, y, eta, 50)
        assert np.array_equal(w, eta * w1) and b == eta * b1 and mistakes == mistakes1

# %% [markdown]
r"""
### The slope is zero

Chapter 0 asked for slopes. Here they are useless: a small change of a weight changes no output (unless a sum is exactly 0), so the number of mistakes has the slope 0.

<details><summary>What the rule walks down instead: the perceptron criterion</summary>

Ask how far the sum of an example is on the wrong side:

$$\ell = -(y-\hat y)\,z \qquad\qquad \frac{\partial \ell}{\partial w_i} = -(y-\hat y)\,x_i \tag{criterion}$$

This $\ell$, the **perceptron criterion**, is 0 for an example that is right, and $|z|$ for one that is wrong. A step of size $\eta$ *against* its slope turns $w_i$ into $w_i+\eta\,(y-\hat y)\,x_i$. That *is* the rule. (Where $z=0$, $\ell$ has a kink, and no slope.)

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:criterion"]
# check: criterion
from functools import partial

rng = np.random.default_rng(5)


def off(w, b, x, y):
    z = nnlib.weighted_sum(x, w, b)
    return -(y - nnlib.heaviside(z)) * z


wrong = 0
for _ in range(60):
    w, b, x, y = rng.normal(0, 1, 3), rng.normal(), rng.normal(0, 1, 3), rng.integers(2)
    z = w @ x + b
    error = y - nnlib.heaviside(z)
    if abs(z) > 0.01:  # away from the kink
        assert np.isclose(off(w, b, x, y), abs(z) if error else 0)
        loss = partial(off, b=b, x=x, y=y)
        assert np.allclose(nnlib.numerical_gradient(loss, w), -error * x, atol=1e-8)
        fires = partial(nnlib.weighted_sum, x, b=b)
        assert np.all(nnlib.numerical_gradient(lambda v, f=fires: nnlib.heaviside(f(v)), w) == 0)
        wrong += int(error != 0)
assert wrong > 10

# %% [markdown]
r"""
### A layer of units

With the examples as rows of $X$ and the units as columns of $W$, one line computes all outputs of all units for all examples:

$$\hat Y = H(XW+b) \tag{layer}$$

And each unit learns by its own error alone. Now write [number 7](../exercises/01_perceptron/01_perceptron.ipynb#cell-id=perceptron_layer_step) of the exercise.
"""

# %% jupyter={"source_hidden": true} tags=["eq:layer"]
# check: layer
rng = np.random.default_rng(6)
X, W, b = rng.normal(0, 1, (7, 3)), rng.normal(0, 1, (3, 4)), rng.normal(0, 1, 4)
Y = nnlib.heaviside(X @ W + b)
for j in range(4):
    assert np.array_equal(Y[:, j], nnlib.tlu_predict(X, W[:, j], b[j]))


# %% [markdown]
r"""
## Write it

**[Exercise 1: seven functions, 20 points](../exercises/01_perceptron/01_perceptron.ipynb)**

Write your rule into the cell below, and the buttons of the board call *your* function. The function that is there now learns only from points that should fire and were silent, and it changes only the weights, never the bias. Try OR, then AND. What can it learn?
"""


# %%
def my_step(w, b, x, y, eta):
    if y == 1 and w @ x + b < 0:
        return w + eta * x, b
    return w, b


plots.perceptron_board("OR", step=my_step)

# %% [markdown]
r"""
<details><summary>What it can learn</summary>

Nothing. It starts with $w=0$ and $b=0$, so every point fires, and no point is ever missed.

</details>

## Break it: a bug hunt

Three colleagues bring a function for the margin of a line, negative if a point is on the wrong side. On the example below all three agree, but at least one is wrong. Find out who, and where.

You have no function to compare with. But you have two **laws**, and a law is an instrument, too:

1. $w$ and $b$ times the same positive number is the same line, so the margin must stay.
2. The line below is right on all points. If you flip the class of one of them, that point is on the wrong side, so the margin must become negative.

Change `scale`. Change `flipped` to 0, 1, 2 or 3.
"""


# %%
def margin_by_ana(X, y, w, b):
    # 2 * label - 1 is 1 for the class 1, and -1 for the class 0
    return min((2 * label - 1) * (w @ x + b) for x, label in zip(X, y))


def margin_by_bora(X, y, w, b):
    return min(abs(w @ x + b) / np.sqrt(w @ w) for x in X)


def margin_by_chan(X, y, w, b):
    side = np.where(y == 1, 1, -1)  # 1 stays 1, 0 becomes -1
    return np.min(side * (X @ w + b)) / np.linalg.norm(w)  # the length of w


SUSPECTS = {"Ana": margin_by_ana, "Bora": margin_by_bora, "Chan": margin_by_chan}

# %%
scale, flipped = 1.0, None

X, y = nnlib.logic_gate("or")
if flipped is not None:
    y[flipped] = 1 - y[flipped]
w, b = scale * np.array([0.6, 0.8]), scale * -0.3

for name, margin in SUSPECTS.items():
    print(f"{name:5} {margin(X, y, w, b):7.4f}")

# %% [markdown]
r"""
<details><summary>Who is guilty?</summary>

**Ana** forgets to divide by the length of $w$, which is 1 in the cell. Set `scale = 3.0`: her margin triples.

**Bora** takes the absolute value, so no distance is ever negative. Set `flipped = 0`: the margin does not change.

**Chan** is innocent.

</details>
"""


# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
def found(name, scale, flipped=None):
    X, y = nnlib.logic_gate("or")
    if flipped is not None:
        y[flipped] = 1 - y[flipped]
    return SUSPECTS[name](X, y, scale * np.array([0.6, 0.8]), scale * -0.3)


assert all(np.isclose(found(name, 1.0), 0.3) for name in SUSPECTS)
assert np.isclose(found("Ana", 3.0), 0.9) and np.isclose(found("Bora", 3.0), 0.3)
assert found("Bora", 1.0, 0) > 0 > found("Ana", 1.0, 0)
assert all(np.isclose(found("Chan", scale), 0.3) for scale in (0.1, 1.0, 3.0))
assert all(found("Chan", 1.0, k) < 0 for k in range(4))

# %% [markdown]
r"""
## Train on your own functions

Once you have run `nnlib keep 01_perceptron`, `yours("perceptron_step")` is *your* function; until then it is the book's. It draws this film, with a ring around the point that was wrong.
"""

# %%
step, fit = yours("perceptron_step"), yours("perceptron_fit")
print(owner(step), owner(fit), sep=", ")
plots.FILM.show(step=step)

# %% [markdown]
r"""
In the last picture the line goes right *through* the point (1, 1). The machine stops as soon as it makes no mistake: it has found *a* line, not a good one. And your `perceptron_fit`, on all gates:
"""

# %%
for name in ("and", "or", "nand", "xor"):
    X, y = nnlib.logic_gate(name)
    w, b, mistakes = fit(X, y, 1.0, 12)
    print(f"{name:5} w {w}  b {b:4.1f}  mistakes {mistakes}")

# %% [markdown]
r"""
### From 2 inputs to 64

A small picture of 8 × 8 pixels is a list of 64 numbers. One unit with 64 weights has to tell the digit 0 from the digit 1. A hundred pictures are put aside for the end: the unit never learns from them. You can no longer see a line, but you can put each weight back where its pixel was.
"""

# %%
plots.PIXELS.show(fit=fit)

# %% [markdown]
r"""
Purple with a plus: ink here counts for a 1. Orange with a minus: for a 0. The unit found this by adding and subtracting the few pictures on which it was wrong.

Which pair takes the unit longer to learn: 3 and 8, or 1 and 8? For each pair there are five seeds, and each puts different pictures aside.
"""

# %%
plots.PIXELS.show(pair=(3, 8), fit=fit)
plots.PIXELS.show(pair=(1, 8), fit=fit)

# %% [markdown]
r"""
1 and 8 take longer: 135 to 273 corrections, against 37 to 80. On new pictures the two pairs come out almost alike, with 96 to 100 of 100 right. In the weights of 3 and 8 the dark plus signs stand on the left, where an 8 is closed and a 3 is open.
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
for name, w, b, corrections in (
    ("and", [2, 1], -3, 11),
    ("or", [1, 1], -1, 5),
    ("nand", [-2, -1], 2, 10),
):
    X, y = nnlib.logic_gate(name)
    learned, bias, mistakes = nnlib.perceptron_fit(X, y, 1, 100)
    assert (learned.tolist(), bias, sum(mistakes), mistakes[-1]) == (w, b, corrections, 0)
    assert (X @ learned + bias == 0).any()  # a point on the line
assert nnlib.perceptron_fit(*nnlib.logic_gate("and"), 1, 100)[2] == [2, 3, 3, 2, 1, 0]
assert nnlib.perceptron_fit(*nnlib.logic_gate("xor"), 1, 100)[2] == [3, 3] + [4] * 98
ends = [nnlib.perceptron_fit(*nnlib.logic_gate("xor"), 1, epochs)[:2] for epochs in range(1, 9)]
ends = [(w.tolist(), b) for w, b in ends]
assert ends[0] != ends[1] and all(end == ends[1] for end in ends[2:])
assert 31.5 < np.sqrt(1000) < 32.5
both = [frame for frame in plots.FILM.data().corrections if frame.row == 3]
assert [(frame.turn, frame.error) for frame in both[:2]] == [(1, 1), (2, 1)]
assert [plots.TIE.data(-1.0, at_zero).gate for at_zero in (True, False)] == ["OR", "AND"]
assert [plots.TIE.data(-0.5, at_zero).gate for at_zero in (True, False)] == ["OR", "OR"]
found, _ = plots.BOUNDS.data()
assert all(one.mistakes <= one.bound for trials in found.values() for one in trials)
assert max(one.mistakes for one in found[0.1]) == 57 and min(one.bound for one in found[0.1]) > 2000
assert len(found) == 6 and all(len(one.X) == 40 for trials in found.values() for one in trials)
X, y = nnlib.logic_gate("and")
w, b, mistakes = nnlib.perceptron_fit(X, y, 0.1, 100)
assert mistakes == [2, 3, 3, 0] and -1e-16 < w @ X[2] + b < 0
far, near = np.array([0.0, 0.0]), np.array([1.0, 1.0])
w, b = nnlib.perceptron_step(far, -10.0, near, 1, 1.0)
assert nnlib.weighted_sum(near, far, -10.0) == -10 and nnlib.weighted_sum(near, w, b) == -7
pairs = {pair: plots.PIXELS.data(pair) for pair in ((3, 8), (1, 8))}
corrections = {pair: [sum(m) for m in data.mistakes] for pair, data in pairs.items()}
plus = pairs[3, 8].w.clip(0).reshape(8, 8)
assert plus[:, :4].sum() > 4 * plus[:, 4:].sum()
right = np.concatenate([data.accuracies for data in pairs.values()])
assert (round(100 * right.min()), round(100 * right.max())) == (96, 100)
assert {pair: (min(c), max(c)) for pair, c in corrections.items()} == {
    (3, 8): (37, 80),
    (1, 8): (135, 273),
}

# %% [markdown]
r"""
## Errata: find the slip

<!-- notes: 003 [57] -->
**Slip 1.** The notes give the learning rule as one line: "$w_{i,j}^{(\text{next step})} = w_{i,j}+\eta(y_j-\hat y_j)x_i$". Every symbol is right. What is missing? And which of AND, OR, NAND and NOR can never be learned without it?

<!-- notes: 003 [29-32] -->
**Slip 2.** The notes say: "Training a TLU means finding the optimal weights." What does the machine find on AND, and what on XOR?

<!-- notes: 001 [53], 003 [36], 001 [63], 000 [13-14] -->
**Slip 3.** One page says that a unit passes its signal on if it is *greater than* the threshold, another says *greater or equal*. And the first one gives "the input multiplied by the weight" to the activation function. What is missing there?

This cell learns AND with the book's rule, and once more with the bias put back to 0 after every step.
"""

# %%
X, y = nnlib.logic_gate("and")
w, b, mistakes = nnlib.perceptron_fit(X, y, 1.0, 20)
print("with bias   ", mistakes, "sums", X @ w + b)

w, mistakes = np.zeros(2), []
for _ in range(20):
    mistakes.append(0)
    for x, label in zip(X, y):
        mistakes[-1] += int(nnlib.heaviside(x @ w) != label)
        w, _ = nnlib.perceptron_step(w, 0.0, x, label, 1.0)
print("without bias", mistakes)

# %% [markdown]
r"""
<details><summary>The answers</summary>

**Slip 1.** The bias does not learn: $b_j\leftarrow b_j+\eta\,(y_j-\hat y_j)$ is missing. Without a bias the sum at (0, 0) is 0, whatever the weights, and the unit fires. So AND and OR, which want a 0 there, can never be right on all four rows. NAND fails, too: its two sums at (0, 1) and (1, 0) must not be negative (it wants a 1 there), so their total, which is the sum at (1, 1), is not negative either, and the unit fires there. Only NOR needs no bias: it wants a 1 at (0, 0), and $w=(-1,-1)$ does the rest.

**Slip 2.** It finds *some* weights without a mistake, and stops. On AND they have a margin of 0. On XOR it finds nothing and never stops.

**Slip 3.** On the threshold, somebody must decide; here it fires. And it is the weighted *sum*, over all inputs, *plus the bias*, that goes into the step.

$$H(0\cdot w_1+0\cdot w_2) = H(0) = 1 \tag{slip}$$

</details>
"""

# %% jupyter={"source_hidden": true} tags=["eq:slip"]
# check: slip
rng = np.random.default_rng(8)
for w in rng.normal(0, 3, (20, 2)):
    assert nnlib.tlu_predict(np.zeros((1, 2)), w, 0.0)[0] == 1
for name, possible in (("and", False), ("or", False), ("nand", False), ("nor", True)):
    X, y = nnlib.logic_gate(name)
    solved = [np.array_equal(nnlib.tlu_predict(X, w, 0.0), y) for w in rng.normal(0, 3, (500, 2))]
    assert any(solved) == possible

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
assert mistakes[-1] > 0 and len(mistakes) == 20

# %% [markdown]
r"""
## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "The step is trained by its derivative." | The rule needs no derivative of the step. |
| "The neurons of a layer are all connected." | Each is connected to all *inputs*, and to none of the others. |
| "The synapse connects perceptrons." | The synapse plays the role of the weight. |
| "Perceptrons are still in wide use." | Rarely as such. The idea lives on in every layer. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| perceptron | 퍼셉트론 | a threshold unit that learns by its mistakes |
| unit, artificial neuron | 유닛, 인공 뉴런 | weighted sum plus bias, then a threshold |
| threshold unit (threshold logic unit, TLU) | 임계 논리 유닛 | the unit of this chapter |
| to fire | 발화하다 | to output 1 |
| synapse | 시냅스 | where two nerve cells meet |
| weight | 가중치 | how much an input counts |
| threshold | 임곗값(흔히 임계값) | what the sum must reach |
| bias | 편향 | the threshold with the opposite sign |
| step function | 계단 함수 | 0 below, 1 from 0 on |
| sign function | 부호 함수 | −1, 0 or 1 |
| logic gate | 논리 게이트 | a function of yes and no |
| normal vector | 법선 벡터 | the arrow at a right angle to the line |
| decision boundary | 결정 경계 | the line where the sum is 0 |
| margin | 마진 | distance of the nearest point from the line |
| bound | 상계(한계) | what a number cannot pass |
| seed | 시드 | the number from which random numbers start |
| learning rate | 학습률 | how large a correction is |
| to converge, to settle | 수렴하다 | to stop changing |
| epoch | 에포크 | once through all examples |
| fully connected layer, dense layer | 완전 연결층, 밀집층 | every unit sees every input |

## Five questions to remember

**1.** What do $w$ and $b$ do to the line?

<details><summary>Answer</summary>

The line is at a right angle to the arrow $w$. The bias shifts it.

</details>

**2.** A unit fires at the point (2, 1) and should not. The rate is 1. What changes, and by how much does the sum at this point move?

<details><summary>Answer</summary>

Subtract (2, 1) from $w$ and 1 from $b$. The sum falls by $2^2+1^2+1=6$.

</details>

**3.** Why does the learning rate make no difference if you start from zero?

<details><summary>Answer</summary>

Then $w$ and $b$ are (up to rounding) the rate times what they would be with rate 1: the same line.

</details>

**4.** After 1,000 epochs a perceptron still makes mistakes. What do you know?

<details><summary>Answer</summary>

If it began at zero, it has made at least 1,000 mistakes. So by the bound, any line that separates has $\gamma\le R/\sqrt{1000}$, about $R/32$: there is no wide gap. And if an epoch ends with the $w$ and $b$ with which it began, as on XOR from the third on, everything repeats for ever, and no line exists.

</details>

**5.** A unit with $w=(2,-1)$ and $b=-1$ is wrong at (2, 1). Name a change of $b$ that is too small to help.

<details><summary>Answer</summary>

Its sum there is 2. As long as $b$ falls by 2 or less, it still fires. So the mistakes have the slope 0.

</details>
"""

# %% [markdown] tags=["recall"]
r"""
### What you predicted

This is what you said before you looked. Where you were wrong: what had you not seen? Say it in one sentence.
"""

# %% jupyter={"source_hidden": true} tags=["recall"]
# what you predicted
plots.look_back("Corrections", "XOR", "≥ becomes >", "One correction", "Rate 0.25")

# %% [markdown]
r"""
## Where this leads

What one unit cannot do, and what two layers can, is [chapter 2](02_xor.ipynb). A step without a jump, so that slopes can get through, is [chapter 3](03_activations.ipynb).

**Next:** [2 · XOR](02_xor.ipynb)
"""
