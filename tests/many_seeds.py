"""Every answer in the exercises' files, over many draws of the inputs: `make seeds`, or

    python tests/many_seeds.py [softmax ...] [--seconds 2] [--jobs 2] [--from 1000]

The test suite examines each answer with a few fixed seeds. A grade is drawn from a fresh one. An answer that is judged
otherwise once in a hundred draws passes the suite, and costs one learner in a hundred a point. This looks for it: each
answer is examined with as many seeds as the seconds allow, and every verdict that is another than it says is printed.
Run it after a change to an exercise's cases, with the exercise's name. The exit code is 1 where a verdict differed.
"""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")  # one thread a job
sys.path.insert(0, str(Path(__file__).parent.parent))

from tqdm import tqdm  # noqa: E402

from nnlib.grading.exercises import EXERCISES  # noqa: E402
from nnlib.grading.proof import FIRST, answers_of, survey  # noqa: E402


def surveyed(name, index, seconds, first):
    """Examine one answer until the seconds are over: (how often, how many differ, what there is to say)."""
    form = EXERCISES.form(name)
    answer = answers_of(form)[index]
    found = survey(form.built(), answer, seconds, draws=None, first=first)
    about = f"\n{name}, {answer.kind} {answer.name}, {answer.place}"
    return found.times, sum(found.others.values()), [about, *found.lines()]


def main():
    """Survey the answers, and say what differed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("names", nargs="*", help="exercises; all of them where none is named")
    options.add_argument("--seconds", type=float, default=2.0, help="for each answer")
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument("--from", type=int, default=FIRST, dest="first", help="the first seed")
    given = options.parse_args()
    if strange := set(given.names) - set(EXERCISES):
        options.error(f"there is no exercise {', '.join(sorted(strange))}")
    tasks = [
        (name, i, given.seconds, given.first)
        for name in given.names or EXERCISES
        for i in range(len(answers_of(EXERCISES.form(name))))
    ]
    examined = differed = 0
    with ProcessPoolExecutor(given.jobs) as pool:
        found = pool.map(surveyed, *zip(*tasks, strict=True))
        for times, differing, lines in tqdm(found, total=len(tasks), unit="answer"):
            examined, differed = examined + times, differed + differing
            if differing:
                tqdm.write("\n".join(lines))
    print(f"{len(tasks)} answers examined {examined} times; {differed} verdicts differ.")
    return int(differed > 0)


if __name__ == "__main__":
    sys.exit(main())
