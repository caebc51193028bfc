"""choose_head(task): which outputs, activation and loss belong to which question."""

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise
from nnlib.neuron import HEADS

ex = exercise("choose_head", "task -> units, activation, loss")

HEAD = ("units", "activation", "loss")

HINTS = {  # what to think about, where an answer is none of the typical slips
    "cat or not": tr("One question, answered by one probability of yes."),
    "several animals at once": tr(
        "Three questions, and any number of them may be answered with yes."
    ),
    "exactly one animal": tr(
        "Three answers, of which exactly one is right: their probabilities share the 1."
    ),
    "age of the cat": tr("The answer is a number with a unit, not a probability."),
    "positive price": tr(
        "The answer is a number above 0, and learning should not stop where the neuron says "
        "almost 0."
    ),
    "share between 0 and 1": tr(
        "The answer lies between 0 and 1, like a probability, and so may the target."
    ),
}

# an age is above 0 as a price is, and the chapter shows the softplus for such a number
ALSO_RIGHT = {"age of the cat": [(1, "softplus", "mse")]}

ACTIVATIONS = ("identity", "sigmoid", "softmax", "softplus", "relu", "tanh")
LOSSES = ("mse", "mae", "huber", "bce_with_logits", "multilabel_bce", "softmax_cross_entropy")


def judge_head(values, arguments):
    """Right, or what to think about, without the answer."""
    task, head = arguments["task"], tuple(values[name] for name in HEAD)
    if head == HEADS[task] or head in ALSO_RIGHT.get(task, ()):
        return None
    for word, known in ((head[1], ACTIVATIONS), (head[2], LOSSES)):
        if word not in known:
            return (
                "unknown-word",
                tr(
                    "{word!r} is not in the list of words. Use the names as the table spells them.",
                    word=word[:30],
                ),
            )
    name = next(
        name for name, got, wanted in zip(HEAD, head, HEADS[task], strict=True) if got != wanted
    )
    return "wrong-choice", tr(
        "For {task!r} your choice of {name} does not fit. {HINTS}",
        task=task,
        name=name,
        HINTS=HINTS[task],
    )


def head_cases(rng, *tasks):
    return [
        Case(
            {"task": task},
            dict(zip(HEAD, HEADS[task], strict=True)),
            repr(task),
            judge=judge_head,
        )
        for task in tasks
    ]


@ex.part(points=1)
def table(rng):
    return head_cases(rng, tr("cat or not"), tr("several animals at once"), tr("age of the cat"))


@ex.part(points=1, hidden=True)
def more(rng):
    return head_cases(
        rng, tr("exactly one animal"), tr("positive price"), tr("share between 0 and 1")
    )


# ---- slips -----------------------------------------------------------------------------------------


def _instead(**changes):
    """The table with other heads for some of the tasks."""
    heads = HEADS | {key.replace("_", " "): head for key, head in changes.items()}
    return lambda task: heads[task]


AGE_BY_SOFTMAX = tr(
    "An age is no class: a softmax answers which one of several, and its shares sum to "
    "1. Five years are between four and six, so let the output be a plain number."
)

for units in (1, 3):
    for loss in ("mse", "softmax_cross_entropy"):
        ex.slip(key="age-by-softmax", says=AGE_BY_SOFTMAX)(
            _instead(age_of_the_cat=(units, "softmax", loss))
        )


SEVERAL_BY_SOFTMAX = tr(
    "A softmax lets the animals share one probability, so a lion in the picture would "
    "push the cat out. Here each may be there or not."
)

for loss in ("softmax_cross_entropy", "multilabel_bce"):
    ex.slip(key="several-by-softmax", says=SEVERAL_BY_SOFTMAX)(
        _instead(several_animals_at_once=(3, "softmax", loss))
    )


ONE_BY_SIGMOIDS = tr(
    "Three separate sigmoids may all say yes, or all say no. Here exactly one animal is "
    "in the picture: the answers should know of each other."
)

for loss in ("multilabel_bce", "softmax_cross_entropy", "bce_with_logits"):
    ex.slip(key="one-by-sigmoids", says=ONE_BY_SIGMOIDS)(
        _instead(exactly_one_animal=(3, "sigmoid", loss))
    )


