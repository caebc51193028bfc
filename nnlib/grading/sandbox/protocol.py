"""What crosses the boundary: frames of JSON and npy, with every size and type checked before it is used.

A frame is a head (two lengths), a JSON text, and a block of npy arrays that the text points into. There is no
pickle anywhere: what is no array, number, text or container of such stays on its side, behind a handle. This
file is used on both sides and stands alone: it needs NumPy and the standard library.
"""

import io
import json
import re
import struct
from math import prod

import numpy as np

HEAD = struct.Struct(">4sII")
MAGIC = b"nnl1"
TEXT, BLOCK = 1 << 20, 64 << 20  # bytes of JSON and of arrays that one frame may hold
PAIRS = 1000  # keys that one dict may have
DEPTH, WORD = 12, 1 << 16  # how deep values nest, how long a text may be
KINDS = "biufc"  # kinds of arrays that may cross
GENERATORS = ("PCG64", "PCG64DXSM")  # their states are whole numbers, and every state is a safe one
NPY = re.compile(
    rb"\{'descr': '([<>|=][biufc][0-9]{1,2})', 'fortran_order': (True|False), "
    rb"'shape': \(((?:[0-9]{1,12}(?:, ?|,?(?=\))))*)\), \} *\n"
)


class Violation(Exception):
    """The other side sent something that the protocol does not know."""


# -- frames ---------------------------------------------------------------------------------------


def frame(message, block=b"", most=BLOCK):
    """The bytes of one frame. Raises Violation for one that the other side would refuse."""
    text = json.dumps(message, separators=(",", ":")).encode()
    if len(text) > TEXT or len(block) > most:
        raise Violation(
            f"{(len(text) + len(block)) / 1e6:.1f} MB are more than one answer may hold"
        )
    return HEAD.pack(MAGIC, len(text), len(block)) + text + block


def lengths(head, text=TEXT, block=BLOCK):
    """How many bytes of JSON and of arrays follow this head. Raises Violation where that is too much."""
    magic, n_text, n_block = HEAD.unpack(head)
    if magic != MAGIC or n_text > text or n_block > block:
        raise Violation("a frame without a proper head")
    return n_text, n_block


