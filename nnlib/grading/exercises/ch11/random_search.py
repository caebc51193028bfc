"""random_search(sample, score, n_iter, rng): the best of some random settings, and all that was tried."""

from dataclasses import dataclass, field
from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise

ex = exercise("random_search", "sample, score, n_iter, rng")

RNG_NOT_PASSED = (
    "rng-not-passed",
    tr(
        "The function sample wants your generator: call sample(rng), with the rng that you were given."
    ),
)
SCORED_AGAIN = (
    "scored-again",
    tr(
        "You rate more often than you draw. A score may be an hour of training, and a second one of the same setting "
        "may differ: rate each setting once, and keep the number."
    ),
)
WRONG_NUMBER = (
    "wrong-number-of-trials",
    tr("You do not draw n_iter settings. Each trial draws one, and rates it."),
)
TRIALS = (
    "wrong-trials",
    tr(
        "Your trials should list (setting, score) for every setting, in the order in which you drew them."
    ),
)
MINIMISED = (
    "minimised",
    tr("Your best setting has the lowest score. Here a higher score is better."),
)
LAST_WINS = (
    "last-of-equals",
    tr("Of two settings with equal scores you keep the later one. The first is to win."),
)
NOT_FOUND = (
    "best-not-found",
    tr(
        "You return no setting, or one that was never drawn, though every score is a number. With what does your "
        "comparison begin? A score may be below 0."
    ),
)
NAN_WINS = (
    "nan-wins",
    tr(
        "A training that runs away scores nan, and nan is neither larger nor smaller than anything. Whichever way your "
        "comparison is written, such a setting must not win, and must not keep others from winning."
    ),
)
NOT_BEST = (
    "not-the-best",
    tr("A setting that you drew has a higher score than the one you return."),
)
SCORE_APART = (
    "score-of-another",
    tr("Your best_score should be the score of the best setting, as you list it in trials."),
)


@dataclass
class Lab:
    """The settings that are drawn and their scores, in order; and what was asked of it."""

    settings: list
    scores: list
    state: dict
    drawn: list = field(default_factory=list)
    rated: list = field(default_factory=list)
    generators: bool = True

    def sample(self, rng=None):
        here = isinstance(rng, np.random.Generator) and rng.bit_generator.state == self.state
        self.generators = self.generators and here
        setting = self.settings[len(self.drawn) % len(self.settings)]
        self.drawn.append(setting)
        return setting.copy() if isinstance(setting, dict) else setting

    def score(self, setting):
        """The score of a setting; each further time that it is asked for, a little more."""
        known = [i for i, one in enumerate(self.settings) if one == setting]
        if not known:
            raise ValueError(
                tr("score was asked to rate {setting}, which was never drawn", setting=setting)
            )
        self.rated.append(known[0])
        return self.scores[known[0]] + 0.125 * (self.rated.count(known[0]) - 1)


def _searched(settings, scores, function, given):
    lab = Lab(settings, scores, given["rng"].bit_generator.state)
    return function(lab.sample, lab.score, given["n_iter"], given["rng"]), lab


def _read(answered):
    """best, best_score and trials by name, once the search went as it should."""
    result, lab = answered
    if result is None:
        raise Misfit(
            "returns-none", tr("Your function returned None. Is there a return at its end?")
        )
    if not isinstance(result, (tuple, list)) or len(result) != 3:
        raise Misfit(
            "wrong-type", tr("Your function should return 3 things: best, best_score and trials.")
        )
    if not lab.generators:
        raise Misfit(*RNG_NOT_PASSED)
    if len(lab.drawn) != len(lab.settings):
        raise Misfit(*WRONG_NUMBER)
    if len(lab.rated) > len(lab.drawn):
        raise Misfit(*SCORED_AGAIN)
    best, best_score, trials = result
    _trials_of(trials, lab)
    _best_of(best, best_score, lab)
    return {"best_score": best_score}


