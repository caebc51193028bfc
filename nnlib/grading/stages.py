"""Stages of this project in nbgrader's road, named in `nbgrader_config.py`.

Submission takes a handed-in notebook apart: answers by grade_id, everything else from the instructor.
GradeInSandbox gives the points: answers run in a sandbox, tests in this process (`nnlib.grading.sandbox`).
KeepHidden takes the hidden tests out of the feedback.
"""

import atexit
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import nbformat
import nbgrader.api
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Float, Integer, List, Unicode

from nnlib.grading.grade import Judged, Task, close_sandboxes, judge
from nnlib.grading.record import Rows, graded_notebook
from nnlib.grading.sandbox.backends import Limits
from nnlib.grading.sandbox.submission import Caps, read_plan

atexit.register(close_sandboxes)


def template_folders():
    """Folders of page templates: ours, which ask no other host for anything, then nbgrader's."""
    nbgrader_templates = Path(nbgrader.__file__).parent / "server_extensions/formgrader/templates"
    return [str(Path(__file__).parent / "templates"), str(nbgrader_templates)]


def put_tools_on_path():
    """Let nbgrader find the tools installed beside it (alembic, for a new gradebook), also where no venv is active."""
    beside, path = str(Path(sys.executable).parent), os.environ.get("PATH", "")
    if beside not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join(filter(None, [beside, path]))


