"""The catalogue of slips, on an exercise of several outputs: each relation is named, none is confused."""

import numpy as np
import pytest

from nnlib.grading import catalogue
from nnlib.grading.check import _examine
from nnlib.grading.exercise import Case, Exercise, Part

N = {"3": (3, 4, 2), "4": (4, 4, 4)}


def affine_backward(dout, X, W):
    return dout @ W.T, X.T @ dout / len(X), dout.mean(axis=0)


def cases(rng):
    made = []
    for n, n_in, n_out in N.values():
        given = {
            "dout": rng.normal(size=(n, n_out)),
            "X": rng.normal(size=(n, n_in)),
            "W": rng.normal(size=(n_in, n_out)),
        }
        made.append(
            Case(given, dict(zip(("dX", "dW", "db"), affine_backward(**given), strict=True)))
        )
    return made


SPEC = Exercise("mean_affine_backward", ("dout", "X", "W"), (Part("gradient", 5, cases),))


def slip_of(function):
    report = _examine(SPEC, function, ["gradient"], 1)
    return report.slip, report.message


def test_the_truth_passes():
    assert slip_of(affine_backward) == (None, "")


@pytest.mark.parametrize(
    ("change", "slip", "word"),
    [
        (lambda dX, dW, db, n, k: (-dX, dW, db), "sign-flipped", "dX"),
        (lambda dX, dW, db, n, k: (dX, dW * n, db), "missing-mean", "4 times too large"),
        (lambda dX, dW, db, n, k: (dX, dW / n, db), "mean-twice", "dW"),
        (lambda dX, dW, db, n, k: (dX, dW, db * n), "missing-mean", "db"),
        (lambda dX, dW, db, n, k: (dX, dW * k, db), "summed-outputs", "dW"),
        (lambda dX, dW, db, n, k: (dX / k, dW, db), "averaged-outputs", "dX"),
        (lambda dX, dW, db, n, k: (dX * 2, dW, db), "doubled", "dX"),
        (lambda dX, dW, db, n, k: (dX / 2, dW, db), "halved", "dX"),
        (lambda dX, dW, db, n, k: (np.roll(dX, 1, axis=0), dW, db), "shifted-row", "dX"),
        (lambda dX, dW, db, n, k: (np.roll(dX, 1, axis=1), dW, db), "shifted-column", "dX"),
        (lambda dX, dW, db, n, k: (dX, dW, 0 * db), "all-zeros", "db"),
        (lambda dX, dW, db, n, k: (dX, dW + np.nan, db), "not-finite", "nan"),
        (lambda dX, dW, db, n, k: (dX, dW.T, db), "transposed", "dW"),
        (lambda dX, dW, db, n, k: (dX, dW, db[:, None]), "broadcast-up", "db"),
        (lambda dX, dW, db, n, k: (dX, dW, db.sum()), "lost-axis", "db"),
        (lambda dX, dW, db, n, k: (dX, dW), "wrong-type", "3 things: dX, dW, db"),
        (lambda dX, dW, db, n, k: (dX + 1, dW, db), "wrong-value", "dX[0, 0]"),
    ],
)
def test_each_relation_is_named_with_the_output_it_concerns(change, slip, word):
    def wrong(dout, X, W):
        return change(*affine_backward(dout, X, W), len(X), W.shape[1])

    found, message = slip_of(wrong)
    assert found == slip and word in message, message


def test_a_transpose_that_hides_in_a_square_is_found_there():
    def wrong(dout, X, W):
        dX, dW, db = affine_backward(dout, X, W)
        return dX, dW.T if dW.shape[0] == dW.shape[1] else dW, db

    found, message = slip_of(wrong)
    assert found == "transposed" and "equal widths" in message


def test_last_row_and_last_column_are_seen():
    def rows(dout, X, W):
        dX, dW, db = affine_backward(dout, X, W)
        dX[-1] = 0
        return dX, dW, db

    def columns(dout, X, W):
        dX, dW, db = affine_backward(dout, X, W)
        dX[:, -1] *= 1.5
        return dX, dW, db

    assert slip_of(rows)[0] == "last-row"
    assert slip_of(columns)[0] == "last-column"


def test_agreement_treats_nan_inf_and_zeros_with_care():
    agree = catalogue.agree
    assert agree([0.0, 0.0], [0.0, 0.0], 1e-6)
    assert not agree([1e-9, 0.0], [0.0, 0.0], 1e-6)
    assert agree([1e-9, 0.0], [0.0, 0.0], 1e-6, scale=1)
    assert not agree([np.nan, 1.0], [0.5, 1.0], 1e-6)
    assert agree([np.nan], [np.nan], 1e-6) and agree([np.inf], [np.inf], 1e-6)
    assert not agree([np.inf], [-np.inf], 1e-6) and not agree([np.inf], [1.0], 1e-6)
    assert agree([1.0, 4e-18], [1.0, 0.0], 1e-6) and not agree(
        [1.0, 4e-18], [1.0, 0.0], 1e-6, elementwise=True
    )
    assert not agree([1.0], [1.0, 1.0], 1e-6)


def test_keys_are_stable_words_and_unique():
    keys = [relation.key for relation in catalogue.RELATIONS]
    assert len(set(keys)) == len(keys)
    assert all(key == key.lower() and " " not in key for key in keys)


def test_a_relation_of_single_numbers_needs_two_cases_that_agree():
    def of(*sizes):
        return [(Case({"P": np.ones(n)}, {"J": float(n)}), n) for n in sizes]

    def said(factor, *sizes):
        return catalogue.related("J", [(c, factor(n) * c.truth["J"]) for c, n in of(*sizes)])

    assert said(lambda n: 2, 3) is None, "one number may have many reasons"
    assert said(lambda n: 2, 3, 4)[0] == "doubled" and said(lambda n: 0.5, 3, 4)[0] == "halved"
    assert said(lambda n: -1, 3, 4)[1].startswith("Your J has the right size and the wrong sign.")
    key, words = said(lambda n: n, 3, 4)
    assert key == "missing-mean" and "3 times for 3 of them" in words and "gradient" not in words
    assert said(lambda n: 1 / n, 3, 4)[0] == "mean-twice"
    assert said(lambda n: n, 1, 4) is None, "with one example a mean is its sum"
    assert said(lambda n: n, 2, 2)[0] == "doubled"
    assert said(lambda n: n + 1, 3, 4) is None


def test_a_case_that_is_right_speaks_against_a_relation():
    first, second, third = (Case({}, {"J": float(n)}) for n in (1, 2, 3))
    wrong = [(first, -1.0), (second, -2.0)]
    assert catalogue.related("J", wrong)[0] == "sign-flipped"
    assert catalogue.related("J", wrong, [(third, 3.0)]) is None
