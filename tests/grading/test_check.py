"""The checks, and tests of them: what must pass passes, what must fail fails, and the slip is named."""

import contextlib
import copy
import hashlib
import pickle
import time

import numpy as np
import pytest
from remembered import Remembered, is_data, remembered

import nnlib
from nnlib.core.kernel import compiler
from nnlib.grading import check, examine, trial
from nnlib.grading.exercises import EXERCISES

SEEDS = range(2)  # many more: make seeds
TRAINS = ("train_digits",)  # each look trains a dozen networks


def seeds_of(name):
    return SEEDS[:1] if name in TRAINS else SEEDS


FORMS = {name: EXERCISES.form(name) for name in EXERCISES}
RIGHT = {name: form.rights for name, form in FORMS.items()}
WRONG = {name: form.wrongs for name, form in FORMS.items()}
PLANTED = [(name, slip) for name, form in FORMS.items() for slip in form.slips if slip.wrong]
POINTS = {
    **{"ch00": 10, "ch01": 20, "ch02": 18, "ch03": 24, "ch04": 18, "ch05": 26, "ch06": 20},
    **{"ch07": 32, "ch08": 22, "ch09": 20, "ch10": 22, "ch11": 20, "ch12": 22},
}


def answers(table):
    return [(name, answer) for name, listed in table.items() for answer in listed]


@pytest.mark.parametrize("chapter", EXERCISES.chapters())
def test_the_points_of_a_chapter_are_those_of_its_table(chapter):
    parts = [part for name in EXERCISES.chapters()[chapter] for part in EXERCISES[name].parts]
    assert sum(part.points for part in parts) == POINTS[chapter]
    hidden = sum(part.points for part in parts if part.hidden)
    assert 0.2 <= hidden / POINTS[chapter] <= 0.6


def test_every_exercise_has_a_name_of_its_own_and_is_a_function_of_the_library():
    names = [name for chapter in EXERCISES.chapters().values() for name in chapter]
    assert len(set(names)) == len(names) == len(EXERCISES) and set(names) <= set(nnlib.__all__)
    assert [form.name for form in FORMS.values()] == names
    assert [n for n, e in EXERCISES.items() if not any(p.points for p in e.parts)] == [
        "relu",
        "tanh_from_sigmoid",
        "affine_forward",
        "gd_step",
    ]


@pytest.fixture(scope="module")
def memory():
    """What the tests of the tables draw and call again and again for one exercise, kept from test to test."""
    return Remembered()


@pytest.fixture
def once_drawn(memory):
    with remembered(memory):
        yield


@pytest.fixture
def unhurried(monkeypatch):
    """No time limit: the library's loops are compiled on their first call, which may take longer than the limit."""
    monkeypatch.setattr(trial, "time_limit", lambda seconds: contextlib.nullcontext())


@pytest.mark.parametrize("name", EXERCISES)
def test_the_library_gets_full_points_in_every_part(name, unhurried):
    for seed in seeds_of(name):
        report = examine(name, getattr(nnlib, name), seed=seed)
        assert report.passed, str(report)
        assert report.points == report.max_points
        assert report.slip is None and report.message == ""


@pytest.mark.parametrize("name", EXERCISES)
def test_there_are_at_least_two_right_variants_and_the_table_of_wrong_ones(name):
    assert len(RIGHT[name]) >= 2 and len(WRONG[name]) >= 2


@pytest.mark.parametrize(("name", "function"), answers(RIGHT))
def test_right_variants_get_full_points(name, function, once_drawn):
    for seed in seeds_of(name):
        report = examine(name, function, seed=seed)
        assert report.passed and report.points == report.max_points, str(report)


@pytest.mark.parametrize(("name", "answer"), answers(WRONG))
def test_wrong_answers_are_rejected_with_their_diagnosis(name, answer, once_drawn):
    for seed in seeds_of(name):
        report = examine(name, answer.function, seed=seed)
        assert not report.passed, f"accepted with seed {seed}"
        assert report.points == answer.points
        assert len(report.message) > 20
        if answer.slip is not None:
            assert report.slip == answer.slip, str(report)


@pytest.mark.parametrize(("name", "slip"), PLANTED, ids=lambda value: getattr(value, "key", value))
def test_each_typical_slip_is_recognised_as_itself(name, slip, once_drawn):
    for seed in seeds_of(name):
        report = examine(name, slip.wrong, seed=seed)
        assert report.slip == slip.key and report.message == slip.message, str(report)


@pytest.mark.parametrize("name", EXERCISES)
def test_an_unwritten_function_gets_nothing(name):
    def stub(*_):
        raise NotImplementedError

    report = examine(name, stub)
    assert report.points == 0 and not report.passed and report.slip == "not-written"


@pytest.mark.parametrize("name", [name for name in EXERCISES if name != "relu"])
@pytest.mark.parametrize("constant", [0.0, 0.5, 1.0, np.nan])
def test_constant_answers_get_nothing(name, constant, once_drawn):
    def answer(*given):
        shape = np.shape(given[0]) if given and isinstance(given[0], np.ndarray) else ()
        return np.full(shape, constant)

    assert examine(name, answer).points == 0


