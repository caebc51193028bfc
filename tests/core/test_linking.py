"""Linking: a copy in which names mean something else, and an original that does not notice."""

from nnlib.core.linking import copy_of, linked, names_in, relink


def one(x):
    return x + 1


def ten(x):
    return x + 10


def twice(x):
    """Twice one more."""
    return 2 * one(x)


def swap(value):
    return ten if value is one else None


def test_a_name_means_something_else_in_the_copy_alone():
    assert linked(twice, swap)(1) == 22 and twice(1) == 4
    assert linked(twice, lambda value: None)(1) == 4


def test_names_inside_a_comprehension_and_a_closure_count_too():
    def make(f):
        return lambda values: [f(one(value)) for value in values]

    before = make(one)
    assert linked(before, swap)([0, 1]) == [20, 21]
    assert before([0, 1]) == [2, 3]


def test_a_copy_keeps_what_belongs_to_the_function():
    def f(x, *, y: int = 3) -> int:
        return x + y

    copy = copy_of(f)
    assert copy is not f and copy(1) == 4 and copy.__kwdefaults__ == {"y": 3}
    assert (copy.__qualname__, copy.__module__) == (f.__qualname__, __name__)
    assert copy.__annotations__ == f.__annotations__ and copy.__globals__ is not f.__globals__


def test_a_copy_can_be_named_before_it_is_relinked():
    """So a learner's function that calls itself finds its compiled self."""
    copy = copy_of(twice)
    assert relink(copy, swap) is copy and copy(1) == 22


def test_names_are_those_that_the_code_mentions():
    assert names_in(twice.__code__) == {"one"}
