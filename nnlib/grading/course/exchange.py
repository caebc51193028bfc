"""The exchange: the folder through which nbgrader hands notebooks out, takes them in and gives feedback back.

Without a word it lies in the course and is its owner's alone. A server with many accounts names one folder for all,
`configure(c, exchange="/srv/nbgrader/exchange", everybody=True)`: then nbgrader opens it to every account.
"""

from contextlib import suppress
from glob import glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseAssignment, ExchangeReleaseFeedback
from traitlets.config import Config

from nnlib.core.words import tr

SECRET = "submission_secret.txt"  # by its hash a learner finds their feedback in the exchange
SECRET_BYTES = 1000  # of it that are read
OWNER_ALONE = 0o700


def set_exchange(c: Config, folder: str | Path | None, everybody: bool) -> None:
    """Write the exchange into nbgrader's configuration: `folder`, else one inside the course."""
    c.Exchange.root = str(folder) if folder else local_exchange()
    c.ExchangeFactory.release_feedback = "nnlib.grading.course.exchange.FeedbackOfAll"
    if not everybody:
        c.ExchangeFactory.release_assignment = "nnlib.grading.course.exchange.ReleasePrivately"


def local_exchange() -> str:
    """The exchange inside the course, made on first use where the folder can be written."""
    folder = Path("build", "exchange").absolute()
    with suppress(OSError):
        _make(folder)
    return str(folder)


def _make(folder):
    """An exchange for its owner alone; one that is there stays as it was set up."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(OWNER_ALONE)


class ReleasePrivately(ExchangeReleaseAssignment):
    """Releases without opening the exchange to everybody, which nbgrader's own class does each time."""

    def ensure_root(self):
        """Make the exchange where it is missing, for its owner alone."""
        try:
            _make(Path(self.root))
        except OSError as problem:
            self.fail(
                tr(
                    "the exchange {folder} cannot be made: {why}",
                    folder=self.root,
                    why=problem.strerror,
                )
            )


class FeedbackOfAll(ExchangeReleaseFeedback):
    """Gives feedback back to whoever handed in through the exchange, and leaves the others out.

    A submission that came another way has no secret; nbgrader's own class stops the whole class there.
    """

    def copy_files(self):
        """Copy the pages of those with a secret, and name the others."""
        folders = map(Path, glob(self.src_path))
        without = sorted(f.parent.name for f in folders if not (f / SECRET).is_file())
        if without:
            self.log.warning(
                tr("not handed in through the exchange, so not given back there: %s"),
                ", ".join(without),
            )
            excluded = filter(None, [self.coursedir.student_id_exclude, *without])
            self.coursedir.student_id_exclude = ",".join(excluded)
        super().copy_files()
