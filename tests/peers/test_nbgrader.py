"""nbgrader's own tests of autograde, feedback and zip_collect, under the configuration that a course has here.

Three things are as those tests expect them: the names of two folders, and the words of the stub. `OTHERWISE` in
conftest.py lists the tests that cannot hold here, each with what it raises and the reason; a listed test that passes,
or fails in another way, is an error.
"""

from textwrap import dedent

import pytest

from nnlib.grading.sandbox import SandboxError, open_sandbox

autograde = pytest.importorskip("nbgrader.tests.apps.test_nbgrader_autograde")
feedback = pytest.importorskip("nbgrader.tests.apps.test_nbgrader_generate_feedback")
collecting = pytest.importorskip("nbgrader.tests.apps.test_nbgrader_zip_collect")
from nbgrader.tests.apps.conftest import course_dir, db  # noqa: E402, F401
from nbgrader.tests.apps.test_nbgrader_zip_collect import archive_dir  # noqa: E402, F401

# in-process, and under the warnings that nbgrader's own programs would show
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.usefixtures("temp_cwd")]

CONFIG = """
    from nnlib.grading.course.settings import configure

    c = get_config()
    configure(c)
    c.CourseDirectory.root = {root!r}
    c.CourseDirectory.source_directory = "source"
    c.CourseDirectory.release_directory = "release"
    c.ClearSolutions.code_stub = {{"python": "# YOUR CODE HERE\\nraise NotImplementedError()"}}
    c.GradeInSandbox.backend = {backend!r}
"""


@pytest.fixture(scope="session")
def backend():
    """The best sandbox; where none can be had, a plain process."""
    try:
        open_sandbox().close()
    except SandboxError:
        return "plain"
    return ""


@pytest.fixture
def temp_cwd(tmp_path, monkeypatch, course_dir, backend):  # noqa: F811
    """A folder with a course's configuration, in the place of an empty one."""
    config = dedent(CONFIG).format(root=course_dir, backend=backend)
    (tmp_path / "nbgrader_config.py").write_text(config)
    monkeypatch.chdir(tmp_path)
    return str(tmp_path)


class TestAutograde(autograde.TestNbGraderAutograde):
    # these two skip themselves: hours, and all of the memory
    test_many_students = None
    test_infinite_loop_with_output = None


class TestFeedback(feedback.TestNbGraderFeedback):
    pass


class TestCollect(collecting.TestNbGraderZipCollect):
    pass


def test_every_test_that_is_listed_is_one_of_theirs(otherwise):
    classes = (TestAutograde, TestFeedback, TestCollect)
    known = {name for each in classes for name in dir(each) if name.startswith("test_")}
    assert otherwise.keys() <= known
