# %% [markdown]
r"""
# 12 · Digits: does it all work together?

You have every part: layers, losses, gradients, batches, optimizers, ways to notice overfitting. What you do not have yet is a program that somebody else could use, and an honest sentence about how good it is. In this chapter you walk the whole road once, from pixels to a report, with the functions that you wrote. At the end stands a square in which a friend draws a digit, and your network answers.

On the way you meet a rival. It knows nothing of hidden layers, and it is hard to beat.

**You need:** all chapters before this one, above all batches (8), momentum (9) and validation (10). **You will have:** a trained recogniser, a table of its mistakes, and a report. **Time:** about two hours.

<div class="alert alert-info" style="color: #0b3b42">

**Three parts of the data.** You *learn* from the training rows. You *choose* by the validation rows: how wide, how long, which rate. You look at the test rows *once*, at the very end, and change nothing after it.

</div>
"""

# %%
import numpy as np

import nnlib
from nnlib import plots
from nnlib.keep import owner, yours

train, held_out, test = nnlib.digits_split()
(X, y), (X_val, y_val), (X_test, y_test) = train, held_out, test

# %% [markdown]
r"""
## Before you look

The network has one hidden layer of 64 ReLU units. The rival is *linear*: ten scores, each a weighted sum of the 64 pixels. How many of 100 new digits does the linear model get right?

- **A** about 60
- **B** about 80
- **C** about 95
"""

# %% jupyter={"source_hidden": true} tags=["predict"]
# predict, commit, compare
plots.predict("The linear model", "ABC", answer="C")

# %% [markdown]
r"""
## See it

### Draw

Draw a digit. The network sees only 64 numbers: the strokes are moved to the middle, scaled, and shrunk to 8 x 8 pixels, each of which says how much of it is ink. Can you draw a 7 that it takes for a 1, and is sure of it? Then take the tick away from *move it to the middle*, and draw in a corner.

With the keyboard: Tab to the square, arrows move the pen, the space bar sets it down and lifts it, Delete clears.
"""

# %%
train_digits = yours("train_digits")
model = train_digits(np.random.default_rng(0), train, held_out)
drawable = model if plots.ch12.draw.layers_of(model) else None
plots.draw_digit(drawable, train_digits if drawable is not None else nnlib.train_digits)

# %% [markdown]
r"""
The button *save as one page* writes a single HTML file with the square and these weights. It needs no Python and no internet, so you can send it to somebody. (If you have kept `train_digits` and it returns the parameters of a network with one hidden layer, the page is yours. Otherwise the book's network answers.)

### Look at the data first

Before any training: what is in the rows?
"""

# %%
print(X.shape, X.min(), X.max(), np.bincount(y))
plots.GALLERY.show(images=X[:12], titles=y[:12])

# %% [markdown]
r"""
The images are real handwriting, collected by Alpaydin and Kaynak (1998). Nobody has to scale them: the pixels lie between 0 and 1 already. All ten classes come about equally often, so 10 percent is what guessing gets. Had one class 90 percent of the rows, 90 percent would be guessing.

### The baseline comes first

Fit the simplest thing that could work, and write its number down *before* you build the network. Otherwise you will not know what the network is worth.
"""


# %%
def five(sizes, X, X_new):
    found = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        network = nnlib.train(X, y, sizes, rng, epochs=60)
        found.append(100 * network.accuracy(X_new, y_val))
    return np.array(found)


pixels_line = five([X.shape[1], 10], X, X_val)
pixels_net = five([X.shape[1], 64, 10], X, X_val)
for name, found in {"linear": pixels_line, "64-64-10": pixels_net}.items():
    print(f"{name:9} {found.mean():.1f} % ({found.min():.1f} to {found.max():.1f})")

# %% [markdown]
r"""
Both lines: He's first weights, batches of 32, rate 0.1, 60 epochs, seeds 0 to 4, measured on the 197 validation rows. One row is half a percent here, so a difference of one percent is two digits. A hidden layer helps, and it helps less than most people expect.

### Hand-made features, or end to end?

For decades, people looked at images and wrote down by hand what might matter: strokes, corners, symmetry. A simple model did the rest. In 2012 a deep network, **AlexNet** (Krizhevsky, Sutskever and Hinton), won a large image contest without any such list. Its features were learned together with its last layer, from pixels to label, through one loss. That is what **end to end** means: every stage is trained by the gradient of the same loss.

Is a list by hand worthless then? Here is a small one: ink in 16 zones, ink per row and per column, and how symmetric the image is. Write a better one, and run the cell again: which of your features helps?
"""


