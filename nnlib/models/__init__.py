"""Models: Sequential and its layers, optimizers, losses and callbacks; the estimators; the digit recogniser."""
