"""choose_head(task): which outputs, activation and loss belong to which question."""

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise
from nnlib.neuron import HEADS

ex = exercise("choose_head", "task -> units, activation, loss")

HEAD = ("units", "activation", "loss")

HINTS = {  # what to think about, where an answer is none of the typical slips
    "cat or lion": tr("It is always one of the two: how many numbers does it take to say which?"),
    "cat, lion, both or none": tr(
        "Two questions, and each may be answered with yes, whatever the other's answer is."
    ),
    "one animal or none": tr(
        "Exactly one of these answers is right, and no animal is an answer, too."
    ),
    "change of a price": tr("The answer is a number above or below 0."),
    "age with typing errors": tr(
        "An age is a number above 0, and one wrong 55 must not count as much as many right ages."
    ),
    "share between 0 and 1": tr(
        "The answer lies between 0 and 1, like a probability, and so may the target."
    ),
}

# the chapter guesses an age with no activation, too; of the losses, both let a far target count less
ALSO_RIGHT = {
    "age with typing errors": [
        (1, activation, loss)
        for activation in ("identity", "softplus")
        for loss in ("huber", "mae")
    ]
}

ACTIVATIONS = ("identity", "sigmoid", "softmax", "softplus", "relu", "tanh")
LOSSES = ("mse", "mae", "huber", "bce_with_logits", "multilabel_bce", "softmax_cross_entropy")


def judge_head(values, arguments):
    """Right, or what to think about, without the answer."""
    task, head = arguments["task"], tuple(values[name] for name in HEAD)
    right = [HEADS[task], *ALSO_RIGHT.get(task, ())]
    if head in right:
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
        (name for k, name in enumerate(HEAD) if head[k] not in [known[k] for known in right]),
        "loss",
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
    return head_cases(
        rng, tr("cat or lion"), tr("age with typing errors"), tr("share between 0 and 1")
    )


@ex.part(points=1, hidden=True)
def more(rng):
    return head_cases(
        rng, tr("cat, lion, both or none"), tr("one animal or none"), tr("change of a price")
    )


# ---- slips -----------------------------------------------------------------------------------------


def _instead(changed):
    """The table with different heads for some tasks."""
    heads = HEADS | changed
    return lambda asked: heads[asked]


TWO_FOR_ONE = {
    "softmax": tr(
        "Your two outputs always add up to 1, so each of them says it all. What is the smallest "
        "head that says the same?"
    ),
    "sigmoid": tr(
        "Your two outputs can both say yes, which the question rules out. Where it is one of two, "
        "a single probability says it all."
    ),
}

for activation, says in TWO_FOR_ONE.items():
    for loss in ("softmax_cross_entropy", "multilabel_bce", "bce_with_logits"):
        ex.slip(key=f"two-for-one-by-{activation}", says=says)(
            _instead({"cat or lion": (2, activation, loss)})
        )


SOFTMAX_OF_ONE = tr(
    "A softmax of a single output is always 1, whatever the neuron sees. A single probability "
    "needs a different activation."
)

for loss in ("softmax_cross_entropy", "bce_with_logits"):
    ex.slip(key="softmax-of-one", says=SOFTMAX_OF_ONE)(
        _instead({"cat or lion": (1, "softmax", loss)})
    )


@ex.slip
def squares_for_yes_or_no(task):
    """With squared errors a neuron that is sure and wrong hardly learns: chapter 5's stuck neuron. Which loss
    frees it?
    """
    return _instead({"cat or lion": (1, "sigmoid", "mse")})(task)


@ex.slip
def classes_for_pairs(task):
    """Four classes can hold cat, lion, both and none. Fewer outputs can, too: how many questions are asked here?"""
    return _instead({"cat, lion, both or none": (4, "softmax", "softmax_cross_entropy")})(task)


BOTH_BY_SOFTMAX = tr(
    "A softmax lets the animals share one probability, so a lion in the picture would push the "
    "cat out. Here each may be there or not."
)

for loss in ("softmax_cross_entropy", "multilabel_bce"):
    ex.slip(key="both-by-softmax", says=BOTH_BY_SOFTMAX)(
        _instead({"cat, lion, both or none": (2, "softmax", loss)})
    )


@ex.slip
def no_place_for_none(task):
    """Your softmax always names one of the three animals. What can it say when there is none in the picture?"""
    return _instead({"one animal or none": (3, "softmax", "softmax_cross_entropy")})(task)


ONE_BY_SIGMOIDS = tr(
    "Separate sigmoids may say yes to two animals at once, which the question rules out: the "
    "answers should know of each other."
)

for units in (3, 4):
    for loss in ("multilabel_bce", "softmax_cross_entropy", "bce_with_logits"):
        ex.slip(key="one-by-sigmoids", says=ONE_BY_SIGMOIDS)(
            _instead({"one animal or none": (units, "sigmoid", loss)})
        )


