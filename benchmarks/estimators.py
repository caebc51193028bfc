"""The estimators beside scikit-learn's, both as they are by default: scores over several seeds, and the time of a fit.

    python benchmarks/estimators.py [--seeds 5]

Each data set is split anew for every seed (three quarters to train on), its columns brought to mean 0 and spread 1.
The two take turns, one thread each. Accuracy, and R2 for diabetes, whose y is brought to scale, too.
"""

import argparse
import sys
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np  # noqa: E402
from sklearn import datasets, neural_network  # noqa: E402
from sklearn.exceptions import ConvergenceWarning  # noqa: E402
from sklearn.model_selection import train_test_split  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402
from threadpoolctl import threadpool_limits  # noqa: E402

import nnlib  # noqa: E402

SETS = {
    "digits": (datasets.load_digits, "MLPClassifier"),
    "breast cancer": (datasets.load_breast_cancer, "MLPClassifier"),
    "wine": (datasets.load_wine, "MLPClassifier"),
    "diabetes": (datasets.load_diabetes, "MLPRegressor"),
}
PEERS = {"nnlib": nnlib, "scikit-learn": neural_network}


def split(load, seed):
    """Train and test rows of this seed, scaled by the train rows alone."""
    X, y = load(return_X_y=True)
    if y.dtype.kind == "f":
        y = (y - y.mean()) / y.std()
    X, X_test, y, y_test = train_test_split(X, y, random_state=seed)
    scaler = StandardScaler().fit(X)
    return scaler.transform(X), y, scaler.transform(X_test), y_test


def compare(load, estimator, seeds):
    """{peer: (scores, seconds)}; the first fit, which may compile, is not among them."""
    found = {name: ([], []) for name in PEERS}
    X, y, *_ = split(load, 0)
    for peer in PEERS.values():
        getattr(peer, estimator)(random_state=0).fit(X, y)
    for seed in range(seeds):
        X, y, X_test, y_test = split(load, seed)
        for name, peer in PEERS.items():
            model = getattr(peer, estimator)(random_state=seed)
            start = time.perf_counter()
            model.fit(X, y)
            found[name][1].append(time.perf_counter() - start)
            found[name][0].append(model.score(X_test, y_test))
    return found


def main():
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("--seeds", type=int, default=5)
    seeds = parser.parse_args().seeds
    warnings.simplefilter("ignore", ConvergenceWarning)  # scikit-learn's, at 200 epochs
    print(f"{'':14}{'nnlib':>18}{'scikit-learn':>18}   time, nnlib / scikit-learn")
    for name, (load, estimator) in SETS.items():
        with threadpool_limits(1):
            found = compare(load, estimator, seeds)
        scores = [f"{np.mean(s):.3f} ± {np.std(s):.3f}" for s, _ in found.values()]
        ours, theirs = (np.min(seconds) for _, seconds in found.values())
        times = f"{ours / theirs:.2f}  ({ours:.2f} s, {theirs:.2f} s)"
        print(f"{name:14}{scores[0]:>18}{scores[1]:>18}   {times}")


if __name__ == "__main__":
    main()
