"""What each chapter tells the tests that run for every chapter: one module of data per chapter, by its short name."""

import importlib
from pathlib import Path

NAMES = sorted(p.stem for p in Path(__file__).parent.glob("[a-z]*.py"))
DATA = {name: importlib.import_module(f"{__name__}.{name}") for name in NAMES}


def tables(kind):
    """{"chapter: name": entry} of a table that chapters may have, such as FIGURES or LIVE."""
    found = ((name, getattr(module, kind, {})) for name, module in DATA.items())
    return {f"{name}: {key}": entry for name, table in found for key, entry in table.items()}
