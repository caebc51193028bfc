"""Predict, commit, reveal: a guess that is written down before the figure can answer.

The question and its options stand in the text; the widget holds only their letters. A choice, once committed, stays,
also when Python ends (`remembered`), and is compared when the reader asks. The end of a chapter looks back on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import ipywidgets as widgets
from IPython.display import display

from nnlib.core.words import tr
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.remembered import FILE, path, remember, remembered
from nnlib.plots.kit.status import Status


@dataclass
class Guess:
    """One prediction: what was asked, what is right, what the reader said, and whether it has been compared."""

    question: str
    options: tuple
    answer: str
    choice: str | None = None
    revealed: bool = False

    @property
    def right(self):
        return self.choice == self.answer

    def words(self):
        if self.choice is None:
            return tr("Choose, then commit.")
        if not self.revealed:
            return tr("Kept: {choice}. Now look for yourself, then compare.", choice=self.choice)
        verdict = (
            tr("The same!") if self.right else tr("Not the same: that is worth a second look.")
        )
        return tr(
            "You said {choice}. The answer is {answer}. {verdict}",
            choice=self.choice,
            answer=self.answer,
            verdict=verdict,
        )


predictions = {}


class Prediction(Still, widgets.VBox):
    """Radio buttons, Commit, Compare. Committing locks the choice; comparing is possible only then.

    Where widgets are not rendered, the notebook shows the question, its options, and what was said of it.
    """

    def __init__(self, guess):
        self.guess = guess
        self.options = widgets.RadioButtons(
            options=guess.options,
            value=guess.choice,
            description=guess.question,
            tooltip=guess.question,
        )
        self.commit = widgets.Button(description="Commit", tooltip="Commit", icon="lock")
        self.compare = widgets.Button(description="Compare", tooltip="Compare", icon="eye")
        self.readout = Status()
        self.options.observe(self._refresh, "value")
        self.commit.on_click(self._lock)
        self.compare.on_click(self._reveal)
        self._refresh()
        super().__init__([self.options, widgets.HBox([self.commit, self.compare]), self.readout])

    @property
    def _still(self):
        guess = self.guess
        options = "".join(f"<li>{escape(str(option))}</li>" for option in guess.options)
        html = f"<p>{escape(guess.question)}</p><ul>{options}</ul><p>{escape(guess.words())}</p>"
        listed = ", ".join(map(str, guess.options))
        return {"text/html": html, "text/plain": f"{guess.question}: {listed}. {guess.words()}"}

    def _said(self):
        return {
            "still": tr("Run this cell to choose."),
            "ended": tr("Python was started anew: run this cell to choose."),
        }

    def _lock(self, _):
        self.guess.choice = self.options.value
        remember(self.guess.question, self.guess.choice)
        self._refresh()

    def _reveal(self, _):
        self.guess.revealed = True
        remember(self.guess.question, self.guess.choice, self.guess.answer)
        self._refresh()

    def _refresh(self, _=None):
        committed = self.guess.choice is not None
        self.options.disabled = committed
        self.commit.disabled = committed or self.options.value is None
        self.compare.disabled = not committed or self.guess.revealed
        self.readout.value = self.guess.words()


def predict(question: str, options: Iterable[str], answer: str) -> Prediction:
    """Ask for a prediction: `question` names it, `options` are its letters, `answer` is the right one.

    Asking the same question again shows the choice that was made, also after Python was started anew.
    Raises ValueError where `answer` is no option.
    """
    options = tuple(options)
    if answer not in options:
        raise ValueError(
            tr(
                "the answer {answer!r} is none of the options {options}",
                answer=answer,
                options=options,
            )
        )
    guess = predictions.get(question)
    if guess is None or (guess.options, guess.answer) != (options, answer):
        entry = remembered().get(question, {})
        said = entry.get("said")
        known = said in options  # the book may ask for others now
        guess = Guess(question, options, answer, said if known else None)
        guess.revealed = known and entry.get("answer") == answer
        predictions[question] = guess
    return Prediction(guess)


# --- Looking back -----------------------------------------------------------------------------------------------------


def look_back(*questions: str) -> None:
    """Show what the reader predicted when they were asked these questions, beside what is right."""
    entries = remembered()
    for question in questions:
        if (guess := predictions.get(question)) and guess.choice is not None:
            answer = {"answer": guess.answer} if guess.revealed else {}
            entries[question] = {"said": guess.choice} | answer
    display(_table([(question, entries.get(question, {})) for question in questions]), raw=True)


def _table(rows):
    """Predictions as a table, and as lines of text: [(question, entry), ...]."""
    if not any("said" in entry for _, entry in rows):
        words = tr("You have not committed yourself yet: the questions stand further up.")
        return {"text/html": f"<p>{escape(words)}</p>", "text/plain": words}
    lines = [(question, *_told(entry)) for question, entry in rows]
    head = _row("th", tr("question"), tr("you said"), tr("the answer"), "")
    body = "".join(_row("td", *line) for line in lines)
    said = _summary([entry for _, entry in rows])
    text = "\n".join(f"{sign or '·'} {q}: {mine}, {right}" for q, mine, right, sign in lines)
    page = f"<table><thead>{head}</thead><tbody>{body}</tbody></table><p>{escape(said)}</p>"
    return {"text/html": page, "text/plain": f"{text}\n{said}"}


def _told(entry):
    """(what was said, what is right, a sign) of one prediction."""
    said, answer = entry.get("said"), entry.get("answer")
    if said is None:
        return "–", tr("not predicted"), ""
    if answer is None:
        return said, tr("not compared yet"), ""
    return said, answer, "✓" if said == answer else "✗"


def _summary(entries):
    compared = [entry for entry in entries if "answer" in entry]
    right = sum(entry["said"] == entry["answer"] for entry in compared)
    said = (
        tr("You were right in {right} of {count}.", right=right, count=len(compared))
        if compared
        else tr("Compare them where you made them, and run this cell again.")
    )
    if path() is None:
        return said
    where = tr("What you said is kept in {file}; without that file, you are asked anew.", file=FILE)
    return f"{said} {where}"


def _row(tag, *texts):
    cells = (f'<{tag} style="text-align: left">{escape(text)}</{tag}>' for text in texts)
    return f"<tr>{''.join(cells)}</tr>"
