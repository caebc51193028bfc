"""A search over several processes and over a cluster: the same winner, no thread too many, and a killed worker."""

import os
import signal
import time

import numpy as np
import pytest
from joblib import parallel_config
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import HalvingRandomSearchCV, RandomizedSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import nnlib

distributed = pytest.importorskip("dask.distributed")


@pytest.fixture(scope="module")
def digits():
    X, y = nnlib.load_digits()
    return X[:600], y[:600]


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        with distributed.Client(cluster) as client:
            yield client


def search(epochs=20, **settings):
    steps = make_pipeline(
        StandardScaler(), nnlib.MLPClassifier((32,), epochs=epochs, random_state=0)
    )
    space = {
        "mlpclassifier__learning_rate": np.geomspace(1e-4, 1, 30),
        "mlpclassifier__l2": np.geomspace(1e-6, 1e-1, 30),
    }
    return RandomizedSearchCV(steps, space, n_iter=6, cv=3, random_state=0, **settings)


def winner(found):
    return found.best_params_, np.round(found.cv_results_["mean_test_score"], 12).tolist()


@pytest.fixture(scope="module")
def alone(digits):
    return winner(search().fit(*digits))


def test_two_processes_find_what_one_finds(digits, alone):
    assert winner(search(n_jobs=2).fit(*digits)) == alone


def test_a_cluster_finds_what_one_finds(digits, alone, cluster):
    with parallel_config(backend="dask"):
        assert winner(search().fit(*digits)) == alone


def test_a_halving_search_on_a_cluster(digits, cluster):
    model = nnlib.MLPClassifier((16,), random_state=0)
    space = {"learning_rate": np.geomspace(1e-4, 1, 30)}

    def halving():
        return HalvingRandomSearchCV(
            model, space, resource="epochs", min_resources=2, max_resources=18, random_state=0, cv=2
        ).fit(*digits)

    one = halving()
    with parallel_config(backend="dask"):
        assert halving().best_params_ == one.best_params_


def look_inside(X, y):
    """What a worker says after a fit: the threads of each BLAS, and how many loops had to be compiled."""
    from threadpoolctl import threadpool_info

    from nnlib.engine.training import epoch

    nnlib.MLPClassifier((8,), epochs=1, random_state=0).fit(X, y)
    threads = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    stats = epoch.typed(X.dtype).dispatcher.stats
    return os.getpid(), threads, sum(stats.cache_misses.values())


def test_each_worker_keeps_to_one_thread_and_takes_the_loop_from_the_cache(digits, cluster):
    X, y = digits
    seen = list(cluster.run(look_inside, X, y).values())
    assert len({pid for pid, _, _ in seen}) == 2
    assert all(set(threads) == {1} for _, threads, _ in seen)
    assert [missed for _, _, missed in seen] == [0, 0]


def test_a_worker_that_is_killed_costs_its_own_folds_alone(digits, cluster, tmp_path):
    """Each fold leaves a file when it begins, under the number of its settings."""
    X, y = digits
    log = tmp_path / "began"

    class Slow(nnlib.MLPClassifier):
        def fit(self, X, y):
            with open(log, "a") as file:
                file.write(f"{os.getpid()}\n")
            time.sleep(0.5)
            return super().fit(X, y)

    def slow():
        model = Slow((16,), epochs=5, random_state=0)
        space = {"learning_rate": np.geomspace(1e-3, 1e-1, 20)}
        return RandomizedSearchCV(model, space, n_iter=6, cv=2, random_state=0, refit=False)

    def kill_one():
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            pids = log.read_text().split() if log.exists() else []
            if len(pids) >= 4:
                os.kill(int(pids[-1]), signal.SIGKILL)
                return
            time.sleep(0.05)

    import threading

    killer = threading.Thread(target=kill_one)
    killer.start()
    with parallel_config(backend="dask"):
        found = slow().fit(X, y)
    killer.join()
    began = log.read_text().split()
    assert np.isfinite(found.cv_results_["mean_test_score"]).all()
    assert len(set(began)) == 3, "one worker was killed, and another took its place"
    assert 12 < len(began) <= 12 + 6, "folds that were done are not done again"
