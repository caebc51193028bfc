"""Small changes to a function: each is another one, and one that passes is told as a line that can be found again."""

import ast

from nnlib.grading.mutants import living, mutants

SOURCE = """
import numpy as np
def peak(x):
    best = x[0]
    for number in x[1:]:
        if number > best:
            best = number
    return best
"""


def statements():
    return ast.parse(SOURCE).body


def test_each_mutant_is_another_function_that_can_be_compiled():
    function = statements()[1]
    found = list(mutants(function))
    assert len(set(found)) == len(found) > 8 and ast.unparse(function) not in found
    assert all(compile(text, "peak", "exec") for text in found)


def test_those_that_live_are_told_by_their_lines():
    def passes(function, seed):
        try:
            return all(function(x) == max(x) for x in ([1, 3, 2], [-1], [4, 4, -5]))
        except Exception:
            return False

    tried, alive = living(statements(), "peak", passes)
    assert tried > 8
    assert "if number > best: | if number >= best:" in alive
    assert "for number in x[1:]: | for number in x[:]:" in alive
    assert not any("return" in line for line in alive)
    assert living(statements(), "peak", lambda function, seed: False) == (tried, [])
