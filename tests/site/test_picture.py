"""The README's moving picture: it is small, it moves, and the words in it are what the check says."""

import importlib.util

from PIL import Image

from nnlib.grading import examine


def test_the_moving_picture_is_small_and_moves(root):
    path = root / "chapters" / "pictures" / "moving.gif"
    assert path.stat().st_size < 2_000_000
    with Image.open(path) as image:
        assert image.n_frames > 10
    assert "chapters/pictures/moving.gif" in (root / "README.md").read_text()


def test_the_answer_in_the_picture_has_the_slip(root):
    spec = importlib.util.spec_from_file_location("picture", root / "site" / "picture.py")
    picture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(picture)
    assert examine("relu_backward", picture.relu_backward).slip == "kink-slope"
    names = {"check": lambda function: None}
    exec(picture.CODE, names)
    assert examine("relu_backward", names["relu_backward"]).slip == "kink-slope"
