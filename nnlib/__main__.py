"""`python -m nnlib` is the `nnlib` command, and like it imports nothing from the folder that you stand in."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    here = os.path.realpath(os.curdir)
    if sys.path[:1] == [here] and Path(__file__).parents[1] != Path(here):
        del sys.path[0]  # what lies there by chance would give other grades than `nnlib grade` does

    from nnlib.course.cli import main

    main()
