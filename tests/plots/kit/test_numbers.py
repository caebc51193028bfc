"""Numbers as a reader hears them."""

import pytest

from nnlib.plots.kit import numbers


@pytest.mark.parametrize(
    ("x", "words"),
    [(0.25, "0.25"), (802.3, "802"), (1234567, "1,230,000"), (0.0000246, "0.0000246"), (-3, "−3"), (0, "0"),
     (-0.0, "0"), (-0.05, "−0.05"), (-4e-7, "−4.00 × 10⁻⁷"), (float("-inf"), "−inf"),
     (2.5e22, "2.50 × 10²²"), (9.5e-7, "9.50 × 10⁻⁷")],
)  # fmt: skip
def test_plain_numbers(x, words):
    assert numbers.plain(x) == words


@pytest.mark.parametrize(
    ("x", "words", "signed"),
    [(0.0599, "0.060", "+0.060"), (-0.0436, "−0.044", "−0.044"), (-0.0001, "0.000", "0.000"), (0, "0.000", "0.000")],
)  # fmt: skip
def test_numbers_of_a_table(x, words, signed):
    assert (numbers.fixed(x), numbers.fixed(x, plus=True)) == (words, signed)


def test_numbers_in_words():
    assert numbers.power(4.04e-6) == "4.0 × 10⁻⁶"
    assert numbers.power(0.447) == "0.45"
    assert numbers.share(1 / 250_000) == "one part in 250,000 of"
    assert (numbers.share(1.19), numbers.share(794.0)) == ("1.19 times", "794 times")
    assert numbers.share(float("nan")) == "not defined"
    assert [numbers.decade(10.0**k) for k in (-6, 0, 2, 5)] == ["10⁻⁶", "1", "100", "10⁵"]
    assert [numbers.decade(x) for x in (0.5, 20, 2e4, 2e-6)] == ["0.5", "20", "20,000", "2 × 10⁻⁶"]
