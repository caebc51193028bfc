"""Behind the wall: what a learner's code can see and do there, and what it cannot."""

import os

import numpy as np
import pytest
from sandboxed import ASKED, said

from nnlib.grading.sandbox import open_sandbox
from nnlib.grading.sandbox.limits import Limits
from nnlib.grading.sandbox.session import Session


def test_nothing_of_the_instructors_is_to_be_seen(walled, learn, root):
    session = learn("import os")
    assert said(session, f"os.path.exists({str(root / 'solutions')!r})") is False
    assert (
        said(session, "os.path.exists('/proc') or os.path.exists('/etc') or os.path.exists('/bin')")
        is False
    )
    assert set(said(session, "list(os.environ)")) <= {
        *ENVIRONMENT_THERE,
        "PWD",
        "LC_CTYPE",
        "NBGRADER_EXECUTION",
    }
    files = said(session, "os.listdir('/tmp')")
    assert all(name.startswith("<cell ") for name in files), "nothing but the learner's own cells"
    assert said(session, "os.listdir('/box/nnlib/nnlib/grading')") == ["__init__.py"]


ENVIRONMENT_THERE = (
    *("LANG", "HOME", "TMPDIR", "MPLBACKEND", "MPLCONFIGDIR", "NUMBA_CACHE_DIR", "OMP_NUM_THREADS"),
    *("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "PYTHONHASHSEED"),
    "NNLIB_JIT",
)


def test_what_an_answer_calls_of_nnlib_is_not_compiled_for_it_unless_a_course_says_so(
    sandbox, learn
):
    cell = "import sys\nimport numpy as np\nimport nnlib\na = nnlib.tanh(np.ones((2, 2)))"
    assert said(learn(cell), "'numba' in sys.modules") is False
    limits = Limits(compiled=True, cell_seconds=30, patience=60)
    only = "plain" if "NOT a sandbox" in sandbox.name else None
    compiling = open_sandbox(ASKED, ("nnlib.activations",), limits, only)
    with compiling:
        session = Session(compiling)
        assert session.run("<cell 1>", cell) is None
        assert said(session, "'numba' in sys.modules") is True
        assert abs(said(session, "float(a[0, 0])") - np.tanh(1)) < 1e-12
        session.close()


@pytest.mark.parametrize(
    "forbidden",
    [
        "open('/box/nnlib/nnlib/__init__.py', 'a')",
        "open('/new', 'w')",
        "os.mkdir('/box/new')",
        "open('/tmp/large', 'wb').write(bytes(40 << 20))",
        "socket.create_connection(('127.0.0.1', 22), 1)",
        "socket.socket(socket.AF_UNIX)",
        "os.execv(sys.executable, [sys.executable, '-c', ''])",
        "subprocess.run(['/bin/sh', '-c', 'true'])",
        "os.chroot('/tmp')",
        "os.setuid(0) if os.getuid() else os.open('/dev/sda', 0)",
        "[os.fork() or time.sleep(9) for _ in range(40)]",
        "bytearray(64 << 30)",
        "[open('/dev/null') for _ in range(500)]",
        "os.kill(2, 9)",
        "os.mknod('/tmp/disk', 0o60600, 0x800)",
    ],
)
def test_what_is_forbidden_fails(walled, learn, forbidden):
    session = learn("import os, socket, subprocess, sys, time")
    failed = session.run("attempt", forbidden)
    assert failed is not None and failed.slip == "error"


@pytest.mark.parametrize(
    "call",
    ["l.unshare(0x10000000)", "l.ptrace(16, 1, 0, 0)", "l.syscall(250, 0, -3, 1)", "l.setns(0, 0)"],
)
def test_system_calls_that_nobody_needs_are_not_permitted(walled, learn, call):
    if os.uname().machine != "x86_64" and "syscall" in call:
        pytest.skip("the number is that of another machine")
    session = learn("import ctypes\nl = ctypes.CDLL(None, use_errno=True)")
    assert said(session, f"({call}, ctypes.get_errno())") == (-1, 1)


def test_a_learner_has_no_rights_and_is_alone(walled, learn):
    session = learn(
        "import ctypes, os\nl = ctypes.CDLL(None)\nrights = (ctypes.c_uint32 * 6)()\n"
        "l.capget((ctypes.c_uint32 * 2)(0x20080522, 0), rights)"
    )
    assert said(session, "[int(r) for r in rights]") == [0] * 6
    assert said(session, "os.getpid()") == 1
    assert said(session, "l.prctl(39, 0, 0, 0, 0)") == 1, "no new privileges"


def test_one_learner_finds_nothing_of_the_one_before(walled, learn):
    learn(
        "import os, builtins, numpy\nopen('/tmp/answer', 'w').write('x')\nnumpy.sin = None\nbuiltins.left = 1"
    )
    other = learn("import os, builtins, numpy")
    assert said(other, "os.path.exists('/tmp/answer') or hasattr(builtins, 'left')") is False
    assert said(other, "numpy.sin(0.0)") == 0


def test_packages_that_are_not_named_are_not_there(walled, learn):
    session = learn("import numpy, scipy")
    for package in ("autograd", "sklearn", "nbgrader", "IPython"):
        assert "ModuleNotFoundError" in session.run("other", f"import {package}").message