# %%
def features(X):
    images = X.reshape(-1, 8, 8)
    zones = images.reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)).reshape(len(X), -1)
    rows, columns = images.mean(axis=2), images.mean(axis=1)
    mirror = np.abs(images - images[:, :, ::-1]).mean(axis=(1, 2))[:, None]
    turned = np.abs(images - images[:, ::-1, ::-1]).mean(axis=(1, 2))[:, None]
    return np.hstack([zones, rows, columns, mirror, turned])


F, F_val = features(X), features(X_val)
mean, std = F.mean(axis=0), F.std(axis=0)
hand_line = five([F.shape[1], 10], (F - mean) / std, (F_val - mean) / std)
print(f"{F.shape[1]} features, linear: {hand_line.mean():.1f} %")
print(f"64 pixels,   linear: {pixels_line.mean():.1f} %")
print(f"64 pixels, 64-64-10: {pixels_net.mean():.1f} %")

# %% [markdown]
r"""
(The features are scaled by the mean and the spread of the *training* rows: they have other units than pixels.)

The list loses against the pixels, and the network needs no list. But read the result with care. On images as small as these, the pixels are good features already, and a linear model on them is close behind the network. What AlexNet showed, it showed with 1.2 million images of a thousand classes, and with graphics processors to train on. With 1,200 digits, no such revolution can be seen.

### Which layer learns what?

Each hidden unit has 64 weights, one for each pixel, so you can look at them as an image. Red: ink here raises the unit. Blue: ink here lowers it.
"""

# %%
book = nnlib.train_digits(np.random.default_rng(0))
W1, b1, W2, b2 = book.get_weights()
loud = np.argsort(-np.abs(W2).sum(axis=1))[:12]
plots.GALLERY.show(images=W1.T[loud], titles=[f"unit {j}" for j in loud], signed=True)

# %% [markdown]
r"""
These are the weights of the *first hidden layer*. The input layer has none: it only holds the pixels. You may find a piece of a stroke here and there, but most units are no clean "edge detectors". Networks with convolutions, trained on photographs, do show edges in their first layer. That is a fact about those networks and those data, not a law.

People call such a network a **black box**, because nobody can say in words why it answered as it did. It is not black in the sense that you could not look: every number is there. What is missing is a short explanation.

### Look at the test rows, once
"""

# %%
P = book.predict(X_test)
p = nnlib.predict_classes(P)
print(f"{100 * nnlib.accuracy(y_test, p):.2f} % of {len(y_test)}")
plots.CONFUSION.show(y=y_test, p=p)

# %% [markdown]
r"""
An accuracy is one number. The **confusion matrix** says *what* goes wrong: a row belongs to the true digit, a column to the answer.

### Look at the worst mistakes

Which rows are wrong, and how sure was the network?
"""

# %%
wrong = np.flatnonzero(p != y_test)
wrong = wrong[np.argsort(-P[wrong].max(axis=1))][:12]
said = [f"{y_test[i]}, not {p[i]} ({100 * P[i].max():.0f} %)" for i in wrong]
plots.GALLERY.show(images=X_test[wrong], titles=said)

# %% [markdown]
r"""
Look at them one by one. Would you have read them? Some mistakes are the network's, some belong to the writer.

### Is 90 percent 90 percent?

When the network says it is 90 percent sure, is it right nine times in ten? If so, it is called **calibrated**.
"""

# %%
plots.CALIBRATION.show(P=P, y=y_test)

# %% [markdown]
r"""
The small numbers count the rows at each point. Most rows are in the last one. Where only a handful of rows stand, the height of the point means little: with five rows, one more mistake moves it by 20 points.

### One pixel to the side

The digits in the data are all in the middle. What if they are not? Guess, before you run the cell: how many percent are left after a shift by one pixel, what becomes of a digit upside down, and what does the network say to a letter? (The changed rows are validation rows, because the test rows have had their one look.)
"""


