"""How this project sets nbgrader up: directories, its stages, and what keeps stock nbgrader from losing points.

A course's `nbgrader_config.py` calls `configure(c)`, and adds settings of its own below. The values are plain, so that
the formgrader can show them.
"""

from nnlib.grading.stages import (
    ask_for_the_schema_here,
    local_exchange,
    put_tools_on_path,
    template_folders,
)


def configure(c):
    """Write the project's settings into nbgrader's configuration `c`."""
    put_tools_on_path()
    ask_for_the_schema_here()
    c.CourseDirectory.course_id = "nnlib"
    c.Exchange.root = local_exchange()
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

    # Release: an answer makes room for a line that says so when it is run.
    c.ClearSolutions.code_stub = {
        "python": "# Your answer goes here. Take the next line away.\nraise NotImplementedError()"
    }

    # Collect: <student>_attempt_<year-month-day-hour-minute-second>_<notebook>.ipynb, as most platforms name downloads.
    c.FileNameCollectorPlugin.named_regexp = (
        r".*[/\\](?P<student_id>\w[\w.-]*?)_attempt_"
        r"(?P<timestamp>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)_(?P<file_id>\w[\w.-]*)\.ipynb$"
    )

    # Autograde: a submission's answers run in a sandbox, the instructor's tests in the grader's own process. Every
    # setting of `c.GradeInSandbox` (time, memory, processes, packages ...) holds for `nnlib grade` too.
    c.Autograde.exporter_class = "nnlib.grading.stages.Submission"
    c.Autograde.sanitize_preprocessors = []
    c.Autograde.autograde_preprocessors = ["nnlib.grading.stages.GradeInSandbox"]
    # The Validate button runs a learner's own notebook: no tag switches a cell off there.
    c.Execute.skip_cells_with_tag = "nbgrader-never"
    c.Execute.timeout = 30

    # Feedback: hidden tests stay hidden, nothing that a learner printed runs in a browser, no page asks another host.
    c.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "nnlib.grading.stages.KeepHidden",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.extra_template_basedirs = template_folders()
