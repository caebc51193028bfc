"""What nbformat and nbgrader load on the way, and nobody here uses, left until it is asked for: seconds per command.

nbgrader loads its pages for the Jupyter server, and jsonschema builds a grammar of international addresses. Each gets a
stand-in with the one function that is taken from it, which loads the real module when it is called.
"""

import importlib
import sys
from types import ModuleType

PAGES = tuple(
    f"nbgrader.server_extensions.{name}"
    for name in ("assignment_list", "course_list", "validate_assignment", "formgrader")
)
LOAD = "load_jupyter_server_extension"
ADDRESSES, VALID = "rfc3987_syntax", "is_valid_syntax"


def quickly(name: str) -> ModuleType:
    """The module nbformat or nbgrader, loaded without these; what is loaded already stays as it is."""
    stand_ins = {} if ADDRESSES in sys.modules else {ADDRESSES: VALID}
    if "nbgrader" not in sys.modules:
        stand_ins |= dict.fromkeys(PAGES, LOAD)
    for there, function in stand_ins.items():
        sys.modules[there] = _stand_in(there, function)
    try:
        importlib.import_module("jsonschema")
        return importlib.import_module(name)
    finally:
        for there in stand_ins:
            del sys.modules[there]


def _stand_in(name, function):
    """A module that is none, with one function."""

    def call(*args, **named):
        return getattr(importlib.import_module(name), function)(*args, **named)

    made = ModuleType(name)
    setattr(made, function, call)
    return made
