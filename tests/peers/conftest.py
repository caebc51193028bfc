"""Tests of others that cannot hold here: each by name, with the reason. One that passes after all is an error."""

import pytest

LBFGS = "there is no L-BFGS: every step here is one of a minibatch"
SHUFFLE = "every epoch has its own order of rows"
SCHEDULE = "rates that fall are schedules, in the optimizer"
SCORES = "early stopping watches the loss, in history_: there is no validation_scores_"
WORDS = "the same refusal, in other words"
DIFFERENT = {
    "test_fit": "coefs_ is read from the network and cannot be set: model_.set_weights does that",
    "test_gradient": "reaches into private methods, and asks for L-BFGS",
    "test_lbfgs_classification": LBFGS,
    "test_lbfgs_regression": LBFGS,
    "test_lbfgs_classification_maxfun": LBFGS,
    "test_lbfgs_regression_maxfun": LBFGS,
    "test_multilabel_classification": LBFGS,
    "test_multioutput_regression": LBFGS,
    "test_partial_fit_errors": LBFGS,
    "test_predict_proba_multilabel": LBFGS,
    "test_sparse_matrices": LBFGS,
    "test_warm_start": LBFGS,
    "test_mlp_early_stopping_string_labels": SCORES,
    "test_early_stopping": SCORES,
    "test_mlp_warm_start_with_early_stopping": SCORES,
    "test_warm_start_full_iteration": "n_iter_ adds up over warm starts, as history_ does",
    "test_mlp_warm_start_no_convergence": "without tol there is no warning that it was not reached",
    "test_mlp_partial_fit_after_fit": WORDS,
    "test_mlp_diverging_loss": LBFGS,
    "test_learning_rate_warmstart": SCHEDULE,
    "test_adaptive_learning_rate": SCHEDULE,
    "test_shuffle": SHUFFLE,
    "test_nonfinite_params": WORDS,
    "test_minimum_input_sample_size": WORDS,
    "test_tolerance": "without early stopping every epoch is trained: there is no tol and no max_iter",
    "test_verbose_sgd": "progress is shown as Sequential shows it",
    "test_n_iter_no_change": "counts through a private attribute",
    "test_n_iter_no_change_inf": "counts through a private attribute",
    "test_early_stopping_stratified": "a class of one row stays in training and is no error",
    "test_mlp_vs_poisson_glm_equivalent": "the losses for numbers are mse, mae and huber",
}


def pytest_collection_modifyitems(items):
    for item in items:
        name = getattr(item, "originalname", "")
        if item.path.name == "test_scikit_learn.py" and name in DIFFERENT:
            item.add_marker(pytest.mark.xfail(reason=DIFFERENT[name], strict=True))