@cache
def schema_version():
    """The version of nbgrader's tables, which stands in every new gradebook."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic")).get_current_head()


def ask_for_the_schema_here():
    """nbgrader starts a program to learn the version of its own tables: seconds for each new gradebook, gone here."""
    nbgrader.api.get_alembic_version = schema_version


def local_exchange():
    """The folder through which nbgrader hands notebooks out on this machine; a shared one is set in its place.

    Open to all, since nbgrader asks for that; made on first use where this folder can be written.
    """
    folder = Path("build", "exchange").absolute()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o777)
    return str(folder)


class Submission(NotebookExporter):
    """Reads what a learner handed in. Nothing in it can stop the class: it is not even opened here.

    The first of nbgrader's two passes puts an empty notebook in its place, and takes away the files that lay beside
    it; the second pass runs GradeInSandbox, which reads the submission itself.
    """

    def from_filename(self, filename, resources=None, **named):
        """The notebook in a file; an empty one for a submission that was not graded yet."""
        if not getattr(self.parent, "_sanitizing", False):
            return super().from_filename(filename, resources=resources, **named)
        about = resources["nbgrader"]
        stage = GradeInSandbox(parent=self)
        folder = Path(self.parent._format_dest(about["assignment"], about["student"]))
        keep = {*stage.extra, *(path.name for path in stage.own_files(about["assignment"]))}
        for path in folder.rglob("*") if folder.is_dir() else ():
            if (path.is_file() or path.is_symlink()) and path.name not in keep:
                path.unlink()
        return self.from_notebook_node(nbformat.v4.new_notebook(), resources, **named)


class GradeInSandbox(NbGraderPreprocessor):
    """Runs the answers of a submission in a sandbox and the instructor's tests here, and records the points.

    Its settings are those of every grading, by `nnlib grade`, `nbgrader autograde` and the formgrader alike.
    """

    seconds = Float(2.0, help="Seconds of computing that one question may take").tag(config=True)
    cell_seconds = Float(8.0, help="Seconds of computing that one cell may take").tag(config=True)
    patience = Float(10.0, help="Seconds on the clock that one question may take").tag(config=True)
    submission_seconds = Float(90.0, help="Seconds that one submission may take").tag(config=True)
    memory = Integer(2048, help="Megabytes of memory per process of a learner").tag(config=True)
    processes = Integer(4, help="Processes and threads that a learner may have").tag(config=True)
    files = Integer(64, help="Files that a learner may have open").tag(config=True)
    scratch = Integer(16, help="Megabytes of files that a learner may write").tag(config=True)
    answer = Integer(16, help="Megabytes that one answer may hold").tag(config=True)
    packages = List(Unicode(), list(Limits.packages), help="Packages that learners may import").tag(
        config=True
    )
    warm = List(Unicode(), [], help="Modules to import before answers are run").tag(config=True)
    compiled = Bool(False, help="Compile nnlib's own functions that answers call").tag(config=True)
    notebook = Integer(20, help="Megabytes that a handed-in notebook may have").tag(config=True)
    source = Integer(100_000, help="Characters that one answer may have").tag(config=True)
    extra = List(
        Unicode(), list(Caps.extra), help="Names of files that may lie beside the notebooks"
    ).tag(config=True)
    backend = Unicode(
        "", help="bubblewrap, podman, docker or plain; the first that works where empty"
    ).tag(config=True)

    def limits(self):
        """The limits in these settings."""
        return Limits(
            seconds=self.seconds,
            cell_seconds=self.cell_seconds,
            patience=self.patience,
            submission_seconds=self.submission_seconds,
            memory=self.memory << 20,
            processes=self.processes,
            files=self.files,
            scratch=self.scratch << 20,
            answer=self.answer << 20,
            packages=tuple(self.packages),
            warm=tuple(self.warm),
            compiled=self.compiled,
        )

    def caps(self):
        """How large a submission may be by these settings."""
        return Caps(self.notebook << 20, source=self.source, extra=tuple(self.extra))

    def preprocess(self, nb, resources):
        """Judge the submission that `resources` names, record its points, and return the graded notebook."""
        about = resources["nbgrader"]
        task = self._task(about)
        judged = judge(task)
        self.log.info("sandbox: %s; flags: %s", judged.sandbox, ", ".join(judged.flags) or "none")
        with Rows(self._course(), about["assignment"]) as rows:
            rows.record(about["student"], None, judged.results, keep_time=True)
        text = graded_notebook(*judged.results[0], self._about(task, judged))
        return nbformat.reads(text, as_version=4), resources

    def _about(self, task, judged: Judged):
        """What the graded notebook knows about its grading; `nnlib grade` need not do it again."""
        if len(self.own_notebooks(self._course().assignment_id)) > 1:
            return {}
        return {
            "digest": judged.digest,
            "entry": judged.as_dict() | {"sandbox": judged.sandbox},
        }

    def _task(self, about):
        name, course = f"{about['notebook']}.ipynb", self._course()
        folders = [
            Path(course.root) / course.format_path(folder, student, about["assignment"])
            for folder, student in (
                (course.source_directory, "."),
                (course.release_directory, "."),
                (course.submitted_directory, about["student"]),
            )
        ]
        plan = read_plan(folders[0] / name, folders[1] / name)
        return Task(
            about["student"],
            str(folders[2]),
            (plan,),
            self.limits(),
            self.caps(),
            self.backend or None,
        )

    def own_notebooks(self, assignment):
        """The instructor's notebooks of an assignment."""
        return [path for path in self._source(assignment).glob("*.ipynb")]

    def own_files(self, assignment):
        """The instructor's files beside them, which nbgrader puts into every graded submission."""
        return [path for path in self._source(assignment).rglob("*") if path.is_file()]

    def _source(self, assignment):
        course = self._course()
        return Path(course.root) / course.format_path(course.source_directory, ".", assignment)

    def _course(self):
        """The course of the converter that this stage works for."""
        owner = self.parent
        while not hasattr(owner, "coursedir"):
            owner = owner.parent
        return owner.coursedir


class KeepHidden(ClearHiddenTests):
    """Takes hidden tests out of the feedback: their source, and the lines of it that a traceback shows."""

    # The page exporter sets this on every stage and warns where it is not to be found.
    display_data_priority = List(["text/plain"]).tag(config=True)

    def preprocess_cell(self, cell, resources, index):
        """A hidden part keeps its comment, its message and its points."""
        if is_grade(cell) and not is_solution(cell) and self._remove_hidden_test_region(cell):
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {output.evalue}"]
        return cell, resources
