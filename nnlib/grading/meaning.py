"""What an error of Python or NumPy means here, in a learner's own terms: told once, for all exercises."""

import re

from nnlib.core.words import tr

# The first pattern that is found in "TypeError: text" says it; what Python's advice leads away from comes first.
MEANINGS = {
    r"truth value of an array": tr(
        "It holds many numbers, and if, while, and, or, not ask for one yes or no. Decide for each "
        "number: in a loop, or with np.where."
    ),
    r"could not be broadcast|could not broadcast": tr(
        "Two arrays meet there whose shapes do not go together. Print both shapes: which axis should "
        "be as long as which?"
    ),
    r"matmul:|shapes .* not aligned": tr(
        "A matrix product wants as many columns on the left as rows on the right. Print both shapes: "
        "is a transpose missing, or are the two the wrong way round?"
    ),
    r"only length-1 arrays|only 0-dimensional arrays|only size-1 arrays": tr(
        "There one number is wanted, and an array comes. The functions of math and float() take single "
        "numbers; NumPy's, such as np.exp, take whole arrays."
    ),
    r"^KeyError": tr(
        "A dictionary is asked for a key that it does not have. Print its keys before that line."
    ),
    r"^IndexError.*(out of bounds|out of range)": tr(
        "An index goes past the end. The first entry has index 0, the last one the length minus 1: how "
        "far does your loop count, and along which axis?"
    ),
    r"^IndexError.*too many indices": tr(
        "There are more indices than the array has axes. Print its shape before that line."
    ),
    r"unsupported operand.*NoneType|NoneType.*unsupported|'NoneType' object": tr(
        "There stands None where a value is wanted. Does one of your functions end without a return, "
        "or do you use the result of something that returns nothing, such as list.append?"
    ),
    r"object is not subscriptable": tr(
        "Square brackets are put behind something that has no entries, such as a plain number. Print "
        "what it is before that line."
    ),
    r"object is not callable": tr(
        "Round brackets are put behind something that is no function. Is a * missing, or does a "
        "variable have the name of a function?"
    ),
}


def meaning(said: str) -> str:
    """What an error, written as "TypeError: its text", means here; "" where its own words are as good."""
    return next(
        (words for pattern, words in MEANINGS.items() if re.search(pattern, said, re.S)), ""
    )


def without_advice(said: str) -> str:
    """The error without NumPy's advice, which would make the error go away and the answer wrong."""
    return re.sub(r"\s*Use a\.any\(\) or a\.all\(\)", "", said)
