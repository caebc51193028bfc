"""scikit-learn's words in an estimator: some are taken, each with a note; for the others, what to write instead."""

import sys
from pathlib import Path
from typing import Any

from nnlib.core.words import tr
from nnlib.models.deprecated import say_once

KEYWORDS = {
    "solver": tr("optimizer='sgd' or 'adam'"),
    "max_iter": "epochs=200",
    "alpha": tr("l2=, the book's lam"),
    "learning_rate_init": "learning_rate=",
    "n_iter_no_change": "patience=10",
    "momentum": "optimizer=SGD(momentum=0.9)",
    "nesterovs_momentum": "optimizer=SGD(momentum=0.9, nesterov=True)",
    "beta_1": "optimizer=Adam(beta_1=0.9)",
    "beta_2": "optimizer=Adam(beta_2=0.999)",
    "epsilon": "optimizer=Adam(epsilon=1e-8)",
    "power_t": tr("a schedule as the optimizer's learning_rate"),
    "tol": tr("early_stopping=True with patience"),
    "max_fun": "epochs=200",
    "shuffle": tr("every epoch has its own order"),
    "n_jobs": tr("one fit is one process; GridSearchCV and cross_val_score take n_jobs"),
}
SAME = {  # a setting with scikit-learn's word for it: the word here, and what the note says
    ("activation", "logistic"): ("sigmoid", "activation='sigmoid'"),
    ("learning_rate", "constant"): (
        None,
        tr("a number, or None for the optimizer's usual rate"),
    ),
    ("loss", "squared_error"): (
        "mse",
        tr("loss='mse', all of the mean square, where scikit-learn takes half"),
    ),
}
FALLS = tr(
    "wanted a number. A rate that falls is the optimizer's: "
    "optimizer=SGD(keras.optimizers.schedules.InverseTimeDecay(0.1, 1000, 1.0))"
)
REFUSED = {
    ("optimizer", "lbfgs"): tr(
        "there is no L-BFGS: every step here is one of a minibatch. Wanted 'adam', 'sgd', or SGD(...)"
    ),
    ("learning_rate", "adaptive"): FALLS,
    ("learning_rate", "invscaling"): FALLS,
    ("loss", "poisson"): tr("wanted 'mse', 'mae' or 'huber'"),
}
HERE = str(Path(__file__).parents[1])


def refuse(name: str, value: Any) -> None:
    """Raise ValueError for a word of scikit-learn's that means something else than what there is here.

    >>> refuse("learning_rate", 0.1)
    >>> refuse("loss", "poisson")
    Traceback (most recent call last):
    ValueError: loss is 'poisson'; wanted 'mse', 'mae' or 'huber'
    """
    why = REFUSED.get((name, value)) if isinstance(value, str) else None
    if why is not None:
        raise ValueError(tr("{name} is {value!r}; {why}", name=name, value=value, why=why))


def refuse_keyword(kind: str, name: str) -> None:
    """Raise ValueError for a setting that only scikit-learn has, with what to set instead.

    >>> refuse_keyword("MLPClassifier", "max_iter")
    Traceback (most recent call last):
    ValueError: MLPClassifier has no max_iter=: epochs=200
    """
    if name in KEYWORDS:
        raise ValueError(
            tr("{name} has no {old}=: {gone}", name=kind, old=name, gone=KEYWORDS[name])
        )


def ours(name: str, value: Any) -> Any:
    """The value of a setting as it is called here; a word of scikit-learn's is noted, once for each place.

    >>> ours("activation", "tanh")
    'tanh'
    """
    word, form = SAME.get((name, value), (value, "")) if isinstance(value, str) else (value, "")
    if form:
        line = tr(
            "{old} is scikit-learn's word and works here; here it is {new}",
            old=f"{name}={value!r}",
            new=form,
        )
        say_once(value, line, _depth())
    return word


def _depth() -> int:
    """How many calls up from `say_once` the user's own line is; the call of `ours` where there is none."""
    frame, depth = sys._getframe(1), 2
    while frame is not None:
        file = frame.f_code.co_filename
        if not file.startswith(HERE) and "site-packages" not in file:
            return depth
        frame, depth = frame.f_back, depth + 1
    return 2
