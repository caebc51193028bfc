"""How this project sets nbgrader up: directories, its stages, and what keeps stock nbgrader from losing points.

A course's `nbgrader_config.py` calls `configure(c)`, and adds settings of its own below. The values are plain, so that
the formgrader can show them.
"""

from pathlib import Path

from nbgrader.converters import GenerateAssignment
from traitlets.config import Config

from nnlib.core.words import tr
from nnlib.grading.course.exchange import set_exchange
from nnlib.grading.course.stages import (
    ask_for_the_schema_here,
    nbgraders_templates,
    put_tools_on_path,
    template_folders,
)

# <student>_attempt_<year-month-day-hour-minute-second>_<notebook>.ipynb
NAMED_REGEXP = (
    r".*[/\\](?P<student_id>\w[\w.-]*?)_attempt_"
    r"(?P<timestamp>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)_(?P<file_id>\w[\w.-]*)\.ipynb$"
)
_STOCK = GenerateAssignment.class_traits()["preprocessors"].default()


def configure(c: Config, exchange: str | Path | None = None, everybody: bool = False):
    """Write the project's settings into nbgrader's configuration `c`.

    `exchange` is the folder through which notebooks go out and come back, on a server with an account per learner;
    with `everybody` it is opened to every account, which nbgrader's exchange needs there. Without it the folder is
    `build/exchange` in the course, for its owner alone.
    """
    put_tools_on_path()
    ask_for_the_schema_here()
    set_exchange(c, exchange, everybody)
    _folders(c)
    _release_and_collect(c)
    _autograde_and_feedback(c)


def _folders(c):
    c.CourseDirectory.course_id = "nnlib"
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "exercises"
    c.CourseDirectory.submitted_directory = "submitted"
    c.CourseDirectory.autograded_directory = "autograded"
    c.CourseDirectory.feedback_directory = "feedback"
    # nbgrader hands out, and later hands back, every other file beside a notebook of solutions/. The percent
    # sources that lie there hold the answers: they stay.
    c.CourseDirectory.ignore = [
        ".ipynb_checkpoints",
        "*.pyc",
        "__pycache__",
        "feedback",
        "[0-9][0-9]_*.py",
    ]


def _release_and_collect(c):
    # Release: an answer makes room for a line that says so when it is run.
    c.ClearSolutions.code_stub = {
        "python": tr(
            "# Your answer goes here. Take the next line away.\nraise NotImplementedError()"
        )
    }

    # ... and what learners may see of an instructor's own exercises goes out with the notebook.
    c.GenerateAssignment.preprocessors = [
        *(f"{stage.__module__}.{stage.__name__}" for stage in _STOCK),
        "nnlib.grading.course.stages.HandOut",
    ]

    # For nbgrader's zip_collect; `nnlib collect` knows the names of the platforms by itself.
    c.FileNameCollectorPlugin.named_regexp = NAMED_REGEXP


def _autograde_and_feedback(c):
    # Autograde: a submission's answers run in a sandbox, the instructor's tests in the grader's own process. Every
    # setting of `c.GradeInSandbox` (time, memory, processes, packages ...) holds for `nnlib grade` too.
    c.Autograde.exporter_class = "nnlib.grading.course.stages.Submission"
    c.Autograde.sanitize_preprocessors = []
    c.Autograde.autograde_preprocessors = ["nnlib.grading.course.stages.GradeInSandbox"]
    # The Validate button runs a learner's own notebook: no tag switches a cell off there.
    c.Execute.skip_cells_with_tag = "nbgrader-never"
    c.Execute.timeout = 30

    # Feedback: hidden tests stay hidden, nothing that a learner printed runs in a browser, no page asks another host.
    c.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "nnlib.grading.course.stages.KeepHidden",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.extra_template_basedirs = template_folders()
    # ... and the formgrader's page of a submission has its flags on top.
    c.HTMLExporter.extra_template_paths = [nbgraders_templates()]
    c.HTMLExporter.filters = {"flag_meaning": "nnlib.grading.course.words.flag_meaning"}