def parse(text):
    """The message in a JSON text: always a dict. Raises Violation for anything else."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise Violation("a frame that is no JSON") from None
    if type(message) is not dict:
        raise Violation("a frame that is no message")
    return message


# -- arrays ---------------------------------------------------------------------------------------


def npy(array):
    """One array as npy bytes; its order, by rows or by columns, is kept."""
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=(1, 0), allow_pickle=False)
    return out.getvalue()


def array_of(data):
    """The array in npy bytes, a new one. Kind, shape and size are checked before memory is asked for."""
    if len(data) < 10 or bytes(data[:8]) != b"\x93NUMPY\x01\x00":
        raise Violation("an array without a proper head")
    start = 10 + int.from_bytes(data[8:10], "little")
    found = NPY.fullmatch(bytes(data[10:start]))
    if found is None:
        raise Violation("an array of a kind that may not cross")
    shape = tuple(int(n) for n in re.findall(rb"[0-9]+", found[3]))
    try:
        kind = np.dtype(found[1].decode())
        if len(shape) > 8 or prod(shape) * kind.itemsize != len(data) - start:
            raise Violation("an array whose size is not that of its data")
        flat = np.frombuffer(data, kind, prod(shape), start)
        flat = flat.view(np.uint8) != 0 if kind.kind == "b" else flat
        return flat.reshape(shape, order="F" if found[2] == b"True" else "C").copy(order="K")
    except (TypeError, ValueError, OverflowError):
        raise Violation("an array of a kind or shape that may not cross") from None


def may_cross(array):
    """Whether this is an ordinary array of numbers, not a subclass and not one of objects."""
    return type(array) is np.ndarray and array.dtype.kind in KINDS and array.ndim <= 8


# -- values ---------------------------------------------------------------------------------------


class Writer:
    """Turns values into JSON nodes and a block of arrays.

    `other(value)` gives the node of what is no plain value (functions, objects). `known` maps the id of an object
    that the other side has already to its number there. `objects` lists every container written, in order.
    """

    def __init__(self, other, known=None):
        self.other, self.known = other, known or {}
        self.blocks, self.size, self.objects, self.numbers = [], 0, [], {}

    @property
    def block(self):
        return b"".join(self.blocks)

    def value(self, value, depth=0):
        """The node of one value."""
        if depth > DEPTH:
            raise Violation("values nested too deep")
        if value is None or type(value) in (bool, float):
            return value
        if type(value) is str:
            return value if len(value) <= WORD else value[:WORD]
        if type(value) is int:
            return value if abs(value) < 1 << 63 else self.other(value)
        if id(value) in self.known:
            return {"t": "arg", "n": self.known[id(value)]}
        if id(value) in self.numbers:
            return {"t": "again", "n": self.numbers[id(value)]}
        if type(value) is np.random.Generator and state_of(value)["bit_generator"] in GENERATORS:
            self._note(value)
            return {"t": "rng", "state": state_of(value)}
        if may_cross(value):
            self._note(value)
            return {"t": "npy", "at": self._append(value)}
        if isinstance(value, np.generic) and value.dtype.kind in KINDS:
            return {"t": "num", "at": self._append(np.asarray(value))}
        if type(value) is tuple:
            return {"t": "tuple", "v": [self.value(v, depth + 1) for v in value]}
        if type(value) is list:
            self._note(value)
            return {"t": "list", "v": [self.value(v, depth + 1) for v in value]}
        if type(value) is dict:
            self._note(value)
            pairs = [[self.value(k, depth + 1), self.value(v, depth + 1)] for k, v in value.items()]
            return {"t": "dict", "v": pairs}
        return self.other(value)

    def _note(self, value):
        self.numbers[id(value)] = len(self.objects)
        self.objects.append(value)

    def _append(self, array):
        data = npy(array)
        self.size += len(data)
        if self.size > BLOCK:
            raise Violation(f"arrays of more than {BLOCK >> 20} MB together")
        self.blocks.append(data)
        return [self.size - len(data), len(data)]


class Reader:
    """Turns JSON nodes back into values, and trusts nothing. `other(node)` reads what Writer.other wrote."""

    def __init__(self, block, other, known=()):
        self.block, self.other, self.known = memoryview(block), other, known
        self.objects = []

    def value(self, node, depth=0):
        """The value of one node. Raises Violation for what is no value."""
        if depth > DEPTH:
            raise Violation("values nested too deep")
        if node is None or type(node) in (bool, float):
            return node
        if type(node) is int and abs(node) < 1 << 63:
            return node
        if type(node) is str and len(node) <= WORD:
            return node
        kind = node.get("t") if type(node) is dict else None
        if kind == "npy":
            return self._noted(self._array(node))
        if kind == "num":
            return self._number(node)
        if kind == "tuple":
            return tuple(self.value(v, depth + 1) for v in items(node))
        if kind == "list":
            into = self._noted([])
            into.extend(self.value(v, depth + 1) for v in items(node))
            return into
        if kind == "dict":
            return self._dict(node, depth)
        if kind == "rng":
            return self._noted(generator(node.get("state")))
        if kind in ("arg", "again"):
            return chosen(self.known if kind == "arg" else self.objects, node.get("n"))
        if kind in ("far", "call"):
            return self.other(node)
        raise Violation("a value of a kind that may not cross")

    def _noted(self, value):
        self.objects.append(value)
        return value

    def _array(self, node):
        at = node.get("at")
        if type(at) is not list or [type(n) for n in at] != [int, int]:
            raise Violation("an array that is nowhere")
        start, length = at
        if not (0 <= start and 0 <= length and start + length <= len(self.block)):
            raise Violation("an array outside its frame")
        return array_of(self.block[start : start + length])

    def _number(self, node):
        array = self._array(node)
        if array.ndim:
            raise Violation("a number that is an array")
        return array[()]

    def _dict(self, node, depth):
        into = self._noted({})
        if len(items(node)) > PAIRS:  # keys can be chosen so that a dict of n takes n² steps
            raise Violation("a dict with too many keys")
        for pair in items(node):
            if type(pair) is not list or len(pair) != 2:
                raise Violation("a dict that is none")
            try:
                into[self.value(pair[0], depth + 1)] = self.value(pair[1], depth + 1)
            except TypeError:
                raise Violation("a dict with a key that cannot be one") from None
        return into


def items(node):
    """The list in a container's node."""
    if type(node.get("v")) is not list:
        raise Violation("a container without contents")
    return node["v"]


def chosen(objects, number):
    """The object of this number."""
    if type(number) is not int or not 0 <= number < len(objects):
        raise Violation("an object that was never sent")
    return objects[number]


# -- generators -----------------------------------------------------------------------------------


def state_of(generator):
    """The state of a generator's bits; for the kinds that may cross, whole numbers and names."""
    return generator.bit_generator.state


def generator(state):
    """A new generator in this state."""
    kind = state.get("bit_generator") if type(state) is dict else None
    if kind not in GENERATORS:
        raise Violation("a generator of an unknown kind")
    made = np.random.Generator(getattr(np.random, kind)(0))
    set_state(made, state)
    return made


def set_state(generator, state):
    """Put a generator into a state that came across. Raises Violation where it is none of this generator's kind."""
    before = generator.bit_generator.state
    try:
        generator.bit_generator.state = _like(state, before)
    except (TypeError, ValueError, OverflowError, KeyError):
        raise Violation("a generator in no proper state") from None


def _like(given, before):
    """`given` with exactly the structure of `before`, and whole numbers only."""
    if isinstance(before, dict):
        if type(given) is not dict or given.keys() != before.keys():
            raise Violation("a generator in no proper state")
        return {key: _like(given[key], before[key]) for key in before}
    if isinstance(before, str):
        if given != before:
            raise Violation("a generator of another kind")
        return before
    if type(given) is not int or not 0 <= given < 1 << 128:
        raise Violation("a generator in no proper state")
    return given
