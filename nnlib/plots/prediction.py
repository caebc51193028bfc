"""Predict, commit, reveal: a guess that is written down before the figure can answer.

The question and its options stand in the text; the widget holds only their letters. A choice, once committed, stays
for the whole session and is compared when the reader asks.
"""

from dataclasses import dataclass

import ipywidgets as widgets

from nnlib.plots.status import Status


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
            return "Choose, then commit."
        if not self.revealed:
            return f"Kept: {self.choice}. Now look for yourself, then compare."
        verdict = "The same!" if self.right else "Not the same: that is worth a second look."
        return f"You said {self.choice}. The answer is {self.answer}. {verdict}"


predictions = {}


class Prediction(widgets.VBox):
    """Radio buttons, Commit, Compare. Committing locks the choice; comparing is possible only then."""

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


def predict(question, options, answer):
    """Ask for a prediction: `question` names it, `options` are its letters, `answer` is the right one.

    Asking the same question again shows the choice that was made. Raises ValueError where `answer` is no option.
    """
    options = tuple(options)
    if answer not in options:
        raise ValueError(f"the answer {answer!r} is none of the options {options}")
    guess = predictions.get(question)
    if guess is None or (guess.options, guess.answer) != (options, answer):
        guess = predictions[question] = Guess(question, options, answer)
    return Prediction(guess)
