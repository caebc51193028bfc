"""Predict, commit, reveal: a guess that is written down before the figure can answer.

The question and its options stand in the text; the widget holds only their letters. A choice, once committed, stays
for the whole session and is compared when the reader asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import ipywidgets as widgets

from nnlib.core.words import tr
from nnlib.plots.kit.image import Still
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
        self._refresh()

    def _reveal(self, _):
        self.guess.revealed = True
        self._refresh()

    def _refresh(self, _=None):
        committed = self.guess.choice is not None
        self.options.disabled = committed
        self.commit.disabled = committed or self.options.value is None
        self.compare.disabled = not committed or self.guess.revealed
        self.readout.value = self.guess.words()


def predict(question: str, options: Iterable[str], answer: str) -> Prediction:
    """Ask for a prediction: `question` names it, `options` are its letters, `answer` is the right one.

    Asking the same question again shows the choice that was made. Raises ValueError where `answer` is no option.
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
        guess = predictions[question] = Guess(question, options, answer)
    return Prediction(guess)
