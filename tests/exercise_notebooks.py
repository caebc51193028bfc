"""A small exercise notebook, as a learner hands it to `nnlib keep` and `nnlib check`."""

import nbformat

RELU_BACKWARD = "def relu_backward(dout, a):\n    return dout * (a > 0)"
OTHER = "def relu_backward(dout, a):\n    return np.where(a > 0, dout, 0.0)"
WRONG = "def relu_backward(dout, a):\n    return dout * (a >= 0)"
TANH_BACKWARD = "def tanh_backward(dout, a):\n    return dout * (1 - a**2)"


def notebook(path, *cells, setup="import numpy as np"):
    """An exercise notebook: a set-up cell, and (name, source) of answer cells."""
    made = nbformat.v4.new_notebook()
    made.cells.append(nbformat.v4.new_code_cell(setup))
    for name, source in cells:
        about = {
            "grade_id": name,
            "solution": True,
            "grade": False,
            "locked": False,
            "schema_version": 3,
        }
        made.cells.append(nbformat.v4.new_code_cell(source, metadata={"nbgrader": about}))
        test = {
            "grade_id": f"{name}_t",
            "solution": False,
            "grade": True,
            "points": 1,
            "schema_version": 3,
        }
        made.cells.append(
            nbformat.v4.new_code_cell("raise SystemExit", metadata={"nbgrader": test})
        )
    nbformat.write(made, path)
    return path