# %%
def moved(X, right):
    images = np.roll(X.reshape(-1, 8, 8), right, axis=2)
    images[:, :, :right] = 0
    return images.reshape(-1, 64)


changes = {"as they are": X_val, "one pixel": moved(X_val, 1), "two pixels": moved(X_val, 2)}
changes["upside down"] = X_val[:, ::-1]
left = {
    name: 100 * nnlib.accuracy(y_val, nnlib.predict_classes(book.predict(rows)))
    for name, rows in changes.items()
}
for name, percent in left.items():
    print(f"{name:12} {percent:5.1f} %")

# %%
rows = ["...##...", "..#..#..", "..#..#..", ".#....#.", ".######.", *[".#....#."] * 3]
letter = np.array([[float(c == "#") for c in row] for row in rows])
plots.GALLERY.show(images=letter.reshape(1, 64), titles=["A"])
for seed in range(5):
    (answer,) = nnlib.train_digits(np.random.default_rng(seed)).predict(letter.reshape(1, 64))
    print(f"seed {seed}: {answer.argmax()}, {100 * answer.max():.0f} %")

# %% [markdown]
r"""
<details><summary>What happens, and why</summary>

Of 98.5 percent, one pixel to the side leaves 50.8, two pixels leave 21.3, and upside down leaves 37.1 (the network of seed 0, 197 rows). You would hardly notice a shift by one pixel, but for a dense layer a pixel and its neighbour have nothing to do with each other.

The letter is taken for a 4 by four of the five networks, and for a 7 by one; the surest says 99 percent. The ten probabilities always sum to 1, so the network has no eleventh answer, "this is no digit". It has to choose one of ten, and it may be sure of it.

</details>

## Numbers before letters

Take your pencil. Three classes, five rows: the truth is $0, 1, 1, 2, 2$, the answers are $0, 1, 2, 2, 2$.

**The matrix.** Row 0: one right. Row 1: one right, one taken for a 2. Row 2: two right. So $C=\begin{pmatrix}1&0&0\\0&1&1\\0&0&2\end{pmatrix}$ in the order of the classes.

**The accuracy.** The diagonal holds $1+1+2=4$ of 5: 80 percent.

**The spread.** 400 rows, 97 percent right. By chance alone, another 400 rows would move this by about $\sqrt{0.97\cdot0.03/400}\approx0.0085$, almost one percentage point. So 97.2 and 97.5 percent on 400 rows say the same.
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
C = nnlib.confusion_matrix([0, 1, 1, 2, 2], [0, 1, 2, 2, 2], 3)
assert C.tolist() == [[1, 0, 0], [0, 1, 1], [0, 0, 2]] and np.trace(C) / C.sum() == 0.8
assert round(float(np.sqrt(0.97 * 0.03 / 400)), 4) == 0.0085
assert hand_line.mean() < pixels_line.mean() < pixels_net.mean()
assert [round(percent, 1) for percent in left.values()] == [98.5, 50.8, 21.3, 37.1]
letters = [
    nnlib.train_digits(np.random.default_rng(seed)).predict(letter.reshape(1, 64))[0]
    for seed in range(5)
]
assert sorted(int(P.argmax()) for P in letters) == [4, 4, 4, 4, 7]
assert round(100 * max(P.max() for P in letters)) == 99

# %% [markdown]
r"""
## The formulas, and why they are true

### Labels as rows

$$Y_{ij} = \begin{cases}1 & \text{if } y_i=j\\ 0 & \text{otherwise}\end{cases} \tag{one-hot}$$

A label is a name, not a size: an 8 is not twice a 4. So each class gets a column of its own.
"""

# %% jupyter={"source_hidden": true} tags=["eq:one-hot"]
# check: one-hot
labels = [2, 0, 3]
Y = nnlib.one_hot(labels, 5)
assert Y.shape == (3, 5)
assert all(Y[i, j] == (labels[i] == j) for i in range(3) for j in range(5))

# %% [markdown]
r"""
### Black or white

