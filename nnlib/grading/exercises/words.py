"""Words that slips of several chapters have in common."""

from nnlib.core.words import tr

INPUT_MODIFIED = tr(
    "Your numbers are right, but your function writes into its input. Whoever called it "
    "still needs those numbers: make a new array and fill that."
)
GIVEN_MODIFIED = tr(
    "Your numbers are right, but your function writes into what it was given. The caller "
    "goes on with those arrays: leave them as they were, and fill new ones."
)
OVERFLOW = tr(
    "At z = 1000 you divide inf by inf, and that gives nan. For large z use the form in "
    "which e is raised to a power below 0."
)
NO_SHIFT = tr(
    "With logits of 1000 a power of e overflows, and inf / inf is nan. The softmax does "
    "not change when one number is taken from a whole row: which number helps?"
)
GLOBAL_MAX = tr(
    "You take the largest entry of the whole array from every row. A row of far smaller "
    "numbers becomes all zeros, and 0 / 0 is nan: each row needs a largest entry of its "
    "own."
)
HALF_COST = tr(
    "Your J is half of what is asked for. Some books put a 1/2 in front: this one does not."
)
NO_SQUARE = tr(
    "Errors of +3 and -3 cancel in your J, as if nothing were wrong. Each error has to "
    "be squared first."
)
