# %% [markdown]
r"""
# Forward: from one layer to a network that draws

Seven functions, and one to warm up. You turn pictures into rows, find out what is inside a layer, write a layer for examples in columns, run a network of any depth, and count what it has to learn. The last two build networks without any training: one draws a curve of your choice, and with the other you find out what depth is worth. Chapter 4 has the pictures and the proofs. Read it first, then come here with a pencil.

You know how exercises work from [exercise 0](../00_instruments/00_instruments.ipynb); here it is again, folded. `nnlib check 04_forward` counts your points, the hidden ones too.

<details><summary>How it works</summary>

1. Read the statement. Do the small example by hand.
2. Write your answer in the cell under it. Delete the line with `raise`. You may use loops or NumPy.
3. Run your cell, then run the cell below it. It prints the points you have and, if something is off, what it saw. Change your answer and run both again, as often as you like. If Python says that the name `check` is not defined, run the first cell of code, and then try again.

Some cells hold only a comment. Their points are hidden, and grading counts them. The comment says what they look at.

</details>

| | function | points |
|---|---|---:|
| 1 | `flatten_images(I)` | 2 |
| 2 | `read_layer(layer, n_in)` | 2 |
| 3 | `affine_forward_columns(W, Xc, b)` | 2 |
| 4 | `affine_forward(X, W, b)`, to warm up, and `mlp_forward(X, params, acts)` | 4 |
| 5 | `count_parameters(sizes)` | 3 |
| 6 | `bump_network(edges, heights, steepness)` | 3 |
| 7 | `folded_network()` | 2 |
| | together | 18 |

Two habits hold for every function. Rows are examples (except in 3, where you meet the other habit). And a function never writes into what it was given: that still belongs to the caller.

The visible cells often use arrays with equal widths: as many rows as columns, as many units as inputs. There NumPy cannot tell you that something stands the wrong way round. Only the numbers can.
"""

# %% [markdown]
r"""
## Getting ready

Run this cell first. It brings in NumPy, the check that reads your answers, and four activations by name. You will need them in 4.
"""

# %%
import numpy as np

from nnlib.grading import check

ACTIVATIONS = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 0.5 + 0.5 * np.tanh(0.5 * z),
}

