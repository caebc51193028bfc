"""What learners' code may take, and how large a submission may be: every setting of the sandbox, stated once.

A field made by `setting` is a trait of `c.GradeInSandbox` in a course's `nbgrader_config.py`, with this default.
"""

from dataclasses import dataclass, field, replace

from nnlib.core.words import tr

MEGABYTE = 1 << 20
IPYTHON = ("ipython", "matplotlib-inline")  # for what a notebook can do and a program cannot
EXECUTION = {"NBGRADER_EXECUTION": "autograde"}  # by which nbgrader tells a cell why it runs
ENVIRONMENT = {
    **EXECUTION,
    "LANG": "C.UTF-8",
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/tmp",
    "NUMBA_CACHE_DIR": "/tmp/numba",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "PYTHONHASHSEED": "random",
}


def setting(default: object, words: str, unit: int = 1):
    """A field that a course may set, counted there in units of so many (megabytes, say)."""
    return field(default=default, metadata={"help": words, "unit": unit})


@dataclass(frozen=True)
class Limits:
    """What one question, one cell and one submission may take."""

    seconds: float = setting(2.0, tr("Seconds of computing that one question may take"))
    # a cell may import and compile
    cell_seconds: float = setting(8.0, tr("Seconds of computing that one cell may take"))
    patience: float = setting(10.0, tr("Seconds on the clock that one question may take"))
    submission_seconds: float = setting(90.0, tr("Seconds that one submission may take"))
    memory: int = setting(2 << 30, tr("Megabytes of memory per process of a learner"), MEGABYTE)
    processes: int = setting(4, tr("Processes and threads that a learner may have"))
    checking_seconds: float = setting(
        20.0, tr("Seconds of computing that the checks of one test cell may take")
    )
    checking_memory: int = setting(
        1 << 30, tr("Megabytes of memory that the checks of one submission may take"), MEGABYTE
    )
    files: int = setting(64, tr("Files that a learner may have open"))
    scratch: int = setting(16 << 20, tr("Megabytes of files that a learner may write"), MEGABYTE)
    callbacks: int = 20_000  # per question
    restarts: int = 40  # workers that one submission may lose
    answer: int = setting(16 << 20, tr("Megabytes that one answer may hold"), MEGABYTE)
    packages: tuple[str, ...] = setting(
        ("numpy", "scipy", "numba", "matplotlib", "tqdm", "threadpoolctl"),
        tr("Packages that learners may import"),
    )
    # before the fork, besides numpy
    warm: tuple[str, ...] = setting((), tr("Modules to import before answers are run"))
    inside: bool = setting(
        True,
        tr("Run in a learner's own process what cannot be tested from outside, as nbgrader does"),
    )
    inside_seconds: float = setting(
        30.0,
        tr("Seconds that one cell may take where a whole notebook runs in the learner's process"),
    )
    shell: bool = False  # commands of the system too: in the learner's own process
    # slow to start, worth it for a training
    compiled: bool = setting(False, tr("Compile nnlib's own functions that answers call"))
    methods: tuple[str, ...] = (
        *("fit", "predict", "predict_proba", "evaluate", "compile", "add", "step", "forward"),
        *("backward", "parameters", "transform", "reset", "summary", "__call__"),
    )
    attributes: tuple[str, ...] = (
        *("theta", "sizes", "history", "params", "grads", "W", "b", "weights", "bias", "layers"),
        *("loss", "losses", "coef_", "intercept_", "mean_", "scale_", "state"),
    )

    def environment(self) -> dict[str, str]:
        """The environment variables that a worker starts with."""
        programs = {"PATH": "/usr/bin:/bin", "IPYTHONDIR": "/tmp/.ipython"} if self.shell else {}
        return ENVIRONMENT | programs | {"NNLIB_JIT": str(int(self.compiled))}

    def for_notebook(self) -> "Limits":
        """The limits of a process in which a whole notebook runs, tests too, with IPython's magics and `!` lines."""
        return replace(
            self, shell=True, cell_seconds=self.inside_seconds,
            patience=self.inside_seconds + min(5, self.inside_seconds),
            seconds=self.inside_seconds, processes=self.processes + 12,
            packages=(*self.packages, *IPYTHON), warm=(*self.warm, "notebook"),
        )  # fmt: skip

    def for_worker(self) -> dict[str, int]:
        """The part that the worker sets for itself, in the terms of setrlimit."""
        most = int(self.submission_seconds) + 5
        return {
            **{"AS": self.memory, "NPROC": self.processes, "NOFILE": self.files, "CORE": 0},
            **{"FSIZE": self.scratch, "CPU": most, "scratch": self.scratch},
            **{"answer": self.answer, "shell": self.shell},
        }


@dataclass(frozen=True)
class Caps:
    """How large a submission may be."""

    notebook: int = setting(20 << 20, tr("Megabytes that a handed-in notebook may have"), MEGABYTE)
    cells: int = 2000
    source: int = setting(100_000, tr("Characters that one answer may have"))
    beside: int = setting(
        16 << 20, tr("Megabytes of files beside a notebook that its answers may read"), MEGABYTE
    )
    handed_out: int = setting(
        256 << 20,
        tr("Megabytes of files that an instructor may hand out with a notebook"),
        MEGABYTE,
    )
    extra: tuple[str, ...] = setting(
        ("timestamp.txt", "submission_secret.txt"),
        tr("Names of files that may lie beside the notebooks"),
    )
