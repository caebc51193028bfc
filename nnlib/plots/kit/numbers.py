"""Numbers as a reader hears them."""

from math import log10

from nnlib.core.words import tr

MINUS = "−"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def decade(x):
    """The label of a tick on a log axis: 10⁻⁶, 1, 10, 100, 10⁴, and between powers of ten 0.5, 20,000, 2 × 10⁻⁶."""
    if x <= 0:
        return plain(x)
    exponent = round(log10(x))
    if abs(x / 10.0**exponent - 1) > 1e-6:
        return power(x, 3) if 1e-3 <= x < 1e6 else power(x, 1)
    return str(10**exponent) if 0 <= exponent <= 2 else f"10{str(exponent).translate(RAISED)}"


def power(x, digits: int = 2):
    """A number that may be very large or small: 0.45, 750, 4.0 × 10⁻⁶."""
    if x == 0 or x != x or 1e-3 <= abs(x) < 1e5:
        return plain(x, digits)
    mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
    return f"{_signed(mantissa)} × 10{str(int(exponent)).translate(RAISED)}"


def plain(x, digits: int = 3):
    """A number with `digits` significant digits, as a person writes it: 0.25, 802, 0.0000246, 1,230,000."""
    if x != x or x in (float("inf"), float("-inf")):
        return _signed(str(x))
    if abs(x) >= 1e9 or 0 < abs(x) < 1e-6:
        return power(x, digits)
    shown = float(f"{x:.{digits}g}") + 0.0  # no minus zero
    words = f"{shown:,.10f}".rstrip("0").rstrip(".") if shown % 1 else f"{shown:,.0f}"
    return _signed(words)


def fixed(x, digits: int = 3, plus: bool = False):
    """A number with `digits` places after the point, as the columns of a table need it: 0.060, −0.044, 0.000.

    With `plus` a positive number shows its sign, too. What is rounded to 0 has none.
    """
    rounded = round(float(x), digits) + 0.0
    return _signed(f"{rounded:{'+' if plus and rounded else ''}.{digits}f}")


def _signed(words):
    """With a real minus sign, as wide as a plus."""
    return words.replace("-", MINUS)


def share(x):
    """A ratio in words: how many times as large, or one part in how many."""
    if x != x:
        return tr("not defined")
    if x == 0:
        return "zero"
    if 0.1 <= abs(x) < 10:
        return f"{plain(x)} times"
    return f"{plain(x)} times" if abs(x) >= 10 else tr("one part in {plain} of", plain=plain(1 / x))