$$B_{ij} = \begin{cases}1 & \text{if } X_{ij}>t\\ 0 & \text{otherwise}\end{cases} \tag{binarize}$$

Binarizing throws away how dark a pixel is. Sometimes this helps a simple model; it always loses something.
"""

# %% jupyter={"source_hidden": true} tags=["eq:binarize"]
# check: binarize
grey, t = np.array([[0.2, 0.5], [0.7, 0.4]]), 0.5
assert np.array_equal(nnlib.binarize(grey, t), [[0, 0], [1, 0]])

# %% [markdown]
r"""
### Two ways to count

The matrix counts pairs of truth and answer. With one-hot rows $Y$ for the truth and $\hat Y$ for the answers, it is a product:

$$C = Y^\top\hat Y \tag{confusion}$$

*Why?* Entry $C_{ij}$ adds up $Y_{ri}\hat Y_{rj}$ over all rows $r$, and a term is 1 where row $r$ is of class $i$ and was taken for $j$.

What is right stands on the diagonal, so

$$\text{accuracy} = \frac{\sum_i C_{ii}}{\sum_{ij} C_{ij}} \tag{accuracy}$$
"""

# %% jupyter={"source_hidden": true} tags=["eq:confusion"]
# check: confusion
truth, answers = np.array([0, 1, 1, 2, 2]), np.array([0, 1, 2, 2, 2])
C = nnlib.one_hot(truth, 3).T @ nnlib.one_hot(answers, 3)
assert np.array_equal(C, nnlib.confusion_matrix(truth, answers, 3))

# %% jupyter={"source_hidden": true} tags=["eq:accuracy"]
# check: accuracy
assert np.isclose(np.trace(C) / C.sum(), nnlib.accuracy(truth, answers))

# %% [markdown]
r"""
### How far one number can be trusted

If a network is right with probability $q$ on each of $n$ new rows, its measured accuracy scatters by

$$s = \sqrt{\frac{q(1-q)}{n}} \tag{spread}$$

*Why?* Each row is a coin with the variance $q(1-q)$, and the mean of $n$ independent coins has a variance $n$ times smaller. The rows are new only as long as nothing was chosen by them: of twenty networks, the one that is best on the test rows looks better than it is.
"""

# %% jupyter={"source_hidden": true} tags=["eq:spread"]
# check: spread
q, n = 0.97, 400
s = np.sqrt(q * (1 - q) / n)
drawn = np.random.default_rng(0).binomial(n, q, 20_000) / n
assert abs(drawn.std() / s - 1) < 0.02

# %% [markdown]
r"""
## Write it

Now it is your turn.

**[Exercise 12: four functions and a report, 28 points](../exercises/12_digits/12_digits.ipynb)**

You write `binarize`, `one_hot`, `confusion_matrix`, and `train_digits`, the whole training. It is judged by rows that are drawn when your work is graded, from splits that nobody has seen, in which the images are turned and the classes have changed their names. So there is no test set to tune on, and no lucky seed to find. The report is read by a person.

## Break it: a bug hunt

Three colleagues have 300 rows each: 200 to learn from, 50 to choose by, 50 to test. Each reports one number. The other 900 training rows of this chapter they have never seen, so you can find out how good each network truly is. Whose report would you trust? Read how each one measured.
"""


# %%
def tried(rows, seed, epochs=15):
    return nnlib.train(X[rows], y[rows], [64, 16, 10], np.random.default_rng(seed), epochs=epochs)


def right(network, rows):
    return 100 * network.accuracy(X[rows], y[rows])


def report_ann(networks, learn, choose, judge):
    return max(networks, key=lambda network: right(network, judge))


def report_bora(networks, learn, choose, judge):
    return max(networks, key=lambda network: right(network, choose))


def report_chul(networks, learn, choose, judge):
    return tried(np.concatenate([learn, judge]), 0, epochs=60)


SUSPECTS = {"Ann": report_ann, "Bora": report_bora, "Chul": report_chul}
found = {name: [] for name in SUSPECTS}
for turn in range(10):
    rows = np.random.default_rng(turn).permutation(len(X))
    learn, choose, judge, new = np.split(rows, [200, 250, 300])
    networks = [tried(learn, 100 * turn + seed) for seed in range(8)]
    for name, report in SUSPECTS.items():
        network = report(networks, learn, choose, judge)
        found[name].append([right(network, judge), right(network, new)])
reported = {name: np.mean(pairs, axis=0) for name, pairs in found.items()}
for name, (told, true) in reported.items():
    print(f"{name:5} reports {told:.1f} %, on new rows {true:.1f} %")

# %% [markdown]
r"""
(Networks 64-16-10, 15 epochs, eight seeds to choose from; Chul has 60 epochs. The numbers are means over ten ways to deal out the rows. From one deal to the next, the difference between report and truth moves by about four points for Ann and Bora.)

