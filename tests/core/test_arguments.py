"""The gate: each wrong thing is refused once, in words that say what was given and what was wanted."""

import numpy as np
import pytest

from nnlib.core import arguments as gates


@pytest.mark.parametrize("value", [[1, 2], (1.5, 2), np.uint8([1]), np.bool_(True), 3, 2.5, []])
def test_numbers_become_float64(value):
    got = gates.as_floats("X", value)
    assert got.dtype == np.float64
    np.testing.assert_array_equal(got, np.asarray(value))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_keep_their_dtype_and_are_not_copied(dtype):
    X = np.ones((2, 3), dtype)
    assert gates.as_floats("X", X) is X


def test_the_result_is_contiguous_and_a_number_stays_a_number():
    for X in (np.ones((4, 6))[::2, ::3], np.ones((3, 4), order="F"), np.ones(6)[::-2]):
        got = gates.as_floats("X", X)
        assert got.flags.c_contiguous and got.shape == X.shape
    assert gates.as_floats("X", 1.0).shape == ()


@pytest.mark.parametrize(
    "value", ["abc", None, 1j, [object()], np.float16(1), np.datetime64(0, "s")]
)
def test_other_kinds_are_refused(value):
    with pytest.raises(TypeError, match=r"X holds .*; wanted numbers \(float32 or float64\)"):
        gates.as_floats("X", value)


def test_the_number_of_axes_is_checked():
    assert gates.as_floats("X", [[1]], 2).shape == (1, 1)
    with pytest.raises(ValueError, match=r"X has shape \(3,\); wanted 2 axes"):
        gates.as_floats("X", [1, 2, 3], 2)


@pytest.mark.parametrize(
    "y", [[0, 2, 1], np.int32([0, 2, 1]), np.uint8([0, 2, 1]), np.array([0, 9, 2, 9, 1])[::2]]
)
def test_labels_become_contiguous_int64(y):
    got = gates.as_labels("y", y, 3, 3)
    assert got.dtype == np.int64 and got.flags.c_contiguous and got.tolist() == [0, 2, 1]


@pytest.mark.parametrize(
    ("y", "kind", "message"),
    [
        ([0, 7, 1], ValueError, r"y has label 7, but the network has 3 outputs \(labels 0 to 2\)"),
        (
            [0, -1, 1],
            ValueError,
            r"y has label -1, but the network has 3 outputs \(labels 0 to 2\)",
        ),
        (
            [0, 1, 3],
            ValueError,
            r"y has label 3, but the network has 3 outputs",
        ),  # the first too high
        ([0, 3, -1], ValueError, r"y has label 3, but"),
        ([0, 1], ValueError, r"y has shape \(2,\); wanted \(3,\), one label per row"),
        ([[0], [1], [2]], ValueError, r"y has shape \(3, 1\); wanted \(3,\)"),
        ([0.0, 1.0, 2.0], TypeError, r"y holds float64; wanted whole numbers \(class labels\)"),
        ([True, False, True], TypeError, r"y holds bool; wanted whole numbers"),
        (["a", "b", "c"], TypeError, r"y holds <U1; wanted whole numbers"),
        (None, TypeError, r"y holds object; wanted whole numbers"),
        (np.uint64([2**63, 0, 0]), ValueError, r"y has label 9223372036854775808, but"),
    ],
)
def test_wrong_labels_are_refused(y, kind, message):
    with pytest.raises(kind, match=message):
        gates.as_labels("y", y, 3, 3)


def test_no_labels_are_fine_where_there_are_no_rows():
    assert gates.as_labels("y", np.zeros(0, int), 0, 3).shape == (0,)


def test_nothing_is_refused():
    gates.not_empty("X", np.ones((1, 2)))
    with pytest.raises(ValueError, match=r"X has shape \(0, 2\): at least one row is wanted"):
        gates.not_empty("X", np.ones((0, 2)))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_refused_with_its_place(bad):
    X = np.zeros((2, 3))
    gates.all_finite("X", X)
    X[1, 2] = bad
    with pytest.raises(ValueError, match=rf"X holds {bad} at \(1, 2\); wanted finite numbers"):
        gates.all_finite("X", X)


