"""The protocol: whatever arrives is a value of a known kind, or refused."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib.grading.sandbox import protocol
from nnlib.grading.sandbox.protocol import Reader, Violation, Writer, array_of, npy

NODES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["t", "v", "n", "at", "state"]), inner, max_size=4)
        | st.fixed_dictionaries(
            {
                "t": st.sampled_from(
                    ["npy", "num", "tuple", "list", "dict", "rng", "arg", "far", "again"]
                ),
                "v": inner,
                "n": st.integers(-2, 3),
                "at": st.lists(st.integers(-5, 200), max_size=3),
                "state": inner,
            }
        )
    ),
    max_leaves=12,
)


@given(NODES, st.binary(max_size=200))
def test_no_node_whatever_does_more_than_be_refused(node, block):
    try:
        Reader(block, lambda node: None, [1]).value(node)
    except Violation:
        pass


HEADS = [
    "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999, 999999999999), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
    "{'descr': '<f3', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': __import__('os'), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 999999999999, 999999999999), }",
    "{'descr': '<f8', 'fortran_order': 1, 'shape': (1,), }",
    "{'descr': '<U9', 'fortran_order': False, 'shape': (), }",
]


@pytest.mark.parametrize("head", HEADS)
def test_arrays_that_lie_about_themselves_are_refused(head):
    text = (head + "\n").encode()
    with pytest.raises(Violation):
        array_of(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + b"\0" * 8)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_array_are_refused(data):
    with pytest.raises(Violation):
        array_of(data)
    with pytest.raises(Violation):
        array_of(npy(np.zeros(3)) + b"\0" + data)


def test_a_generator_takes_no_state_of_another_form():
    rng = np.random.default_rng(1)
    good = protocol.state_of(rng)
    for bad in (None, 3, {}, good | {"bit_generator": "MT19937"}, good | {"uinteger": -1}):
        with pytest.raises(Violation):
            protocol.set_state(rng, bad)
    with pytest.raises(Violation):
        protocol.set_state(rng, good | {"state": {"state": 1 << 200, "inc": 1}})
    assert rng.normal() == np.random.default_rng(1).normal()


def test_a_writer_and_a_reader_agree_on_what_was_said_twice():
    x = np.zeros(2)
    writer = Writer(None)
    node = json.loads(json.dumps(writer.value([x, {"x": x}, [x]])))
    first, second, third = Reader(writer.block, None).value(node)
    assert first is second["x"] is third[0]
