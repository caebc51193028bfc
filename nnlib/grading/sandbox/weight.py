"""What a value weighs once everything that it refers to is laid out: a few bytes on the wire can stand for gigabytes.

A list that holds one list a thousand times crosses as one list and a thousand references to it. Whatever walks it here,
or makes an array of it, meets a thousand lists: so limits hold for those.
"""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.sandbox.protocol import BLOCK, Violation

ENTRY = 64  # bytes that one entry of a list or dict weighs, about what a number takes in Python
DEEP = 64  # how deep lists may lie in one another; one that lies in itself is deeper
HEAVIEST = BLOCK  # bytes that one answer may weigh


def weigh(values: list, most: int = HEAVIEST, becomes: dict | None = None) -> int:
    """The weight of all these values together. Raises Violation where it is more than `most`, or endless.

    `becomes` maps the id of a container to what it is about to hold instead.
    """
    scale = _Scale(most, becomes or {})
    return sum(scale.laid_out(value, 0)[0] for value in values)


class _Scale:
    """Looks into every container once, and remembers its weight and its height."""

    def __init__(self, most, becomes):
        self.most, self.becomes, self.known = most, becomes, {}

    def laid_out(self, value, depth):
        """(weight, height) of a value."""
        if isinstance(value, np.ndarray):
            return self._allowed(value.nbytes + ENTRY, 0)
        if not isinstance(value, (list, tuple, dict)):
            return ENTRY, 0
        if id(value) not in self.known:
            self.known[id(value)] = self._inside(value, depth)
        return self.known[id(value)]

    def _inside(self, container, depth):
        if depth > DEEP:
            raise Violation(tr("lists that lie too deep in one another, or in themselves"))
        weight, height = ENTRY, 0
        for part in _parts(self.becomes.get(id(container), container)):
            more, below = self.laid_out(part, depth + 1)
            weight, height = self._allowed(weight + more, max(height, below + 1))
        return weight, height

    def _allowed(self, weight, height):
        if weight > self.most or height > DEEP:
            raise Violation(
                tr(
                    "more than {megabytes:.0f} MB once all of it is laid out",
                    megabytes=self.most / 1e6,
                )
            )
        return weight, height


def _parts(container):
    if isinstance(container, dict):
        return [part for pair in container.items() for part in pair]
    return container
