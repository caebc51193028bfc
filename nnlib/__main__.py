"""`python -m nnlib` is the `nnlib` command."""

from nnlib.cli import main

if __name__ == "__main__":
    main()