@ex.slip
def price_by_relu(task):
    """A ReLU that has gone silent gives 0 with slope 0, and never learns again. Another activation stays above 0
    and always has a slope.
    """
    return _instead(positive_price=(1, "relu", "mse"))(task)


@ex.slip
def negative_price(task):
    """Your price may come out negative. Which activation never goes below 0?"""
    return _instead(positive_price=(1, "identity", "mse"))(task)


SOFTMAX_OF_ONE = tr(
    "A softmax of a single output is always 1, whatever the neuron sees. One yes-or-no "
    "question needs another activation."
)

for loss in ("softmax_cross_entropy", "bce_with_logits"):
    ex.slip(key="softmax-of-one", says=SOFTMAX_OF_ONE)(_instead(cat_or_not=(1, "softmax", loss)))


@ex.slip
def share_unbounded(task):
    """Your share may come out as 1.7. Which activation keeps it between 0 and 1?"""
    return _instead(share_between_0_and_1=(1, "identity", "mse"))(task)


@ex.slip
def squares_for_yes_or_no(task):
    """With squared errors a neuron that is sure and wrong hardly learns: chapter 5's stuck neuron. Which loss
    frees it?
    """
    return _instead(cat_or_not=(1, "sigmoid", "mse"))(task)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def heads_by_if(task):
    if task == "age of the cat":
        return 1, "identity", "mse"
    if task == "positive price":
        return 1, "softplus", "mse"
    if task == "exactly one animal":
        return 3, "softmax", "softmax_cross_entropy"
    if task == "several animals at once":
        return 3, "sigmoid", "multilabel_bce"
    return 1, "sigmoid", "bce_with_logits"


TABLE = {
    "cat or not": (1, "sigmoid", "bce_with_logits"),
    "several animals at once": (3, "sigmoid", "multilabel_bce"),
    "exactly one animal": (3, "softmax", "softmax_cross_entropy"),
    "age of the cat": (1, "identity", "mse"),
    "positive price": (1, "softplus", "mse"),
    "share between 0 and 1": (1, "sigmoid", "bce_with_logits"),
}

ex.right(TABLE.get)
ex.right(lambda task: list(TABLE[task]))
ex.right(lambda task: (1, "softplus", "mse") if task == "age of the cat" else TABLE[task])


# ---- wrong answers ---------------------------------------------------------------------------------


def heads_but(**changes):
    """The right table with changes, written as a learner would call it."""
    table = TABLE | {key.replace("_", " "): head for key, head in changes.items()}
    return lambda task: table[task]


ex.wrong(slip="age-by-softmax", points=1)(heads_but(age_of_the_cat=(1, "softmax", "mse")))
ex.wrong(slip="wrong-choice", points=1)(
    heads_but(age_of_the_cat=(100, "softmax", "softmax_cross_entropy"))
)
ex.wrong(slip="several-by-softmax", points=1)(
    heads_but(several_animals_at_once=(3, "softmax", "softmax_cross_entropy"))
)
ex.wrong(slip="one-by-sigmoids", points=1)(
    heads_but(exactly_one_animal=(3, "sigmoid", "multilabel_bce"))
)
ex.wrong(slip="price-by-relu", points=1)(heads_but(positive_price=(1, "relu", "mse")))
ex.wrong(slip="wrong-choice", points=1)(
    heads_but(cat_or_not=(2, "softmax", "softmax_cross_entropy"))
)
ex.wrong(slip="unknown-word", points=1)(heads_but(cat_or_not=(1, "Sigmoid", "bce_with_logits")))
ex.wrong(slip="share-unbounded", points=1)(heads_but(share_between_0_and_1=(1, "identity", "mse")))
ex.wrong(slip="wrong-choice", points=0)(lambda task: (1, "sigmoid", "bce_with_logits"))
ex.wrong(slip=None, points=0)(lambda task: (3, "softmax", "softmax_cross_entropy"))
ex.wrong(slip="wrong-type", points=0)(lambda task: ("1", "sigmoid", "bce_with_logits"))
ex.wrong(slip="wrong-type", points=0)(lambda task: TABLE[task][1:])
