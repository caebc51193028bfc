"""What nbformat and nbgrader load on the way, and nobody here uses, left until it is asked for: seconds per command.

nbgrader loads its pages for the Jupyter server, requests for JupyterHub, and setuptools for archives; nbconvert two
parsers of HTML; jsonschema builds a grammar of international addresses. Each gets a stand-in, which loads the real
module when something in it is wanted.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

PAGES = tuple(
    f"nbgrader.server_extensions.{name}"
    for name in ("assignment_list", "course_list", "validate_assignment", "formgrader")
)
# By module: the functions that are taken out of it while it is loaded. Whatever else is wanted of it comes later.
OF_SCHEMAS = {"rfc3987_syntax": ("is_valid_syntax",), "isoduration": ()}
OF_NBGRADER = dict.fromkeys(PAGES, ("load_jupyter_server_extension",)) | {
    "setuptools.archive_util": ("unpack_archive", "unpack_tarfile", "unpack_zipfile"),
    "requests": (),
    "bs4": ("BeautifulSoup",),
    "defusedxml": (),
}
TAKEN = {  # what is neither a function nor wanted later: an error to look out for, a module inside
    "isoduration": lambda: {"DurationParsingException": Exception},
    "defusedxml": lambda: {"ElementTree": StandIn("defusedxml.ElementTree")},
}


class StandIn(ModuleType):
    """A module that is not loaded before something is taken out of it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system asks of every module
            raise AttributeError(name)
        self.leave()
        return getattr(importlib.import_module(self.__name__), name)

    def leave(self) -> None:
        """Make room for the real module."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


def quickly(name: str, *inside: str) -> ModuleType:
    """The module nbformat or nbgrader, loaded without these, and modules `inside` it; what is loaded already stays."""
    left_out = OF_SCHEMAS | ({} if "nbgrader" in sys.modules else OF_NBGRADER)
    new = left_out.keys() - sys.modules.keys()
    stand_ins = {there: _stand_in(there, left_out[there]) for there in new}
    sys.modules.update(stand_ins)
    try:
        importlib.import_module("jsonschema")
        for module in inside:
            importlib.import_module(f"{name}.{module}")
        return importlib.import_module(name)
    finally:
        for stand_in in stand_ins.values():
            stand_in.leave()


def _stand_in(name, functions):
    made = StandIn(name)
    vars(made).update({function: _later(name, function) for function in functions})
    vars(made).update(TAKEN.get(name, dict)())
    return made


def _later(module, function):
    """A function that is the module's own when it is called."""

    def call(*args, **named):
        return getattr(importlib.import_module(module), function)(*args, **named)

    return call
