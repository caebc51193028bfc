"""What the tests of the command share: a small book."""

import pytest
from exercise_notebooks import RELU_BACKWARD, notebook

SOURCE = '''\
# %% [markdown]
r"""
# The slope
$\\nabla L$ points uphill; 기울기.
"""

# %% nbgrader={"grade": false, "grade_id": "relu", "locked": false, "schema_version": 3, "solution": true}
def relu(z):
    ### BEGIN SOLUTION
    return max(z, 0.0)
    ### END SOLUTION


# %% tags=["raises-exception"]
relu(-1.0)
'''


@pytest.fixture
def course(tmp_path):
    """A small book with one chapter and its assignment."""
    for folder in ("chapters", "solutions/01_slopes", "exercises/01_slopes"):
        (tmp_path / folder).mkdir(parents=True)
    for source in ("chapters/01_slopes.py", "solutions/01_slopes/01_slopes.py"):
        (tmp_path / source).write_text(SOURCE, encoding="utf-8")
    (tmp_path / "exercises/01_slopes/01_slopes.ipynb").write_text("{}")
    return tmp_path


@pytest.fixture
def mine(tmp_path, monkeypatch):
    monkeypatch.setenv("NNLIB_MINE", str(tmp_path / "mine.py"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "mine.py"


@pytest.fixture
def page(tmp_path):
    return lambda *cells, **options: notebook(tmp_path / "n.ipynb", *cells, **options)


@pytest.fixture
def answered(tmp_path, monkeypatch):
    """A learner's course: the current folder, with one answered exercise; its mine.py lies beside it."""
    folder = tmp_path / "course"
    (folder / "exercises" / "03_activations").mkdir(parents=True)
    notebook(
        folder / "exercises/03_activations/03_activations.ipynb", ("relu_backward", RELU_BACKWARD)
    )
    monkeypatch.delenv("NNLIB_MINE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    return folder