def around(list_):
    list_.append(list_)
    return list_


# What a right result is turned into, whole or in one of its places; where that cannot be done, it stays right.
SPOILT = {
    "None": lambda value: None,
    "a word": lambda value: "ten",
    "an object": lambda value: object(),
    "a function": lambda value: len,
    "nothing in a list": lambda value: [],
    "a list of two lengths": lambda value: [[1.0, 2.0], [3.0]],
    "a list that holds itself": lambda value: around([]),
    "nan": lambda value: np.asarray(value) * np.nan,
    "inf": lambda value: np.asarray(value) + np.inf,
    "an axis more": lambda value: np.asarray(value)[None],
    "no entries": lambda value: np.asarray(value).ravel()[:0],
    "words": lambda value: np.asarray(value).astype(str),
    "one less": lambda value: value[:-1],
    "the other sign": lambda value: -value,
    "a number of 400 digits": lambda value: 10**400,
    "without its last name": lambda value: dict(list(value.items())[:-1]),
}


def put(value, place, spoil):
    """The value with `spoil` done to what stands at `place`: a path of positions and keys."""
    if not place:
        return spoil(value)
    here, *further = place
    if isinstance(value, dict):
        return value | {here: put(value[here], further, spoil)}
    return type(value)(put(v, further, spoil) if i == here else v for i, v in enumerate(value))


def places(value):
    """The paths to the value, to what it holds, and so on inwards."""
    yield ()
    inner = {}
    if isinstance(value, (dict, list, tuple)):
        inner = value if isinstance(value, dict) else dict(enumerate(value))
    for key, entry in inner.items():
        yield from ((key, *place) for place in places(entry))


def answered_once(function):
    """A right function that answers a second time from memory: every spoilt result would cost a training otherwise."""
    answers = {}

    def answer(*given):
        if not is_data(given):
            return function(*given)
        key = hashlib.sha256(pickle.dumps(given)).digest()
        rngs = [one for one in given if isinstance(one, np.random.Generator)]
        if key not in answers:
            result = copy.deepcopy(function(*given))
            answers[key] = result, [rng.bit_generator.state for rng in rngs]
        result, states = answers[key]
        for rng, state in zip(rngs, states):
            rng.bit_generator.state = state
        return copy.deepcopy(result)

    return answer


@pytest.mark.parametrize("name", EXERCISES)
def test_whatever_comes_back_there_is_a_verdict(name, once_drawn):
    seen, right = {}, answered_once(RIGHT[name][0])

    def watched(*given):
        result = right(*given)
        seen.update(dict.fromkeys(places(result)))
        return result

    assert examine(name, watched, seed=0).passed
    for place in sorted(seen, key=lambda place: (len(place), str(place)))[:3]:
        for what, spoil in SPOILT.items():

            def spoilt(*given, place=place, spoil=spoil):
                result = right(*given)
                try:
                    return put(result, place, spoil)
                except (TypeError, ValueError, AttributeError, IndexError, KeyError):
                    return result

            report = examine(name, spoilt, seed=0)
            assert report.passed or report.message, f"{what} at {place}"


def test_check_prints_the_message_and_returns_a_plain_float(capsys):
    def relu_backward(dout, a):
        return -dout * (a > 0)

    points = check(relu_backward)
    said = capsys.readouterr().out
    assert type(points) is float and points == 0.0
    assert said.startswith("✗ relu_backward · gradient: 0 of 2 points  [slip: sign-flipped]\n")
    assert "wrong sign" in said


def test_check_of_one_part_returns_its_points_and_the_rest_stays_hidden(capsys):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    assert check(sigmoid) == 2.0
    assert "robustness" not in capsys.readouterr().out
    assert check(sigmoid, part="robustness") == 1.0
    assert "costs no points" in capsys.readouterr().out  # NumPy has warned of an overflow


def test_the_exercise_can_be_named_so_that_a_borrowed_name_earns_nothing(capsys):
    def relu_backward(dout, a):
        return dout * (a > 0)

    assert check(relu_backward, exercise="softmax_backward", part="gradient") == 0.0
    assert "softmax_backward" in capsys.readouterr().out


def test_unknown_names_are_answered_with_the_nearest():
    def sofmax(Z):
        return Z

    with pytest.raises(LookupError, match="Did you mean softmax"):
        check(sofmax)
    with pytest.raises(LookupError, match="no part 'value'; it has gradient, purity"):
        examine("relu_backward", nnlib.relu_backward, "value")


def test_errors_name_the_learners_line():
    def relu_backward(dout, a):
        dz = np.zeros_like(a)
        for i in range(a.shape[0] + 1):
            dz[i] = dout[i]
        return dz

    report = examine("relu_backward", relu_backward)
    assert report.slip == "error"
    assert "IndexError" in report.message and "dz[i] = dout[i]" in report.message
    assert "trial.py" not in report.message


