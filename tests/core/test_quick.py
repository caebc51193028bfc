"""Loading without detours: what is left out is not loaded, and comes when somebody asks for it."""

import subprocess
import sys

LEFT_OUT = """
import sys
from nnlib.core.quick import PAGES, quickly

nbformat, nbgrader = quickly("nbformat"), quickly("nbgrader")
assert nbformat is sys.modules["nbformat"] and nbformat.v4.new_notebook()
for name in (*PAGES, "rfc3987_syntax", "lark", "nbgrader.apps", "nbgrader.exchange"):
    assert name not in sys.modules, name
"""
ASKED_FOR = """
from jsonschema import Draft7Validator

kind = {"type": "string", "format": "iri"}
checked = Draft7Validator(kind, format_checker=Draft7Validator.FORMAT_CHECKER)
assert checked.is_valid("https://example.org/naïve") and not checked.is_valid("no address at all")
assert "rfc3987_syntax" in sys.modules

class Asked(Exception):
    pass

class App:
    def __getattr__(self, name):
        raise Asked(name)

for load in (nbgrader.load_assignments, nbgrader.load_courses, nbgrader.load_formgrader):
    try:
        load(App())
    except Asked:
        continue
    raise AssertionError("the real one would have asked the server for something")
import nbgrader.server_extensions.formgrader as real
assert real.__file__ and nbgrader.server_extensions.formgrader is real
"""


def test_what_nobody_uses_is_left_out_and_comes_when_it_is_asked_for():
    done = subprocess.run(
        [sys.executable, "-c", LEFT_OUT + ASKED_FOR], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_what_is_loaded_already_stays():
    program = "import nbgrader, nbformat\n" + "from nnlib.core.quick import *\n"
    program += "assert quickly('nbgrader') is nbgrader and quickly('nbformat') is nbformat\n"
    program += "import sys\nassert sys.modules[PAGES[0]].__file__"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


INSIDE = """
import sys
from nnlib.core.quick import quickly

nbgrader = quickly("nbgrader", "api", "auth", "converters", "utils")
for name in ("requests", "bs4", "setuptools", "defusedxml", "isoduration"):
    assert name not in sys.modules, name

from jsonschema import Draft202012Validator
checker = Draft202012Validator.FORMAT_CHECKER
checked = Draft202012Validator({"format": "duration"}, format_checker=checker)
assert checked.is_valid("P3D") and not checked.is_valid("three days")

from nbconvert.filters import html2text, markdown2html
assert html2text("<p>one <b>two</b></p>") == "one two" and "defusedxml" in sys.modules
assert "<em>a</em>" in markdown2html("*a*")

import nbgrader.auth.jupyterhub as hub
assert hub.requests.Request("GET", "https://example.org").method == "GET"
try:
    nbgrader.utils.unpack_archive("/dev/null", ".")
except Exception as error:
    assert type(error).__name__ == "UnrecognizedFormat"
import requests, setuptools.archive_util
assert requests.__file__ and setuptools.archive_util.unpack_zipfile.__module__
"""


def test_what_is_inside_is_loaded_without_what_it_only_mentions():
    done = subprocess.run([sys.executable, "-c", INSIDE], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