# %% [markdown]
r"""
## 1. Pictures as rows · 2 points

A picture is a block of numbers: `h` lines of `w` pixels, with `c` numbers each (red, green and blue, say). A layer wants rows. So each picture becomes one row, read like a page: line after line from the top, pixel after pixel from the left, and the `c` numbers of a pixel side by side.

By hand: a picture with one line of two pixels, `[[[1, 2, 3], [4, 5, 6]]]`, becomes the row `[1, 2, 3, 4, 5, 6]`.

`I` has shape `(n, h, w, c)`. Return `X` of shape `(n, h * w * c)`. Row `i` holds picture `i` and nothing of the others. A result can have the right shape and still mix the pictures up: look at row 0. (`I.reshape(rows, -1)` takes the numbers in their order and makes a table with that number of rows; the −1 means: as many columns as are needed.)
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "flatten_images", "schema_version": 3, "task": false}
def flatten_images(I):  # noqa: E741
    """The pictures I (n, h, w, c) as rows (n, h * w * c)."""
    ### BEGIN SOLUTION
    return I.reshape(I.shape[0], -1).copy()
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "flatten_images_value", "schema_version": 3, "task": false}
check(flatten_images, exercise="flatten_images", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "flatten_images_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: pictures that are stored in a different order, and whether your input is unchanged.
### BEGIN HIDDEN TESTS
check(flatten_images, exercise="flatten_images", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 2. A closed box · 2 points

For each row, a layer computes one weighted sum per unit and adds the unit's bias: `X W + b`. Somebody gives you a layer as a closed box. You cannot look inside, but `layer(X)` returns `X W + b` for any `X` with `n_in` columns. Find out `W` and `b`.

By hand: a layer with one input and one unit answers `[[5]]` to `[[0]]` and `[[7]]` to `[[1]]`. So `b = [5]` and `W = [[2]]`. Another layer, with two inputs, answers 1 to `[[0, 0]]`, 4 to `[[1, 0]]` and 9 to `[[0, 1]]`. What are its `W` and `b`?

`layer` is a function, `n_in` a whole number. Return two things: `W` of shape `(n_in, n_out)`, whose column `j` holds the weights of unit `j`, and `b` of shape `(n_out,)`. Nobody tells you `n_out`.

You earn the hidden point with an answer that asks the layer only *once*. (Several rows may stand in one `X`.)
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "read_layer", "schema_version": 3, "task": false}
def read_layer(layer, n_in):
    """The weights W (n_in, n_out) and the biases b (n_out,) of a layer that only answers."""
    ### BEGIN SOLUTION
    Z = layer(np.vstack([np.zeros(n_in), np.eye(n_in)]))  # nothing, and then one input at a time
    return Z[1:] - Z[0], Z[0]
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "read_layer_value", "schema_version": 3, "task": false}
check(read_layer, exercise="read_layer", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "read_layer_once", "schema_version": 3, "task": false}
# Hidden, 1 point: layers that answer once.
### BEGIN HIDDEN TESTS
check(read_layer, exercise="read_layer", part="once")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 3. A layer, turned round · 2 points

Many books and courses put the examples side by side: every *column* is an example. Then row `j` of `W` belongs to unit `j`. Nothing else changes.

By hand: `W = [[1, 2], [0, -1]]`, `Xc = [[1, 3], [2, 4]]`, `b = [10, 20]`. Unit 0 gives `1·1 + 2·2 + 10 = 15` for the first example. The result is `[[15, 21], [18, 16]]`.

`W` has shape `(n_out, n_in)`, `Xc` `(n_in, n)`, `b` `(n_out,)`. Return `Z` of shape `(n_out, n)`. Mind the bias: in which direction does NumPy stretch an array of shape `(n_out,)`, and in which direction do you want it?
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "affine_forward_columns", "schema_version": 3, "task": false}
def affine_forward_columns(W, Xc, b):
    """What a layer with weights W (n_out, n_in) and biases b (n_out,) gives for the columns of Xc (n_in, n)."""
    ### BEGIN SOLUTION
    return W @ Xc + b[:, None]
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "affine_forward_columns_value", "schema_version": 3, "task": false}
check(affine_forward_columns, exercise="affine_forward_columns", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "affine_forward_columns_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: unequal widths, a single example, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(affine_forward_columns, exercise="affine_forward_columns", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 4. A network of any depth · 4 points

First a warm-up without points: one layer, with examples as rows.

By hand: with `X = [[1, 2]]`, `W = [[1, 0], [2, -1]]` and `b = [10, 20]`, unit 0 has the weights 1 and 2 and the bias 10, and gives `1·1 + 2·2 + 10 = 15`. Unit 1 gives 18. So the result is `[[15, 18]]`.

`X` has shape `(n, n_in)`, `W` `(n_in, n_out)`, `b` `(n_out,)`, and the result `(n, n_out)`.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "affine_forward", "schema_version": 3, "task": false}
def affine_forward(X, W, b):
    """What a layer with weights W (n_in, n_out) and biases b (n_out,) gives for X (n, n_in)."""
    ### BEGIN SOLUTION
    return X @ W + b
    ### END SOLUTION


# %%
check(affine_forward, exercise="affine_forward", part="value")
check(affine_forward, exercise="affine_forward", part="robustness")

# %% [markdown]
r"""
Now layer after layer: each takes the output of the one before it, forms its sums, and sends them through its activation. `params` lists the layers' weights and biases, and `acts` their activations, by name. `ACTIVATIONS["relu"]` in the set-up cell is the function of that name.

By hand: `X = [[1, 1]]`, a first layer with `W1 = [[1, -1], [2, 1]]`, `b1 = [0, 1]` and `"relu"`, a second one with `W2 = [[1, 0], [-1, 2]]`, `b2 = [0.5, -10]` and `"identity"`. The sums of the first layer are 3 and 1; ReLU leaves them as they are. The second layer turns them into `3·1 + 1·(-1) + 0.5 = 2.5` and `3·0 + 1·2 - 10 = -8`. So the output is `[[2.5, -8]]`. Note that -8 stays -8: the last layer has an activation of its own.

