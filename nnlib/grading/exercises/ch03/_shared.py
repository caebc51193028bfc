"""What several exercises of chapter 3 share: cases, truths and words."""

from nnlib import activations as book
from nnlib.core.words import tr
from nnlib.grading.exercises.draw import reference

sigmoid = reference(book.sigmoid)
sigmoid_backward = reference(book.sigmoid_backward)
relu_backward = reference(book.relu_backward)
softmax_backward = reference(book.softmax_backward)
relu = reference(book.relu)
softmax = reference(book.softmax)

UPSTREAM = tr(
    "Your dz does not depend on dout: you return the slope itself. The gradient that "
    "arrives from above has to be passed on through that slope."
)