def test_positive_whole_numbers():
    assert [gates.positive_int("n", value) for value in (1, np.int64(5))] == [1, 5]
    for value in (2.0, "2", None, True, [2]):
        with pytest.raises(TypeError, match="n is .*; wanted a whole number"):
            gates.positive_int("n", value)
    for value in (0, -3):
        with pytest.raises(ValueError, match=f"n is {value}; wanted at least 1"):
            gates.positive_int("n", value)


def test_positive_numbers():
    assert [gates.positive_number("lr", v) for v in (1, 0.5, np.float32(0.5))] == [1, 0.5, 0.5]
    for value in ("2", None, True, [2], 1j):
        with pytest.raises(TypeError, match="lr is .*; wanted a number"):
            gates.positive_number("lr", value)
    for value in (0, -3, np.nan, np.inf):
        with pytest.raises(ValueError, match=f"lr is {value}; wanted a positive number"):
            gates.positive_number("lr", value)


def test_only_a_generator_is_a_generator():
    rng = np.random.default_rng(0)
    assert gates.generator("rng", rng) is rng
    for value in (0, None, np.random, np.random.RandomState(0)):
        with pytest.raises(TypeError, match=r"rng is .*; wanted np.random.default_rng\(seed\)"):
            gates.generator("rng", value)


def test_arrays_meet_by_the_letters_of_their_axes():
    X, w, b = gates.meet("f", "X n d, w d, b", [[1, 2]], np.float32([3, 4]), 5)
    assert X.shape == (1, 2) and {X.dtype, w.dtype, b.dtype} == {np.dtype(np.float32)}
    assert gates.meet("f", "X n, b", [1, 2], 3)[0].dtype == np.float64
    assert gates.meet("f", "x n, y n", np.ones(2, np.float32), np.ones(2))[0].dtype == np.float64
    assert gates.meet("f", "x n, b", np.ones(2, np.float32), np.float64(0.1))[1] == np.float32(0.1)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (([[1, 2]], [3], 0), r"f: w should have shape \(2,\); given: X \(1, 2\), w \(1,\), b \(\)"),
        (([1, 2], [3, 4], 0), r"X has shape \(2,\); wanted 2 axes"),
        (([[1, 2]], [3, 4], [0]), r"b has shape \(1,\); wanted a number"),
    ],
)
def test_arrays_that_do_not_meet_are_refused(values, message):
    with pytest.raises(ValueError, match=message):
        gates.meet("f", "X n d, w d, b", *values)


def test_class_labels():
    labels = gates.class_labels("y", np.uint8([2, 0]), 3)
    assert labels.dtype == np.int64 and labels.tolist() == [2, 0]
    for value, message in [
        ([0, 3], "y has label 3; wanted labels 0 to 2"),
        ([-1, 0], "y has label -1; wanted labels 0 to 2"),
        ([], r"y has shape \(0,\); wanted \(n,\), one label per example"),
        ([[0], [1]], r"y has shape \(2, 1\)"),
        (1, r"y has shape \(\)"),
    ]:
        with pytest.raises(ValueError, match=message):
            gates.class_labels("y", value, 3)
    for value in ([0.0, 1.0], ["a"], [True, False]):
        with pytest.raises(TypeError, match="y holds .*; wanted whole numbers"):
            gates.class_labels("y", value, 3)


def test_numbers_between_two_others():
    assert [gates.between("keep", v, 0, 1) for v in (0, 1, np.float32(0.5))] == [0, 1, 0.5]
    for value in (-0.1, 1.1, np.nan, np.inf):
        with pytest.raises(ValueError, match=f"keep is {value}; wanted 0 to 1"):
            gates.between("keep", value, 0, 1)
    for value in ("2", None, True, [0.5]):
        with pytest.raises(TypeError, match="keep is .*; wanted a number"):
            gates.between("keep", value, 0, 1)