def _trials_of(trials, lab):
    if not isinstance(trials, (list, tuple)) or not all(
        isinstance(trial, (list, tuple)) and len(trial) == 2 for trial in trials
    ):
        raise Misfit("wrong-type", tr("trials should be a list of pairs (setting, score)."))
    settings, scores = [trial[0] for trial in trials], [trial[1] for trial in trials]
    alike = len(scores) == len(lab.scores) and all(map(_same, scores, lab.scores))
    if not alike or settings != lab.settings:
        raise Misfit(*TRIALS)


def _same(a, b):
    return isinstance(a, (int, float, np.number)) and (a == b or (a != a and b != b))


def _best_of(best, best_score, lab):
    scores = np.array(lab.scores, dtype=np.float64)
    first = int(np.nanargmax(scores))
    if not isinstance(best, type(lab.settings[0])) or best not in lab.settings:
        raise Misfit(*(NAN_WINS if np.isnan(scores).any() else NOT_FOUND))
    at = lab.settings.index(best)
    if at != first:
        raise Misfit(*_wrong_choice(scores, at, first))
    if not _same(best_score, lab.scores[first]):
        raise Misfit(*SCORE_APART)


def _wrong_choice(scores, at, first):
    if np.isnan(scores).any():
        return NAN_WINS
    if scores[at] == scores[first]:
        return LAST_WINS
    return MINIMISED if scores[at] == scores.min() else NOT_BEST


def _right(values, arguments):
    """None: what came as far as this has been looked at."""
    return None if np.isfinite(values["best_score"]) else NOT_BEST


def _case(rng, settings, scores, about):
    lab = Lab(settings, scores, {})
    arguments = {"sample": lab.sample, "score": lab.score, "n_iter": len(settings)}
    arguments["rng"] = np.random.default_rng(int(rng.integers(2**31)))
    return Case(
        arguments, {"best_score": float(np.nanmax(scores))}, about,
        run=partial(_searched, settings, scores), read=_read, judge=_right,
    )  # fmt: skip


def _drawn(rng, n, top, low=0.5, high=0.75):
    """n settings, none twice; the best stands at `top`, the worst neither first nor last."""
    settings = [float(x) for x in np.round(rng.permutation(np.arange(1, n + 1)) / 64, 6)]
    scores = [float(s) for s in rng.permutation(np.linspace(low, high, n))]
    for place, find in ((top, np.argmax), (n - 2 if n - 2 != top else n - 3, np.argmin)):
        here = int(find(scores))
        scores[place], scores[here] = scores[here], scores[place]
    return settings, scores


@ex.part(points=2)
def best(rng):
    names = [{"width": int(w), "rate": float(r)} for w, r in zip((8, 16, 32), (0.1, 0.01, 0.5))]
    order = rng.permutation(3)
    return [
        _case(rng, *_drawn(rng, 6, 2), tr("six settings, the third is best")),
        _case(rng, *_drawn(rng, 5, 4), tr("five settings, the last is best")),
        _case(rng, [names[i] for i in order], [0.25, 0.75, 0.5], tr("settings that are dicts")),
    ]


@ex.part(points=2, hidden=True)
def robustness(rng):
    settings, scores = _drawn(rng, 5, 1)
    worst = int(np.argmin(scores))
    holes = [*scores]
    holes[worst] = np.nan
    return [
        _case(rng, *_drawn(rng, 4, 3, -3.0, -1.0), tr("scores below 0")),
        _case(rng, settings, [0.5, 0.75, 0.25, 0.75, 0.5], tr("two best settings")),
        _case(rng, settings, holes, tr("a training that ran away")),
        _case(rng, settings, [np.nan, *scores[1:]], tr("the first training ran away")),
        _case(rng, [0.5], [0.25], tr("one setting")),
    ]


# ---- slips -----------------------------------------------------------------------------------------

