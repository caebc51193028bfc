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
    r"^AxisError": tr(
        "There an axis is named that the array does not have. Print its shape before that line: axis=0 is "
        "the first of its numbers, and one number alone means that there is no axis=1."
    ),
    r"only integers, slices|must be of integer": tr(
        "An index has to be a whole number, and a float comes. What / and np.floor give is a float, and "
        "np.zeros holds floats: take // or int(...) for a number, and astype(int) for an array."
    ),
    r"Cannot cast ufunc|output from dtype": tr(
        "Numbers with a point are written into an array of whole numbers. Make a new array instead of "
        "changing that one with += or -=, or make it of floats from the start."
    ),
    r"inhomogeneous shape": tr(
        "Rows of different lengths make no table. Print the lengths of the rows before that line."
    ),
    r"for [-/+*@]{1,2}: 'list'|can't multiply sequence": tr(
        "A list is no array: it does not calculate with its entries. Put np.array(...) around it first."
    ),
    r"AttributeError: '(list|tuple|int|float)' object": tr(
        "That is asked of a plain list or number, and only an array has it. Put np.array(...) around the "
        "value, or look where it was made."
    ),
    r"values to unpack": tr(
        "The names on the left of that line are more, or fewer, than the values on its right. Print what "
        "stands on the right."
    ),
    r"^UnboundLocalError": tr(
        "That name gets its value in lines that did not run, in a loop without a turn or in the other "
        "branch of an if. Give it a first value above them."
    ),
    r"^NameError": tr(
        "Nothing has that name there. Is it spelt as where it was made, and has the cell run in which it "
        "was made?"
    ),
    r"^RecursionError": tr(
        "Your function calls itself again and again. For large inputs that is too often: write a loop, or "
        "look for the case in which it should stop."
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
