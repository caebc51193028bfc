"""A notebook that runs whole in a learner's own process: nbgrader's meaning of a grade, in our sandbox.

The learner's cells run in the learner's order, the instructor's tests where they stand. What a test is worth is read
from what it showed, by nbgrader's rule: an error gives nothing, a number in the last line is partial credit, and
everything else gives all points.
"""

import base64
import math
import re

from nnlib.core.words import tr
from nnlib.grading.sandbox.machine import Sandbox
from nnlib.grading.sandbox.session import Session
from nnlib.grading.sandbox.submission import Answers, Cell, Plan
from nnlib.grading.text import clean
from nnlib.grading.trial import AnswerFailed
from nnlib.grading.verdict import TEST_FAILED, Verdict

SAID = 20_000  # characters that one cell may say
NUMBER = re.compile(r"np\.\w+\((.*)\)", re.DOTALL)  # how NumPy writes a number of its own
NOT_HELD = tr("A hidden test does not hold for your answer.")


class Inside:
    """One learner's notebook, run once when the first of its verdicts is asked for."""

    def __init__(self, plan: Plan, answers: Answers, sandbox: Sandbox):
        self.plan, self.answers, self.sandbox = plan, answers, sandbox
        self.verdicts, self.outputs, self.lost = None, {}, []

    def verdict(self, cell: Cell) -> Verdict:
        """What a test cell gives. Raises SandboxError when no worker can be had."""
        self.run()
        return self.verdicts[cell.grade_id]

    def run(self):
        """Run the notebook, unless it has run: verdicts by grade_id, and the outputs of each cell by its place."""
        if self.verdicts is not None:
            return
        known, self.verdicts = {cell.grade_id: cell for cell in self.plan.cells}, {}
        files = dict(self.answers.files) | dict(self.plan.files)
        session = Session(self.sandbox, tuple(files.items()), how="notebook")
        try:
            for number, (name, source) in enumerate(self.answers.order):
                cell = known.get(name) if name else None
                test = cell is not None and cell.kind == "test"
                if test and name in self.verdicts:
                    continue  # a copy of a test is the same test
                place = name if test else tr("{name} {number}", name=name, number=number).strip()
                failed = session.run(place, source)
                self.outputs[number] = list(_outputs(*session.replies.get(place, ({}, b""))))
                if test:
                    self.verdicts[name] = _verdict(cell, failed, session, self.outputs[number])
        finally:
            self.lost = session.lost
            session.close()


def _verdict(cell, failed, session, outputs):
    """nbgrader's rule. What a hidden test says of an error may hold what is hidden, so it stays with the instructor."""
    said = _text(outputs)
    if failed is None and any(o.get("name") == "stderr" for o in outputs):
        failed = AnswerFailed("stderr", tr("The test wrote to the error stream."))
    if failed is not None:
        slip, message = _told(cell, failed, session)
        shown = NOT_HELD if cell.hidden else message
        said = shown if cell.hidden else f"{said}{message}"
        return Verdict(0.0, cell.points, slip, shown, clean(said, SAID), trouble=message)
    said = "" if cell.hidden else clean(said, SAID)
    values = [o["data"]["text/plain"] for o in outputs if o["output_type"] == "execute_result"]
    points = _number(values[0]) if values else None
    if points is None:
        return Verdict(cell.points, cell.points, said=said)
    verdict = by_number(cell, points)
    verdict.said = verdict.said or said
    return verdict


def by_number(cell: Cell, points: float) -> Verdict:
    """The verdict of a test whose last line is this number: partial credit. Too many, or less than none: a person's."""
    if not 0 <= points <= cell.points:
        about = tr(
            "This test gives {points:g} points of {max_points:g}. Your instructor decides about them.",
            points=points,
            max_points=cell.points,
        )
        return Verdict(0.0, cell.points, TEST_FAILED, about, about, trouble=about)
    if points == cell.points:
        return Verdict(points, cell.points)
    message = tr(
        "This test gives {points:g} of {max_points:g} points.",
        points=points,
        max_points=cell.points,
    )
    return Verdict(points, cell.points, "partial-credit", message, message)


def _told(cell, failed, session):
    """The slip of a test that ended in an error, and what to say: the error itself, where it was one."""
    reply, _ = session.replies.get(cell.grade_id, ({}, b""))
    raised = reply.get("raised")
    if raised is None or raised.get("not_written") is True:
        return failed.slip, failed.message
    kind, text = clean(raised.get("type"), 60), clean(raised.get("text"), 500).strip()
    kind = kind if kind.isidentifier() else "error"
    return kind, f"{kind}: {text}".rstrip(": ")


def _number(text):
    """The number that a last line shows, or None. A number of NumPy's counts as one."""
    if match := NUMBER.fullmatch(text.strip()):
        text = match[1]
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _text(outputs):
    """What a person reads of some outputs."""
    parts = [o["text"] if o["output_type"] == "stream" else "" for o in outputs]
    parts += [o["data"]["text/plain"] + "\n" for o in outputs if o["output_type"] == "display_data"]
    return "".join(parts)


def _outputs(reply, block):
    """The outputs of a cell in the form of a notebook; nothing in them is believed, and nothing in them can run."""
    for output in reply.get("outputs", [])[:100]:
        if type(output) is not dict:
            continue
        if output.get("kind") == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            yield {
                "output_type": "stream",
                "name": name,
                "text": clean(output.get("text", ""), SAID),
            }
        elif output.get("kind") in ("execute_result", "display_data"):
            data = {"text/plain": clean(output.get("text/plain", ""), SAID)}
            if (image := _image(output.get("image/png"), block)) is not None:
                data["image/png"] = image
            made = {"output_type": output["kind"], "data": data, "metadata": {}}
            yield made | ({"execution_count": None} if output["kind"] == "execute_result" else {})


def _image(at, block):
    """A picture in base64, or None for what is none."""
    if type(at) is not list or [type(n) for n in at] != [int, int]:
        return None
    start, length = at
    data = bytes(block[start : start + length]) if 0 <= start and 0 < length else b""
    return base64.b64encode(data).decode() if data[:8] == b"\x89PNG\r\n\x1a\n" else None
