"""The exercises, one file per chapter: data for the checks, and no code of their own."""

from nnlib.grading.exercises import (
    activations,
    backprop,
    batching,
    forward,
    instruments,
    losses,
    one_neuron,
    perceptron,
    xor,
)

CHAPTERS = (
    instruments,
    perceptron,
    xor,
    activations,
    forward,
    losses,
    one_neuron,
    backprop,
    batching,
)
EXERCISES = {exercise.name: exercise for chapter in CHAPTERS for exercise in chapter.EXERCISES}