<details><summary>Who is guilty?</summary>

**Chul** has the test rows among the rows that he learns from. He reports 98.8 percent, and on new rows it is 91.7: his number says how well the network remembers.

**Ann** tries eight seeds and reports the best *on the test rows*. Each network is honest, but the choice is not. She reports 85.8 percent where 79.1 is true, almost seven points too many.

**Bora** chooses by the validation rows, and looks at the test rows once. Her 81.6 percent are within chance of the true 80.6. She is innocent, although her number is the lowest.

</details>
"""

# %% jupyter={"source_hidden": true} tags=["claims"]
# check: the numbers in the text
told = {name: pair.round(1).tolist() for name, pair in reported.items()}
assert told == {"Ann": [85.8, 79.1], "Bora": [81.6, 80.6], "Chul": [98.8, 91.7]}
gaps = {name: np.std(np.subtract(*np.transpose(pairs))) for name, pairs in found.items()}
assert all(3.5 < gaps[name] < 4.5 for name in ("Ann", "Bora"))

# %% [markdown]
r"""
## Train on your own functions

The training of this page with what you have kept, beside the book's, on three seeds.
"""


# %%
def scores(model, X):
    if isinstance(model, (list, tuple)):
        Z, _ = nnlib.mlp_forward(X, model, ["relu"] * (len(model) - 1) + ["identity"])
        return Z
    return model.predict(X) if hasattr(model, "predict") else model(X)


confusion_matrix = yours("confusion_matrix")
for function in (train_digits, nnlib.train_digits):
    found = []
    for seed in range(3):
        made = function(np.random.default_rng(seed), train, held_out)
        C = confusion_matrix(y_val, scores(made, X_val).argmax(axis=1), 10)
        found.append(100 * np.trace(C) / C.sum())
    print(f"{np.mean(found):.1f} % ({min(found):.1f} to {max(found):.1f}): {owner(function)}")

# %% [markdown]
r"""
With internet, the same code takes `nnlib.load_mnist()` or `nnlib.load_fashion_mnist()`: 60,000 images of 28 x 28, to be divided by 255 and flattened to 784 numbers, for a network 784-300-100-10. The loader fetches the files once and checks them. This book never needs them.

## Errata: find the slip

Each of these stands in the notes that this book grew from, translated here.

<!-- notes: 004 [124] -->
**Slip 1.** "If a deep network is large enough, it can represent every relation of input and output." What is missing?

<!-- notes: 004 [127-128] -->
**Slip 2.** "No need to worry about which model to choose: you use a deep network, and that is all." Is that so?

<!-- notes: 004 [145] -->
**Slip 3.** The change from hand-made features to end-to-end learning "rests on the belief that the universal approximation theorem is right". Does it?

<!-- notes: 002 [24] -->
**Slip 4.** "The input layer learns the basic ideas of an image, mostly edges." Which layer?

<details><summary>The answers</summary>

**Slip 1.** The theorem (Cybenko 1989, Hornik 1991, Leshno and others 1993) speaks of *continuous functions* on a *closed, bounded* region, *approximately*, and one hidden layer is enough. It says that weights exist; not that training finds them, nor how many units or examples it takes. A relation that gives one input several outputs is no function at all.

**Slip 2.** No. Averaged over all possible problems no model is better than another on rows that it has not seen (Wolpert 1996, "no free lunch"). A model is good because it fits the *kind* of problem: above, a dense layer did not know that pixels have neighbours. The next lines of the notes themselves praise architectures that suit images or text.