NEVER_FALLS = tr("Your price can never fall: this activation gives nothing below 0.")

for activation in ("softplus", "relu"):
    ex.slip(key="never-falls", says=NEVER_FALLS)(
        _instead({"change of a price": (1, activation, "mse")})
    )


AGE_BY_SQUARES = tr(
    "A 55 that should be a 5 is 50 years off, and its square is 2,500: with squared errors, these few "
    "targets pull hardest. Which losses of chapter 5 let them count less?"
)

for activation in ("identity", "softplus"):
    ex.slip(key="age-by-squares", says=AGE_BY_SQUARES)(
        _instead({"age with typing errors": (1, activation, "mse")})
    )


@ex.slip
def share_unbounded(task):
    """Your share may come out as 1.7. Which activation keeps it between 0 and 1?"""
    return _instead({"share between 0 and 1": (1, "identity", "mse")})(task)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def heads_by_if(task):
    if task == "age with typing errors":
        return 1, "identity", "mae"
    if task == "change of a price":
        return 1, "identity", "mse"
    if task == "one animal or none":
        return 4, "softmax", "softmax_cross_entropy"
    if task == "cat, lion, both or none":
        return 2, "sigmoid", "multilabel_bce"
    return 1, "sigmoid", "bce_with_logits"


TABLE = {
    "cat or lion": (1, "sigmoid", "bce_with_logits"),
    "cat, lion, both or none": (2, "sigmoid", "multilabel_bce"),
    "one animal or none": (4, "softmax", "softmax_cross_entropy"),
    "change of a price": (1, "identity", "mse"),
    "age with typing errors": (1, "softplus", "huber"),
    "share between 0 and 1": (1, "sigmoid", "bce_with_logits"),
}


def heads_but(changed):
    """The right table with changes, written as a learner would call it."""
    heads = TABLE | changed
    return lambda task: heads[task]


ex.right(TABLE.get)
ex.right(lambda task: list(TABLE[task]))
ex.right(heads_but({"age with typing errors": (1, "softplus", "mae")}))
ex.right(heads_but({"age with typing errors": (1, "identity", "huber")}))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="two-for-one-by-softmax", points=1)(
    heads_but({"cat or lion": (2, "softmax", "softmax_cross_entropy")})
)
ex.wrong(slip="two-for-one-by-sigmoid", points=1)(
    heads_but({"cat or lion": (2, "sigmoid", "multilabel_bce")})
)
ex.wrong(slip="softmax-of-one", points=1)(
    heads_but({"cat or lion": (1, "softmax", "softmax_cross_entropy")})
)
ex.wrong(slip="squares-for-yes-or-no", points=1)(heads_but({"cat or lion": (1, "sigmoid", "mse")}))
ex.wrong(slip="classes-for-pairs", points=1)(
    heads_but({"cat, lion, both or none": (4, "softmax", "softmax_cross_entropy")})
)
ex.wrong(slip="both-by-softmax", points=1)(
    heads_but({"cat, lion, both or none": (2, "softmax", "multilabel_bce")})
)
ex.wrong(slip="no-place-for-none", points=1)(
    heads_but({"one animal or none": (3, "softmax", "softmax_cross_entropy")})
)
ex.wrong(slip="one-by-sigmoids", points=1)(
    heads_but({"one animal or none": (3, "sigmoid", "multilabel_bce")})
)
ex.wrong(slip="never-falls", points=1)(heads_but({"change of a price": (1, "softplus", "mse")}))
ex.wrong(slip="age-by-squares", points=1)(
    heads_but({"age with typing errors": (1, "identity", "mse")})
)
ex.wrong(slip="wrong-choice", points=1)(
    heads_but({"age with typing errors": (100, "softmax", "softmax_cross_entropy")})
)
ex.wrong(slip="wrong-choice", points=1)(
    heads_but({"age with typing errors": (1, "sigmoid", "huber")})
)
ex.wrong(slip="unknown-word", points=1)(
    heads_but({"cat or lion": (1, "Sigmoid", "bce_with_logits")})
)
ex.wrong(slip="share-unbounded", points=1)(
    heads_but({"share between 0 and 1": (1, "identity", "mse")})
)
ex.wrong(slip="wrong-choice", points=0)(lambda task: (1, "sigmoid", "bce_with_logits"))
ex.wrong(slip=None, points=0)(lambda task: (3, "softmax", "softmax_cross_entropy"))
ex.wrong(slip="wrong-type", points=0)(lambda task: ("1", "sigmoid", "bce_with_logits"))
ex.wrong(slip="wrong-type", points=0)(lambda task: TABLE[task][1:])
