"""What a value weighs once it is laid out: references count as what they refer to, and cycles are refused."""

import numpy as np
import pytest

from nnlib.grading.sandbox.protocol import Violation
from nnlib.grading.sandbox.weight import DEEP, ENTRY, HEAVIEST, weigh


def nested(depth, width=1):
    made = [0.0]
    for _ in range(depth):
        made = [made] * width
    return made


def test_a_reference_weighs_what_it_refers_to():
    part = [1.0] * 10
    assert weigh([part]) == 11 * ENTRY
    assert weigh([[part] * 5]) == ENTRY + 5 * weigh([part])
    assert weigh([{"a": part}]) == weigh([["a", part]])
    assert weigh([np.zeros(100)]) == 800 + ENTRY


def test_what_is_ordinary_passes():
    weigh([None, 3, "text", (1, [2, {"three": np.zeros((1000, 1000))}]), [0.0] * 500_000])
    assert weigh([]) == 0


HEAVY = {
    "lists of lists": nested(6, 500),
    "one array again": [np.zeros(1 << 20)] * 9,
    "deep": nested(DEEP + 1),
    "a dict of dicts": {n: nested(3, 200) for n in range(20)},
}


@pytest.mark.parametrize("kind", HEAVY)
def test_what_is_too_heavy_or_too_deep_is_refused(kind):
    with pytest.raises(Violation, match="laid out|too deep"):
        weigh([HEAVY[kind]])


def test_a_tower_is_measured_whole_also_where_its_floors_come_one_by_one():
    floors = [[0.0]]
    for _ in range(2 * DEEP):
        floors.append([floors[-1]])
    with pytest.raises(Violation):
        weigh([floors])
    with pytest.raises(Violation):
        weigh([floors[::-1]])


def test_what_lies_in_itself_is_refused_at_once():
    one, two = [], {}
    one.extend([two] * 1000)
    two[0] = one
    for value in (one, two):
        with pytest.raises(Violation):
            weigh([value])


def test_what_a_container_is_about_to_hold_counts():
    ours, other = [1.0], [2.0]
    assert weigh([ours], becomes={id(ours): [1.0] * 9}) == 10 * ENTRY
    with pytest.raises(Violation):
        weigh([ours, other], becomes={id(ours): [other], id(other): [ours]})
    assert ours == [1.0] and HEAVIEST > 1 << 20
