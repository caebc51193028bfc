"""Slips and flags in words, for whoever looks at a class."""

from nnlib.core.words import tr
from nnlib.grading.text import shown

# Slips whose message depends on the learner's code or on the shapes; others are told in their message's own words.
MEANINGS = {
    "aliases-input": tr("The result shares its memory with an input."),
    "broadcast-up": tr(
        "The result is larger than it should be: a sum or a mean is missing, an axis is too many, or two "
        "shapes were stretched against each other."
    ),
    "crash": tr("Python itself stopped: it was told to exit, it crashed, or memory ran out."),
    "error": tr("The function, or the cell around it, stopped with an error."),
    "flattened": tr("All the numbers are there, but an axis got lost."),
    "input-modified": tr("The function writes into its input."),
    "lost-axis": tr("Something was summed, or picked out, along one axis."),
    "no-answer": tr("The cell for the answer is missing."),
    "partial-credit": tr("The test gives a part of its points."),
    "not-a-function": tr("The name stands for something else than a function."),
    "not-defined": tr("The cell does not define what it should."),
    "not-finite": tr("There is nan or inf where an ordinary number belongs."),
    "not-graded": tr("There is no graded notebook for this student yet."),
    "not-written": tr("The answer was left as it was handed out."),
    "notebook-missing": tr("There is no notebook of the right name in the submission."),
    "notebook-too-large": tr("The notebook is larger than submissions may be."),
    "notebook-unreadable": tr("The notebook could not be read."),
    "protocol-violation": tr("What the code answered is nothing that can be read."),
    "returns-none": tr("The function returns None."),
    "test-missing": tr("The test cell was deleted from the notebook."),
    "timeout": tr("It was still running when its time was over."),
    "transposed": tr("Rows and columns have changed places."),
    "wrong-parameters": tr("The function takes other parameters than the exercise asks for."),
    "wrong-shape": tr("The result has another shape than it should."),
    "wrong-type": tr("The result is no array of numbers."),
    "test-failed": tr("The instructor's test stopped with an error of its own."),
    "wrong-value": tr("Some numbers are wrong, in no way that has a name."),
}
FLAGS = {
    "answer-too-long": tr("an answer is longer than answers may be"),
    "duplicate": tr("a cell stands there twice"),
    "extra-files": tr("files of the learner's own lay beside the notebook"),
    "files-left-out": tr(
        "files beside the notebook were too large, or no ordinary files, so its answers could not read them"
    ),
    "no-solution-cell": tr("the cell of an answer is missing"),
    "inside": tr(
        "a test gave points only in the learner's own process, where its score is as safe as nbgrader's"
    ),
    "notebook-missing": MEANINGS["notebook-missing"],
    "notebook-too-large": MEANINGS["notebook-too-large"],
    "notebook-unreadable": MEANINGS["notebook-unreadable"],
    "protocol-violation": tr("the code answered what cannot be read, or what nobody asked"),
    "retyped": tr("a cell was made into another type"),
    "tests-changed": tr("test cells were edited; the instructor's ran instead"),
    "tests-missing": tr("test cells were deleted"),
    "test-failed": tr("a test stopped with an error of its own; its points wait for a person"),
    "unknown-cells": tr("cells with names that the assignment does not have"),
    "worker-died": tr("the code ended the process it ran in"),
    "worker-killed": tr("the code ran out of time and was ended"),
}


def meaning(slip: str, message: str = "") -> str:
    """A slip in one line."""
    if slip in MEANINGS:
        return MEANINGS[slip]
    text = " ".join(message.split())
    end = min(
        (text.find(stop) + 1 for stop in (". ", "? ", "! ") if stop in text), default=len(text)
    )
    return shown(text[:end], 160)


def flag_meaning(flag: str) -> str:
    """A flag such as `duplicate:relu` in words."""
    kind, _, about = flag.partition(":")
    words = FLAGS.get(kind, kind)
    return shown(f"{words} ({about})" if about else words, 120)
