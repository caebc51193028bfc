"""One call of a learner's function: side effects are seen, limits hold, nothing leaks."""

import warnings

import numpy as np

from nnlib.grading.check import _examine
from nnlib.grading.exercise import Case, Exercise, Misfit, Part
from nnlib.grading.trial import call

CASE = Case({"z": np.arange(6.0).reshape(2, 3)}, {"a": np.arange(6.0).reshape(2, 3)})


def test_the_case_itself_is_never_touched():
    def wipe(z):
        z[:] = 0
        return z

    outcome = call(wipe, CASE)
    assert outcome.modified == "z" and outcome.aliased == "z"
    assert CASE.arguments["z"][1, 2] == 5


def test_a_view_of_an_input_is_an_alias_and_a_copy_is_none():
    assert call(lambda z: z[:], CASE).aliased == "z"
    assert call(lambda z: z.copy(), CASE).aliased is None


def test_prints_warnings_and_errors_stay_inside(capsys):
    def noisy(z):
        print("working")
        np.log(np.zeros(1))
        raise ValueError("broken here")

    with warnings.catch_warnings(record=True) as caught:
        outcome = call(noisy, CASE)
    assert capsys.readouterr() == ("", "") and caught == []
    assert outcome.printed == "working\n" and "divide by zero" in outcome.warned[0]
    assert outcome.slip == "error" and "ValueError: broken here" in outcome.message


def test_a_number_may_be_a_python_float_or_a_numpy_one():
    case = Case({"x": 2.0}, {"y": 4.0})
    for square in (
        lambda x: x * x,
        lambda x: np.float64(x * x),
        lambda x: np.array(x * x),
        lambda x: int(x * x),
    ):
        outcome = call(square, case)
        assert outcome.slip is None and outcome.values["y"] == 4.0
    assert call(lambda x: np.array([x * x]), case).slip == "broadcast-up"


def test_strides_reach_the_learner():
    case = Case({"z": np.asfortranarray(np.arange(6.0).reshape(2, 3))}, {"a": np.zeros((2, 3))})
    seen = []
    call(lambda z: seen.append(z.flags.f_contiguous) or z * 0, case)
    assert seen == [True]


# -- what is no single array ------------------------------------------------------------------------------------------


def test_lists_and_dicts_are_copied_and_a_change_deep_inside_is_noticed():
    params = [(np.ones((2, 2)), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    case = Case({"params": params, "cache": {"A": [np.ones(2)]}}, {"n": 2.0})

    def writes(params, cache):
        params[1][0][0, 0] = 9
        cache["A"][0][1] = 8
        return len(params)

    def reads(params, cache):
        return len(params)

    assert call(reads, case).modified is None
    assert call(writes, case).modified == "cache"
    assert params[1][0][0, 0] == 1, "the learner got a copy"


def test_changed_numbers_and_orders_in_dicts_and_lists_are_noticed_too():
    case = Case(
        {"nodes": [("q", "add", ("x", "y")), ("f", "mul", ("q", "z"))], "values": {"x": 2.0}},
        {"n": 1},
    )

    def turns(nodes, values):
        nodes.reverse()
        return 1

    def sets(nodes, values):
        values["x"] = 3.0
        return 1

    assert call(lambda nodes, values: 1, case).modified is None
    assert call(turns, case).modified == "nodes" and call(sets, case).modified == "values"


def test_a_generator_is_copied_and_may_be_drawn_from():
    rng = np.random.default_rng(0)
    case = Case({"rng": rng}, {"x": np.zeros(3)})
    first, second = (call(lambda rng: rng.random(3), case) for _ in range(2))
    assert first.modified is None and np.array_equal(first.values["x"], second.values["x"])


def test_a_view_into_a_list_of_arrays_is_an_alias():
    case = Case({"params": [np.ones((2, 3))]}, {"W": np.ones((2, 3))})
    assert call(lambda params: params[0], case).aliased == "params"


def test_words_and_yes_or_no_are_read_as_such():
    case = Case({}, {"units": 1, "loss": "mse", "stop": True})
    found = call(lambda: (1, "mse", True), case)
    assert found.slip is None and found.values["loss"] == "mse" and found.values["stop"] == 1
    assert "a word in quotes" in call(lambda: (1, 3, True), case).message
    assert "True or False" in call(lambda: (1, "mse", 1), case).message


def test_a_case_may_call_twice_read_and_judge_for_itself():
    def read(result):
        if not all(isinstance(rows, list) for rows in result):
            raise Misfit("wrong-type", "lists are wanted")
        return {"lengths": np.array([len(rows) for rows in result])}

    case = Case(
        {"n": 3},
        {"lengths": np.zeros(2)},
        run=lambda f, given: [f(**given) for _ in "ab"],
        read=read,
    )
    assert call(lambda n: [0] * n, case).values["lengths"].tolist() == [3, 3]
    assert call(lambda n: n, case).message == "lists are wanted"
    assert call(lambda n: None, case).slip == "wrong-type", "a reading that stumbles is no crash"


def test_a_judge_accepts_many_right_answers_and_names_what_is_wrong():
    def even(values, arguments):
        return None if values["n"] % 2 == 0 else ("odd", "An even number is wanted.")

    case = Case({}, {"n": 0}, judge=even)
    spec = Exercise("even_number", (), (Part("value", 2, lambda rng: [case]),))
    verdicts = [_examine(spec, lambda n=n: n, ["value"], 1) for n in (2, 4, 3)]
    assert [report.points for report in verdicts] == [2, 2, 0] and verdicts[2].slip == "odd"


def test_a_wrong_word_is_a_wrong_choice():
    spec = Exercise("head", ("task",), (Part("value", 2, lambda rng: [HEAD]),))
    report = _examine(spec, lambda task: (3, "softmax", "bce"), ["value"], 1)
    assert (
        report.slip == "wrong-choice" and "'bce'" in report.message and "'three'" in report.message
    )
    assert _examine(spec, lambda task: (3, "softmax", "cce"), ["value"], 1).points == 2


HEAD = Case({"task": "three"}, {"units": 3, "activation": "softmax", "loss": "cce"})
