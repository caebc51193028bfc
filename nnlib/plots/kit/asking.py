"""A figure in JavaScript that a reader's own function speaks on: Python asks it, the page shows what it said."""

from typing import Any

import numpy as np
from traitlets import Dict, HasTraits


class Asking(HasTraits):
    """A widget with `own`, what the reader's function said: {} for the book's, else `at` and what `_asked` adds.

    `at` is what it was asked. The page shows an answer only beside what it was asked about. A subclass has
    `_at() -> list` and `_asked() -> dict`, and calls `_ask` whenever one of its traits changes.
    """

    own = Dict().tag(sync=True)

    def _at(self) -> list:
        raise NotImplementedError

    def _asked(self) -> dict[str, Any]:
        raise NotImplementedError

    def _ask(self, _=None):
        """Whatever a reader's function raises later, under the hand, belongs on the figure."""
        try:
            answer = self._asked()
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        self.own = {"at": self._at(), **answer}


def entries(numbers) -> list:
    """An array as lists that JSON knows: what is no finite number is None.

    >>> entries([[1, float("nan")]])
    [[1.0, None]]
    """
    array = np.asarray(numbers, dtype=float)
    return np.where(np.isfinite(array), array, None).tolist()
