"""The form in which exercises are written: what it builds, how it sorts a case's names, what it refuses."""

import numpy as np
import pytest

from nnlib.grading import case, check, examine, exercise
from nnlib.grading.exercise import Case, Slip


@pytest.fixture
def ex():
    """The root of the mean square, with a part of each kind."""
    ex = exercise("rms", "x -> r")

    @ex.part(points=2)
    def value(rng):
        x = rng.normal(0, 1, 6)
        return [case("a triangle", x=[3, 4], r=np.sqrt(12.5)), case(x=x, r=root(x))]

    @ex.part("one number", points=1, hidden=True, pure=True)
    def single(rng):
        return [Case({"x": np.array([-2.0])}, {"r": 2.0})]

    return ex


def root(x):
    return np.sqrt(np.mean(x * x))


def drawn(ex, part=0):
    return ex.parts[part].cases(np.random.default_rng(0))


def test_a_form_builds_the_data_that_the_checks_read(ex):
    spec = ex.built()
    assert (spec.name, spec.parameters, spec.slips) == ("rms", ("x",), ())
    told = [(part.name, part.points, part.hidden, part.pure) for part in spec.parts]
    assert told == [("value", 2, False, False), ("one number", 1, True, True)]
    assert all(isinstance(case, Case) for part in (0, 1) for case in drawn(ex, part))


def test_check_and_examine_take_an_exercise_as_they_take_a_name(ex, capsys):
    assert examine(ex, root).points == examine(ex.built(), root).points == 3
    assert check(root, exercise=ex) == 2 and "rms · value: 2 of 2" in capsys.readouterr().out
    assert check(root, part="one number", exercise=ex) == 1
    with pytest.raises(LookupError, match="rms has no part 'valu'; it has value, one number"):
        examine(ex, root, "valu")


def test_a_slip_is_a_function_with_its_name_as_the_key_and_its_docstring_for_the_learner(ex):
    @ex.slip
    def no_root(x):
        """You stop at the mean
        of the squares.
        """
        return np.mean(x * x)

    @ex.slip(like=no_root)
    def no_root_by_dot(x):
        return x @ x / len(x)

    @ex.slip(key="not-divided", says="You forget the number of entries.")
    def summed(x):
        return np.sqrt(x @ x)

    ex.effect("input-modified", "You write\n into x.")
    assert [(slip.key, slip.message, slip.wrong) for slip in ex.slips] == [
        ("no-root", "You stop at the mean of the squares.", no_root),
        ("no-root", "You stop at the mean of the squares.", no_root_by_dot),
        ("not-divided", "You forget the number of entries.", summed),
        ("input-modified", "You write into x.", None),
    ]
    assert examine(ex, lambda x: sum(x * x) / len(x)).slip == "no-root"

    def in_place(x):
        x /= 1
        x[:] = abs(x)
        return root(x)

    assert examine(ex, in_place, "one number").message == "You write into x."


def test_answers_stand_beside_the_exercise_and_stay_out_of_what_the_checks_read(ex):
    ex.right(root)

    @ex.wrong(slip="sign-flipped", points=1)
    def turned(x):
        return -root(x)

    assert ex.rights == [root] and ex.wrongs[0].function is turned
    assert (ex.wrongs[0].slip, ex.wrongs[0].points) == ("sign-flipped", 1)
    assert not hasattr(ex.built(), "rights")


def test_lists_of_numbers_become_arrays_and_everything_else_is_passed_as_it_is():
    ex = exercise("f", "a, b, words, sizes: list, pair -> y")

    @ex.part(points=1)
    def value(rng):
        return [case(a=[[1, 2], [3, 4]], b=True, words=["x"], sizes=[1, 2], pair=(1, 2), y=[0.5])]

    (made,) = drawn(ex)
    assert made.arguments["a"].dtype == made.truth["y"].dtype == np.float64
    assert made.arguments["a"].shape == (2, 2)
    kept = {name: made.arguments[name] for name in ("b", "words", "sizes", "pair")}
    assert kept == {"b": True, "words": ["x"], "sizes": [1, 2], "pair": (1, 2)}


def test_names_are_sorted_by_the_signature_and_options_are_kept():
    ex = exercise("f", "a, b -> x, y")

    @ex.part(points=1)
    def value(rng):
        named = {"y": 2.0, "b": 1.0, "x": 3.0, "a": 4.0}
        return [case("special", **named, tolerance=0.1, seconds=5.0), case(a=1.0, y=2.0)]

    first, second = drawn(ex)
    assert list(first.arguments) == ["a", "b"] and list(first.truth) == ["x", "y"]
    assert (first.about, first.tolerance, first.seconds) == ("special", 0.1, 5.0)
    assert list(second.arguments) == ["a"] and list(second.truth) == ["y"]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"b": 1.0, "y": 1.0}, "a case of f gives b: one is left out"),
        ({"a": 1.0, "b": 1.0, "z": 1.0}, "a case of f gives 'z', which its signature does not"),
        ({"a": 1.0, "b": 1.0}, "a case of f does not say what must come back"),
    ],
)
def test_a_case_that_does_not_fit_the_signature_is_refused(named, said):
    ex = exercise("f", "a, b -> y")
    ex.part("value", points=1)(lambda rng: [case(**named)])
    with pytest.raises(TypeError, match=said):
        drawn(ex)


SIGNATURES = ["a, a -> y", "a -> a", "scale -> y", "a b -> y", "1 -> y", "a: tuple -> y"]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_signature_with_a_name_that_cannot_stand_there_is_refused(signature):
    with pytest.raises(ValueError, match="cannot stand in the signature"):
        exercise("f", signature)


def test_a_slip_without_words_and_a_part_given_twice_are_refused(ex):
    with pytest.raises(ValueError, match="the slip 'silent' of rms has no docstring"):

        @ex.slip
        def silent(x):
            return 0.0

    with pytest.raises(ValueError, match="rms has a part 'value' already"):
        ex.part("value", points=1)(lambda rng: [])


def test_a_slip_named_like_a_word_of_python_ends_in_an_underscore(ex):
    @ex.slip
    def None_(x):
        """Nothing comes back."""

    assert ex.slips == [Slip("None", "Nothing comes back.", None_)]