`X` has shape `(n, n_in)`. `params` is a list of pairs `(W, b)`, one per layer, `acts` a list of as many names. Return two things, `out` and `cache`:

- `out` is the output of the last layer, after its activation.
- `cache` is a list with one entry `(A_prev, A, act)` per layer, in the order in which they ran: what went into the layer, what came out of it (after its activation), and the name of the activation. In the example the first entry is `([[1, 1]], [[3, 1]], "relu")`. Chapter 7 finds its way back with it.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "mlp_forward", "schema_version": 3, "task": false}
def mlp_forward(X, params, acts):
    """The output of a network for X (n, n_in), and a cache with (A_prev, A, act) of every layer."""
    ### BEGIN SOLUTION
    A, cache = X, []
    for (W, b), act in zip(params, acts, strict=True):
        A_prev = A
        A = ACTIVATIONS[act](affine_forward(A_prev, W, b))
        cache.append((A_prev, A, act))
    return A, cache
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "mlp_forward_value", "schema_version": 3, "task": false}
check(mlp_forward, exercise="mlp_forward", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "mlp_forward_cache", "schema_version": 3, "task": false}
check(mlp_forward, exercise="mlp_forward", part="cache")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "mlp_forward_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: unequal widths, other activations at the end, and whether your inputs are unchanged.
### BEGIN HIDDEN TESTS
check(mlp_forward, exercise="mlp_forward", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 5. How many numbers does it learn? · 3 points

A network learns the weights and the biases of all its units. `sizes` lists how many numbers go in, and then how many units each layer has: `[3, 2, 1]` is a network with 3 inputs, 2 hidden units and 1 output.

By hand: draw the network `[2, 1]`, two inputs and one unit. It has two wires with a weight each, and the unit has a bias: 3 numbers. Then draw `[2, 3]`, with three such units: 9 numbers. Now draw `[3, 2, 1]`, and count.

`sizes` is a list of whole numbers, at least two of them. Return a whole number. The visible cell asks about networks for pictures of 64 by 64 pixels with 3 colours each: 12,288 inputs.
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "count_parameters", "schema_version": 3, "task": false}
def count_parameters(sizes):
    """How many weights and biases a network of these sizes has."""
    ### BEGIN SOLUTION
    total = 0
    for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
        total += (n_in + 1) * n_out  # each unit: a weight for every input, and a bias
    return total
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "count_parameters_value", "schema_version": 3, "task": false}
check(count_parameters, exercise="count_parameters", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "count_parameters_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: other networks, drawn at random.
### BEGIN HIDDEN TESTS
check(count_parameters, exercise="count_parameters", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 6. A network that draws · 3 points

One hidden unit with a sigmoid is a soft step: it goes from 0 up to 1 where its sum passes 0. Two such steps make a bump: up at the left edge, down again at the right one. And a row of bumps, as high as you like, draws any curve.

Build that network. It has one input `x`, one hidden layer with sigmoids, and one output without an activation. Bump `i` reaches from `edges[i]` to `edges[i + 1]` and has the height `heights[i]`, which may be negative. Its steps lie exactly at these edges: there the step is half way up. Every hidden unit multiplies `x` by `steepness`.

By hand: with `edges = [0, 1]`, `heights = [2]` and a large steepness, the curve is nearly 2 at `x = 0.5` and nearly 0 at -1 and at 2. At `x = 0` the first step is half way up, and the second has hardly begun: the curve is at 1.

`edges` has shape `(m + 1,)` and rises, `heights` has shape `(m,)`, `steepness` is a positive number. Return `params` as in 4, a list of two pairs `[(W1, b1), (W2, b2)]`, with `W1` of shape `(1, h)`, `b1` `(h,)`, `W2` `(h, 1)` and `b2` `(1,)`. How many hidden units you take, and in which order, is up to you: the check looks at the curve.

Before you write, ask yourself: for which `x` is `steepness * x + b1` equal to 0?
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "bump_network", "schema_version": 3, "task": false}
def bump_network(edges, heights, steepness):
    """Params of a network with one hidden layer of sigmoids that draws bumps between edges (m + 1,)."""
    ### BEGIN SOLUTION
    up, down = edges[:-1], edges[1:]
    switches = np.concatenate([up, down])
    W1 = np.full((1, len(switches)), steepness)
    b1 = -steepness * switches
    W2 = np.concatenate([heights, -heights])[:, None]
    return [(W1, b1), (W2, np.zeros(1))]
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 2, "grade_id": "bump_network_value", "schema_version": 3, "task": false}
check(bump_network, exercise="bump_network", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "bump_network_robustness", "schema_version": 3, "task": false}
# Hidden, 1 point: more bumps, soft edges, and a curve drawn with 25, 50 and 100 bumps.
### BEGIN HIDDEN TESTS
check(bump_network, exercise="bump_network", part="robustness")
### END HIDDEN TESTS