**Slip 3.** The theorem is proved, so there is nothing to believe. And it is not the reason: polynomials approximate every continuous function, too. End-to-end learning works because of data, computing, architectures that fit, and optimizers that find good weights.

**Slip 4.** The first *hidden* layer may learn edges. The input layer has no weights, so it learns nothing.

</details>

## What you may hear, and what is true

| You may hear | What is true |
|---|---|
| "More layers must win." | Here a linear model is close behind. Measure the simple thing first. |
| "97 percent, so it is nearly perfect." | On 400 rows that is 97 give or take one, on digits in the middle. One pixel to the side, it is another number. |
| "The test set can serve for validation." | What was used to choose cannot judge. The best of eight on the test rows looks better than it is. |
| "A softmax of 0.99 is a probability of 0.99." | It is a share among ten answers. Whether it is calibrated must be measured, and for what is no digit it means nothing. |
| "Features by hand are dead." | With little data, good features may win. Here ours lost; try better ones. |
| "A network is a black box, so nobody can look inside." | All numbers can be looked at. A short explanation is what is missing. |
| "Binarizing makes learning efficient." | It throws information away. It may help a simple model. |

## Words

| English | 한국어 | meaning |
|---|---|---|
| baseline | 기준 모델 | the simple model that must be beaten |
| training set | 훈련 세트 | rows to learn from |
| validation set | 검증 세트 | rows to choose by |
| test set | 테스트 세트 | rows for one look at the end |
| confusion matrix | 혼동 행렬 | who is taken for whom |
| one-hot | 원-핫 | a row with a single 1 |
| to binarize | 이진화하다 | to turn into 0 and 1 |
| feature | 특징 | a number that describes an input |
| feature engineering | 특징 공학 | finding features by hand |
| end to end | 종단 간 | all stages trained by one loss |
| black box | 블랙박스 | what cannot be explained in few words |
| calibrated | 보정된 | as often right as it says |
| no free lunch | 공짜 점심은 없다 | no model is best for all problems |
| spread | 산포 | how far repeated results lie apart |
| report | 보고서 | what was done, how good it is, where it fails |

## Five questions to remember

**1.** Why do you measure a linear model before the network?

<details><summary>Answer</summary>

Without it you cannot say what the network adds. On the digits most of the work is done by a linear model already.

</details>

**2.** Rows are the truth. Where do you find the eights that were taken for a 1?

<details><summary>Answer</summary>

In row 8 and column 1.

</details>

**3.** Two networks reach 97.2 and 97.5 percent on 400 rows. Which one is better?

<details><summary>Answer</summary>

This cannot tell: by chance alone such a number moves by almost one point.

</details>

**4.** Why does a shift by one pixel hurt a dense network so much?

<details><summary>Answer</summary>

Each pixel has weights of its own, and the layer knows nothing of neighbours. The shifted ink meets weights that were learned for other ink.

</details>

**5.** Somebody tries fifty settings and reports the best accuracy on the test rows. What is wrong?

<details><summary>Answer</summary>

The test rows have chosen, so they cannot judge. The best of fifty looks better than it is.

</details>
"""

# %% [markdown] tags=["recall"]
r"""
### What you predicted

This is what you said before you looked. Where you were wrong: what had you not seen? Say it in one sentence.
"""

# %% jupyter={"source_hidden": true} tags=["recall"]
# what you predicted
plots.look_back("The linear model")

# %% [markdown]
r"""
## Where this leads

**Back:** batches, chapter 8. What the test set is for, overfitting and augmentation are in chapter 10, Sequential in chapter 11.

**On:** three ideas change this page, and all three keep your gradients. A **convolution** uses the same small set of weights at every place of an image, so a digit that moves is still found, with far fewer parameters. An **embedding** gives each word a row of numbers and learns the rows: it is one-hot times a matrix. **Attention** lets each position decide, by a softmax over products, which other positions it listens to. Each is a handful of small functions with derivatives, composed by one loop: you could add them to the library that you have completed. To read on: *Deep Learning* by Goodfellow, Bengio and Courville (2016), and *Dive into Deep Learning* by Zhang and others.
"""
