"""The figures of chapter 12, digits."""

from nnlib.plots.ch12.draw import DRAWN, digit_page, draw_digit
from nnlib.plots.ch12.gallery import CALIBRATION, CONFUSION, GALLERY

__all__ = ["CALIBRATION", "CONFUSION", "DRAWN", "GALLERY", "digit_page", "draw_digit"]