@pytest.mark.parametrize(
    ("function", "slip"),
    [
        (lambda dout: dout, "wrong-parameters"),
        (lambda dout, a, b: dout, "wrong-parameters"),
        (3, "not-a-function"),
        (None, "not-a-function"),
        (dict, "not-a-function"),
        (lambda dout, a: exit(), "error"),
        (lambda dout, a: 1 / 0, "error"),
        (lambda dout, a: np.ma.array(dout), "wrong-type"),
        (lambda dout, a: np.matrix(dout * (a > 0)), "wrong-type"),
        (lambda dout, a: (dout * (a > 0)).astype(object), "wrong-type"),
        (lambda dout, a: (dout * (a > 0)).astype(complex), "wrong-type"),
        (lambda dout, a: "dz", "wrong-type"),
    ],
)
def test_what_is_no_answer_gets_a_message_and_no_points(function, slip):
    report = examine("relu_backward", function)
    assert report.points == 0 and report.slip == slip and report.message


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
def test_an_object_that_is_equal_to_everything_wins_nothing():
    class Equal(np.ndarray):
        def __eq__(self, other):
            return np.True_

        def __array_ufunc__(self, *args, **kwargs):
            return np.zeros(3)

    report = examine("relu_backward", lambda dout, a: np.zeros(dout.shape).view(Equal))
    assert report.points == 0 and report.slip == "wrong-type"


def test_an_endless_loop_is_stopped_even_where_it_catches_everything():
    def relu_backward(dout, a):
        while True:
            try:
                time.sleep(60)
            except Exception:
                continue

    start = time.monotonic()
    report = examine("relu_backward", relu_backward)
    assert report.slip == "timeout" and report.points == 0
    assert time.monotonic() - start < 10


def test_a_million_lines_are_swallowed_and_cost_nothing(capsys):
    def relu_backward(dout, a):
        print("hello\n" * 1_000_000)
        return dout * (a > 0)

    report = examine("relu_backward", relu_backward)
    assert report.passed and "hello" in str(report) and len(str(report)) < 500
    assert capsys.readouterr().out == ""


def test_results_that_share_memory_with_an_input_are_told_apart_from_copies():
    report = examine("relu", lambda z: np.maximum(z, 0, out=z))
    assert report.slip == "input-modified"

    kept = {}

    def remembers(z):
        kept.setdefault("out", z)
        return z

    assert not examine("relu", remembers).passed


def test_a_seed_draws_the_same_inputs_again():
    seen = []

    def relu_backward(dout, a):
        seen.append(dout.sum())
        return dout * (a > 0)

    first = examine("relu_backward", relu_backward)
    again = examine("relu_backward", relu_backward, seed=first.seed)
    half = len(seen) // 2
    assert seen[:half] == seen[half:] and again.seed == first.seed
    examine("relu_backward", relu_backward)
    assert seen[2 * half] != seen[0]


def test_hidden_parts_do_not_show_their_inputs():
    report = examine("leaky_relu_backward", WRONG["leaky_relu_backward"][-1].function)
    hidden = report.parts["robustness"]
    assert hidden.hidden and not hidden.passed
    assert "dout =" not in hidden.message
    shown = examine("sigmoid", lambda z: 0.5 + 0.2 * z).parts["value"]
    assert "There, z =" in shown.message


def test_a_compiled_answer_is_checked_too():
    numba = pytest.importorskip("numba")

    @numba.njit
    def relu_backward(dout, a):
        return dout * (a > 0)

    assert examine("relu_backward", relu_backward).passed


def notes_on_training(exercise, function, part=None):
    return [note for note in examine(exercise, function, part).notes if "To train" in note]


def with_keepdims(Z):
    E = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return E / np.sum(E, axis=-1, keepdims=True)


def with_keepdims_and_no_shift(Z):
    return np.exp(Z) / np.sum(np.exp(Z), axis=-1, keepdims=True)


def mean_of_sums(Z, y):
    L = np.empty(Z.shape)
    for i in range(len(y)):
        L[i] = Z[i] - np.max(Z[i])
        L[i] -= np.log(np.sum(np.exp(L[i])))
        for j in range(Z.shape[1]):
            L[i, j] *= j == y[i]
    return -np.mean(np.sum(L, axis=1))


@pytest.mark.skipif(compiler() is None, reason="nothing is refused where Python runs it all")
def test_a_right_function_that_numba_refuses_keeps_its_points_and_gets_a_note():
    for part in (None, "value"):
        (note,) = notes_on_training("softmax", with_keepdims, part)
        assert "keepdims=True))\n" in note and "Leave it out" in note


def test_no_note_on_training_where_it_would_not_be_true():
    assert not notes_on_training(
        "softmax", with_keepdims_and_no_shift, "value"
    )  # wrong when graded
    assert not notes_on_training("softmax_cross_entropy", mean_of_sums)  # compiles
    assert not notes_on_training("standardize_fit", RIGHT["standardize_fit"][0])  # in no slot


def test_messages_are_two_sentences_and_name_no_other_exercise():
    for name, spec in EXERCISES.items():
        for slip in spec.slips:
            assert slip.message[0].isupper() and slip.message[-1] in ".?"
            assert (
                1
                <= slip.message.count(". ")
                + slip.message.count(": ")
                + slip.message.count("? ")
                + 1
                <= 4
            ), (name, slip.key)
