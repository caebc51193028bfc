"""The exercises, one file per chapter: data for the checks, and no code of their own."""

from nnlib.grading.exercises import activations

EXERCISES = {
    exercise.name: exercise for chapter in (activations,) for exercise in chapter.EXERCISES
}
