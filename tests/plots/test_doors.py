"""Garbage for the functions that a figure draws: a TypeError that says what was wanted, before anything is drawn."""

import inspect
from collections.abc import Callable, Mapping
from types import UnionType
from typing import get_args

import pytest
from test_mathematics import GARBAGE

from nnlib import plots

NO_FUNCTION = [one for one in GARBAGE if not callable(one)]


def kinds(annotation):
    return get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)


def faces():
    """(name of a figure, its parameter, what it wants) for every function that a figure can be given."""
    for name in plots.__all__:
        face = getattr(plots, name)
        if not inspect.isfunction(face):
            continue
        for key, about in inspect.signature(face).parameters.items():
            wanted = {Callable, Mapping[str, Callable], dict} & {*kinds(about.annotation)}
            if wanted and about.kind is not about.VAR_KEYWORD:
                yield name, key, wanted.pop(), about.default is None


FACES = list(faces())


def test_there_are_such_figures():
    assert len(FACES) > 30
    given = {name for name, *_ in FACES}
    assert {"h_slider", "margin_slider", "fold_cutter", "watch_xor", "draw_digit"} <= given


@pytest.mark.parametrize(("name", "key", "wanted", "may_be_none"), FACES)
def test_a_figure_refuses_what_is_no_function_and_says_so(name, key, wanted, may_be_none):
    for wrong in NO_FUNCTION:
        if (wrong is None and may_be_none) or (wanted is not Callable and isinstance(wrong, dict)):
            continue
        with pytest.raises(TypeError, match=rf"(?s)^{key} is .*; wanted"):
            getattr(plots, name)(**{key: wrong})


def test_a_dict_of_functions_holds_functions():
    with pytest.raises(TypeError, match=r'functions\["relu"\] is 3; wanted a function'):
        plots.pair_explorer(functions={"relu": 3})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.predict(3, ["a"], "a"), "question is 3; wanted a text"),
        (lambda: plots.wiggle("no"), "seed is 'no'; wanted a whole number"),
        (lambda: plots.stopping_data(rows=1.5), "rows is 1.5; wanted a whole number"),
        (lambda: plots.loss_plane("no", []), "loss is 'no'; wanted a function"),
    ],
)
def test_other_garbage_is_named_too(call, message):
    with pytest.raises(TypeError, match=message):
        call()
