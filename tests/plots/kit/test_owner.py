"""Whose function it is: one answer for figures and chapters."""

import functools

import numpy as np
import pytest

import nnlib
from nnlib import keep
from nnlib.plots.kit.owner import is_the_books, owner, whose


def mine(z):
    return z


def in_passing(function):
    """A decorator as readers write it: it takes over name and module of what it wraps."""

    @functools.wraps(function)
    def wrapped(*args):
        return function(*args)

    return wrapped


class Teacher:
    def step(self, z):
        return z


@pytest.mark.parametrize(
    "function",
    [
        nnlib.leaky_relu,
        functools.partial(nnlib.leaky_relu, alpha=0.1),
        functools.partial(functools.partial(nnlib.leaky_relu), alpha=0.1),
        functools.cache(nnlib.count_parameters),
        nnlib.Sequential,
    ],
)
def test_what_stands_in_nnlib_is_the_books(function):
    assert (owner(function), whose(function)) == ("the book's", "the book's")


@pytest.mark.parametrize(
    "function",
    [
        mine,
        lambda z: nnlib.relu(z),
        functools.partial(mine),
        in_passing(nnlib.relu),
        Teacher().step,
        np.abs,
        functools.cache(mine),
        Teacher,
    ],
)
def test_everything_else_is_the_readers(function):
    assert (owner(function), whose(function)) == ("yours", "your")


def test_every_function_of_the_library_is_the_books():
    functions = [getattr(nnlib, name) for name in dir(nnlib) if name[0] != "_"]
    functions = [function for function in functions if callable(function)]
    assert len(functions) > 100 and all(map(is_the_books, functions))


def test_chapters_and_figures_ask_the_same_one():
    assert keep.owner is owner
