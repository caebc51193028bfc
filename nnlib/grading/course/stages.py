"""Stages of this project in nbgrader's road, named in `nbgrader_config.py`.

Submission takes a handed-in notebook apart: answers by grade_id, everything else from the instructor.
GradeInSandbox gives the points: answers run in a sandbox, tests in a grader (`graders`), as by `nnlib grade`.
KeepHidden takes the hidden tests out of the feedback.
"""

import atexit
import os
import sys
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import nbformat
import nbgrader.api
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import ClearHiddenTests, Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Float, Integer, List, Unicode

from nnlib.core.words import tr
from nnlib.grading.course.autotests import with_autotests
from nnlib.grading.course.graded import KEY, about_grading, graded_notebook
from nnlib.grading.course.graders import Graders
from nnlib.grading.course.record import Rows
from nnlib.grading.course.task import Task
from nnlib.grading.course.versions import note, versions
from nnlib.grading.handout import hand_out
from nnlib.grading.sandbox.limits import Caps, Limits
from nnlib.grading.sandbox.submission import read_plan

GRADERS = Graders()  # nbgrader makes a stage anew for every student
atexit.register(GRADERS.close)


def template_folders():
    """Folders of page templates: ours, which ask no other host for anything, then nbgrader's."""
    return [str(Path(__file__).parent / "templates"), nbgraders_templates()]


def nbgraders_templates():
    """The folder of nbgrader's own page templates, which ours extend."""
    return str(Path(nbgrader.__file__).parent / "server_extensions/formgrader/templates")


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


def settings(kind):
    """The fields of Limits or Caps that a course may set."""
    return [setting for setting in fields(kind) if "help" in setting.metadata]


def _trait(setting):
    """The trait for a setting, with its default in the unit that a course counts in."""
    about, default = setting.metadata, setting.default
    if isinstance(default, tuple):
        return List(Unicode(), list(default), help=about["help"]).tag(config=True)
    kind = {bool: Bool, int: Integer, float: Float}[type(default)]
    default = default // about["unit"] if kind is Integer else default
    return kind(default, help=about["help"]).tag(config=True)


Settings = type(NbGraderPreprocessor)(
    "Settings",
    (NbGraderPreprocessor,),
    {s.name: _trait(s) for s in (*settings(Limits), *settings(Caps))}
    | {
        "__doc__": tr(
            "A trait for every setting of the sandbox, each stated once, in its dataclass."
        )
    },
)


class GradeInSandbox(Settings):
    """Has the answers of a submission run in a sandbox and the instructor's tests beside it, and records the points.

    Its settings are those of every grading, by `nnlib grade`, `nbgrader autograde` and the formgrader alike.
    """

    backend = Unicode(
        "",
        help=tr(
            "bubblewrap, podman, docker, or plain: no sandbox; where empty, the first that is one"
        ),
    ).tag(config=True)

    def limits(self) -> Limits:
        """The limits in these settings. nbgrader's own, `Execute.timeout`, holds for each cell as well."""
        limits, seconds = self._chosen(Limits), Execute(config=self.config).timeout
        if "timeout" not in self.config.Execute or seconds is None or seconds <= 0:
            return limits
        most = {"inside_seconds": float(seconds)}
        most |= {n: min(getattr(limits, n), seconds) for n in ("cell_seconds", "patience")}
        own = self.config.GradeInSandbox
        return replace(limits, **{name: value for name, value in most.items() if name not in own})

    def caps(self) -> Caps:
        """How large a submission may be by these settings."""
        return self._chosen(Caps)

    def _chosen(self, kind):
        chosen = {}
        for setting in settings(kind):
            value, unit = getattr(self, setting.name), setting.metadata["unit"]
            chosen[setting.name] = tuple(value) if isinstance(value, list) else value
            if unit != 1:
                chosen[setting.name] = value * unit
        return kind(**chosen)

    def preprocess(self, nb, resources):
        """Grade the submission that `resources` names, record its points, and return the graded notebook."""
        about = resources["nbgrader"]
        graded = GRADERS.grade(self._task(about))
        if isinstance(graded, Exception):
            raise graded
        self.log.info("sandbox: %s; flags: %s", graded.sandbox, ", ".join(graded.flags) or "none")
        with Rows(self._course(), about["assignment"], self.config) as rows:
            rows.record(about["student"], None, graded.notebooks, keep_time=True)
        # of several notebooks each is graded by itself, and `nnlib grade` would need all of them
        alone = len(self.own_notebooks(self._course().assignment_id)) == 1
        text = graded_notebook(graded.notebooks[0], about_grading(graded, whole=alone))
        return nbformat.reads(text, as_version=4), resources

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
        before = versions(Path(course.root), about["assignment"], about["notebook"])
        plan = read_plan(folders[0] / name, folders[1] / name, before, self.caps())
        (plan,) = with_autotests((plan,), course)
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
        """The instructor's files beside them, which nbgrader puts into every graded submission.

        What lies there goes back to the learner, and an exercise file holds answers: Python only as it went out.
        """
        source, course = self._source(assignment), self._course()
        released = Path(course.root) / course.format_path(course.release_directory, ".", assignment)
        files = [path for path in source.rglob("*") if path.is_file()]
        return [p for p in files if p.suffix != ".py" or _same(p, released / p.relative_to(source))]

    def _source(self, assignment):
        course = self._course()
        return Path(course.root) / course.format_path(course.source_directory, ".", assignment)

    def _course(self):
        """The course of the converter that this stage works for."""
        owner = self.parent
        while not hasattr(owner, "coursedir"):
            owner = owner.parent
        return owner.coursedir


def _same(path, other):
    return other.is_file() and path.read_bytes() == other.read_bytes()


class HandOut(NbGraderPreprocessor):
    """Puts the learners' part of an instructor's own exercises beside a notebook that is released.

    nbgrader has copied all of these files before: hidden parts and answers are taken out of the copies. It is the last
    stage of a release, so it also keeps what was released.
    """

    def preprocess(self, nb, resources):
        """Leave the notebook as it is, and write the files beside it."""
        owner = self.parent
        while not hasattr(owner, "coursedir"):
            owner = owner.parent
        about = resources["nbgrader"]
        root, names = Path(owner.coursedir.root), (about["assignment"], about["student"])
        folder = root / owner._format_dest(*names)
        hand_out(root / owner._format_source(*names), folder)
        data = nbformat.writes(nb).encode()
        note(root, about["assignment"], about["notebook"], data, folder)
        return nb, resources


class KeepHidden(ClearHiddenTests):
    """Takes hidden tests out of the feedback: their source, and the lines of it that a traceback shows."""

    # The page exporter sets this on every stage and warns where it is not to be found.
    display_data_priority = List(["text/plain"]).tag(config=True)

    def preprocess_cell(self, cell, resources, index):
        """A hidden part keeps its comment, its message and its points; what cells of the learner's own said is theirs.

        They may have run beside a hidden test, and could tell of it.
        """
        if (cell.metadata.get(KEY) or {}).get("own"):
            cell.outputs = []
        if is_grade(cell) and not is_solution(cell) and self._remove_hidden_test_region(cell):
            for output in cell.get("outputs", []):
                if output.output_type == "error":  # its words may hold what is hidden
                    output.evalue, output.traceback = "", [output.ename]
        return cell, resources
