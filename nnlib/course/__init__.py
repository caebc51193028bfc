"""A course: the notebooks, a folder to work in, what a learner keeps, and the `nnlib` command."""