# %% [markdown]
r"""
## 7. Many pieces from few units · 2 points

Eight ReLUs in one hidden layer draw a curve with at most nine straight pieces. How many pieces can eight ReLUs draw if you spread them over several layers? Guess first. Then build it.

Return `params` as in 4, for a network with one input, one output without an activation, and ReLU in every hidden layer. Between `x = 0` and `x = 1` its curve should have at least 16 straight pieces, from at most 12 ReLUs in all.

By hand: the tent of the chapter has the layers `W1 = [[1, 1, 1]]`, `b1 = [0, -0.5, -1]` and `W2 = [[2], [-4], [2]]`, `b2 = [0]`. At `x = 0.25` the hidden units say 0.25, 0 and 0, so the output is 0.5. That is 2 pieces from 3 ReLUs. In a row of tents, the output of the first is the input of each of the three units of the second. There is no ReLU between them, so the last layer of the one and the first of the other become one layer (`collapse_affine`, chapter 2). Which 3 × 3 table is it?

You earn the hidden point with 16 pieces from at most 8 ReLUs. Only `x` from 0 to 1 counts.

<details><summary>A hint</summary>

Does a tent need all three of its kinks there?

</details>
"""


# %% nbgrader={"grade": false, "solution": true, "locked": false, "grade_id": "folded_network", "schema_version": 3, "task": false}
def folded_network():
    """Params of a network with ReLU whose curve between 0 and 1 has at least 16 straight pieces."""
    ### BEGIN SOLUTION
    tent, joints = (
        np.array([[2.0], [-4.0]]),
        np.array([0.0, -0.5]),
    )  # the third kink, at 1, is the end
    between = tent @ np.ones((1, 2))
    chain = [(between, joints), (between, joints), (between, joints)]
    return [(np.ones((1, 2)), joints), *chain, (tent, np.zeros(1))]
    ### END SOLUTION


# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "folded_network_value", "schema_version": 3, "task": false}
check(folded_network, exercise="folded_network", part="value")

# %% nbgrader={"grade": true, "solution": false, "locked": true, "points": 1, "grade_id": "folded_network_fewer", "schema_version": 3, "task": false}
# Hidden, 1 point: 16 pieces from 8 ReLUs.
### BEGIN HIDDEN TESTS
check(folded_network, exercise="folded_network", part="fewer")
### END HIDDEN TESTS

# %% [markdown]
r"""
## When you are done

1. Choose *Run → Restart Kernel and Run All Cells*, so that nothing depends on a cell you have since deleted. Then save. If there is a **Validate** button, it runs the visible cells once more, as grading will.
2. Open a terminal (*File → New → Terminal*). `nnlib check 04_forward` counts all your points, the hidden ones too.
3. `nnlib keep 04_forward` puts the functions that are right into `mine.py`, where the next chapters find them. The *Keep* button under a green verdict does it for one function.
4. If somebody grades you: `nnlib submit 04_forward`, or whatever your course asks for.
5. Go on with [chapter 5](../../chapters/05_losses.ipynb).
"""