for said in (
    *(RNG_NOT_PASSED, SCORED_AGAIN, WRONG_NUMBER, TRIALS, MINIMISED, LAST_WINS, NOT_FOUND),
    *(NAN_WINS, NOT_BEST, SCORE_APART),
):
    ex.effect(*said)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def by_sorting(sample, score, n_iter, rng):
    settings = [sample(rng) for _ in range(n_iter)]
    trials = [(setting, score(setting)) for setting in settings]
    ranked = sorted((t for t in trials if t[1] == t[1]), key=lambda trial: -trial[1])
    return ranked[0][0], ranked[0][1], trials


@ex.right
def by_index(sample, score, n_iter, rng):
    trials = []
    while len(trials) < n_iter:
        setting = sample(rng)
        trials.append((setting, score(setting)))
    i = int(np.nanargmax([value for _, value in trials]))
    return [*trials[i], trials]


@ex.right
def step_by_step(sample, score, n_iter, rng):
    best, best_score, trials = None, -np.inf, []
    for _ in range(n_iter):
        setting = sample(rng)
        value = score(setting)
        trials.append((setting, value))
        if value > best_score:
            best, best_score = setting, value
    return best, best_score, trials


# ---- wrong answers ---------------------------------------------------------------------------------


def choosing(choose):
    """A search that keeps what `choose(trials)` gives."""

    def search(sample, score, n_iter, rng):
        trials = []
        for _ in range(n_iter):
            setting = sample(rng)
            trials.append((setting, score(setting)))
        return *choose(trials), trials

    return search


def _from(start, trials):
    found = (None, start)
    for trial in trials:
        if trial[1] > found[1]:
            found = trial
    return found


ex.wrong(slip="minimised", points=0)(choosing(lambda trials: min(trials, key=lambda t: t[1])))
ex.wrong(slip="not-the-best", points=0)(choosing(lambda trials: trials[:2][-1]))
ex.wrong(slip=None, points=0)(choosing(lambda trials: trials[-1]))
ex.wrong(slip="best-not-found", points=2)(choosing(lambda trials: _from(0, trials)))
ex.wrong(slip="last-of-equals", points=2)(
    choosing(lambda trials: max(reversed([t for t in trials if t[1] == t[1]]), key=lambda t: t[1]))
)
ex.wrong(slip="nan-wins", points=2)(choosing(lambda trials: max(trials, key=lambda t: t[1])))
ex.wrong(slip="nan-wins", points=2)(
    choosing(lambda trials: trials[int(np.argmax([value for _, value in trials]))])
)


@ex.wrong(slip="rng-not-passed", points=0)
def a_generator_of_its_own(sample, score, n_iter, rng):
    return step_by_step(sample, score, n_iter, np.random.default_rng(0))


@ex.wrong(slip="rng-not-passed", points=0)
def none_at_all(sample, score, n_iter, rng):
    return step_by_step(lambda _: sample(), score, n_iter, rng)


@ex.wrong(slip="scored-again", points=0)
def rated_again_at_the_end(sample, score, n_iter, rng):
    found, _, trials = step_by_step(sample, score, n_iter, rng)
    return found, score(found), trials


@ex.wrong(slip="wrong-number-of-trials", points=0)
def one_too_few(sample, score, n_iter, rng):
    return step_by_step(sample, score, max(n_iter - 1, 1), rng)


@ex.wrong(slip="wrong-trials", points=0)
def sorted_trials(sample, score, n_iter, rng):
    found, value, trials = step_by_step(sample, score, n_iter, rng)
    return found, value, sorted(trials, key=lambda trial: -trial[1])


@ex.wrong(slip="wrong-trials", points=0)
def only_what_is_better(sample, score, n_iter, rng):
    """A list of the records, and not of all trials."""
    best, best_score, trials = None, -np.inf, []
    for _ in range(n_iter):
        setting = sample(rng)
        value = score(setting)
        if value > best_score:
            best, best_score = setting, value
            trials.append((setting, value))
    return best, best_score, trials


# ---- a change of the solution that is as right as it: some score is a number -------------------------

ex.same("best = None", "pass")
