"""nbgrader's commands without its start, which takes longer than what they do: each is a fork of one warm process.

What is tried here is what a command does. That it starts, alone in a fresh shell, is tried in test_road and test_grade.
"""

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SERVER = """
import json, os, sys, traceback
from nbgrader.apps import exportapp, nbgraderapp  # the first brings the exporters
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            out = os.open(asked["out"], os.O_WRONLY | os.O_CREAT)
            os.dup2(out, 1)
            os.dup2(out, 2)
            os.chdir(asked["folder"])
            os.environ.clear()
            os.environ.update(asked["env"])
            sys.path.insert(0, asked["folder"])
            sys.argv = ["nbgrader", *asked["words"]]
            nbgraderapp.main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@functools.cache
def _server():
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(server.kill)
    return server


def nbgrader(folder: Path, *words: str, **environment: str) -> str:
    """Run one of nbgrader's commands in a folder; what it said. Raises AssertionError where it fails."""
    with tempfile.TemporaryDirectory() as scratch:
        asked = {"folder": str(folder), "words": words, "out": f"{scratch}/said"}
        asked["env"] = os.environ | environment
        server = _server()
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        code = server.stdout.readline().strip()
        said = Path(f"{scratch}/said").read_text(encoding="utf-8", errors="replace")
    assert code == "0", (words, code, said)
    return said
