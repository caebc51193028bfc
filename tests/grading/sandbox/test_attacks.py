"""The attack suite: every submission in tests/attacks goes the real road, an honest one behind each of them."""

import ctypes
import fnmatch
import hashlib
import html.parser
import json
import os
import platform
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import tarfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from attacks import attacks

from nnlib.grading.course import sample
from nnlib.grading.course.collect import COLLECTED, collect
from nnlib.grading.course.feedback import feedback
from nnlib.grading.course.folder import ROOT, students
from nnlib.grading.course.grade import grade_class
from nnlib.grading.course.release import release
from nnlib.grading.sandbox.backends import Bubblewrap, SandboxError
from nnlib.grading.sandbox.limits import Limits
from nnlib.grading.sandbox.submission import read_plan

pytestmark = pytest.mark.xdist_group("attacks")

ASSIGNMENT = sample.SAMPLE_ASSIGNMENT
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
SOURCE = ROOT / "solutions" / ASSIGNMENT / NOTEBOOK
RELEASED = ROOT / "exercises" / ASSIGNMENT / NOTEBOOK
RIGHT = sample.SAMPLE_CLASS / "vectorised.py"
VICTIMS = {"victim": RIGHT, "victim_too": sample.SAMPLE_CLASS / "slip_relu.py"}
ATTACKS = attacks()
REFUSED = [attack for attack in ATTACKS if attack.refused]
GRADED = [attack for attack in ATTACKS if not attack.refused]
PLAIN = [attack for attack in GRADED if attack.plain]
PLAN = read_plan(SOURCE, RELEASED)
TESTS = {name: cell.points for name, cell in PLAN.of("test").items()}
ANSWERS = list(PLAN.of("answer"))
FULL = 24.0
SECRET = "nnlib-secret-of-the-grader"
# Short patience, so that a dozen endless loops do not take all day; what answers need often is loaded before.
SETTINGS = """
c.GradeInSandbox.seconds = 1.0
c.GradeInSandbox.patience = 3.0
c.GradeInSandbox.submission_seconds = 20.0
c.GradeInSandbox.warm = ["numba", "scipy.special"]
"""
PATIENCE = (
    30.0  # seconds that no submission of this class has a reason to need, on the slowest machine
)
MARK = "PWNED"  # what an attack prints when it saw or changed what it should not


# -- handing in -----------------------------------------------------------------------------------


def right_notebook(folder):
    """The released notebook with right answers, as a dict."""
    path = folder / "right.ipynb"
    sample.build_submission(RELEASED, RIGHT, path)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def hand_in(root, student, right, attack, places):
    """Put an attack into submitted/, under a name that may itself be one."""

    def filled(text):
        for name, value in places.items():
            text = text.replace(f"@{name}@", value)
        return text

    notebook = json.loads(json.dumps(right))
    for cell in notebook["cells"]:
        if cell["id"] in attack.cells:
            cell["source"] = filled(attack.cells[cell["id"]])
    folder = root / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    data = None
    if attack.tamper:
        names = {}
        exec(filled(attack.tamper), names)
        data = names["tamper"](notebook, folder)
    if data is not False:
        data = json.dumps(notebook).encode() if data is None else data
        (folder / NOTEBOOK).write_bytes(data)


def cells_of(word):
    """The test cells that a word in `lost:` stands for: all, one, or those of one answer."""
    if word == "all":
        return set(TESTS)
    if word in TESTS:
        return {word}
    assert word in ANSWERS, f"there is no {word}"
    found, current = set(), None
    for cell in PLAN.cells:
        current = cell.grade_id if cell.kind == "answer" else current
        if cell.kind == "test" and current == word:
            found.add(cell.grade_id)
    return found


def expected(attack):
    """Points per test cell."""
    lost = set().union(*map(cells_of, attack.lost)) if attack.lost else set()
    return {name: 0.0 if name in lost else points for name, points in TESTS.items()}


# -- what must stay as it was ---------------------------------------------------------------------


def tree(folder, without=()):
    """Everything in a folder: its kind, its rights, and what is in it."""
    found = {}
    for here, folders, files in os.walk(folder):
        if Path(here) == Path(folder):
            folders[:] = [name for name in folders if name not in without]
            files = [name for name in files if name not in without]
        for name in (*folders, *files):
            path = Path(here) / name
            about = path.lstat()
            content = os.readlink(path) if path.is_symlink() else ""
            if stat.S_ISREG(about.st_mode):
                content = hashlib.sha256(path.read_bytes()).hexdigest()
            found[str(path.relative_to(folder))] = about.st_mode, content
    found.pop("build/grade.log", None)  # the grader itself writes down what it said
    return found


def rows(path, like):
    """The gradebook's schema, and the rows of these students."""
    with sqlite3.connect(path) as book:
        schema = book.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        found = book.execute(
            "SELECT s.student_id, c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade "
            "FROM grade g JOIN submitted_notebook n ON g.notebook_id = n.id "
            "JOIN submitted_assignment s ON n.assignment_id = s.id JOIN base_cell c ON g.cell_id = c.id "
            "WHERE s.student_id LIKE ? ORDER BY 1, 2",
            [like],
        ).fetchall()
    book.close()
    return {"schema": schema, "rows": found}


def children():
    """Processes that this one has, adopted ones too: {number: command}."""
    found = {}
    for task in Path("/proc/self/task").iterdir():
        for number in (task / "children").read_text().split():
            try:
                words = Path(f"/proc/{number}/cmdline").read_text().split("\0")
                found[number] = " ".join(words)[:200] or Path(f"/proc/{number}/stat").read_text()
            except OSError:
                continue
    return found


def reap():
    """Take leave of adopted processes that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


class Run:
    """A class of victims, attacks and honest submissions, graded once by `nnlib grade`."""

    def __init__(self, root, backend, chosen, jobs=1):
        self.jobs = jobs
        self.root, self.chosen = sample.new_course(root / "course"), chosen
        release(ASSIGNMENT, self.root)
        settings = f"{SETTINGS}c.GradeInSandbox.backend = {backend!r}\n"
        with (self.root / "nbgrader_config.py").open("a") as config:
            config.write(settings)
        self.names = {a.name: f"{n:03d}_{a.student or a.name}" for n, a in enumerate(chosen)}
        self.honest = {a.name: f"{n:03d}zz_honest" for n, a in enumerate(chosen)}
        self.cache = root / "cache"
        self.environ = os.environ | {"XDG_CACHE_HOME": str(self.cache), "NNLIB_SECRET": SECRET}
        self.right = right_notebook(root)
        self.victims_first()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setblocking(False)
        self.hand_in_all()
        self.before = self.state()
        self.said = self.grade("all.json")
        self.after = self.state()
        self.entries = {entry["student"]: entry for entry in self.result("all.json")["students"]}

    def victims_first(self):
        """Two classmates are graded before anybody attacks; one has extra credit by hand."""
        for name, answers in VICTIMS.items():
            path = self.root / "submitted" / name / ASSIGNMENT / NOTEBOOK
            sample.build_submission(RELEASED, answers, path)
        self.grade("victims.json")
        with sqlite3.connect(self.root / "gradebook.db") as book:
            book.execute("UPDATE grade SET extra_credit = 0.5")
        book.close()

    def hand_in_all(self):
        places = {"COURSE": str(self.root), "REPO": str(ROOT), "HOME": str(Path.home())}
        places |= {"GRADER": str(os.getpid()), "PORT": str(self.listener.getsockname()[1])}
        places |= {"HOST": platform.node()}
        for attack in self.chosen:
            hand_in(self.root, self.names[attack.name], self.right, attack, places)
            folder = self.root / "submitted" / self.honest[attack.name] / ASSIGNMENT
            folder.mkdir(parents=True)
            (folder / NOTEBOOK).write_text(json.dumps(self.right))

    def grade(self, file):
        words = ["grade", ASSIGNMENT, "--course", self.root, "--json", self.root.parent / file]
        words += ["--jobs", self.jobs]
        return subprocess.run(
            [sys.executable, "-m", "nnlib", *map(str, words)],
            capture_output=True, env=self.environ, timeout=600,
        )  # fmt: skip

    def result(self, file):
        return json.loads((self.root.parent / file).read_text())

    def state(self):
        changing = ("autograded", "feedback", "gradebook.db")
        return {
            "course": tree(self.root, changing),
            "victims": {name: tree(self.root / "autograded" / name) for name in VICTIMS},
            "gradebook": rows(self.root / "gradebook.db", "victim%"),
            "cache": tree(self.cache),
            "around": sorted(os.listdir(self.root.parent.parent)),
        }


@pytest.fixture(scope="module")
def walled(tmp_path_factory):
    """All attacks, behind the wall."""
    try:
        Bubblewrap().start(Path(__file__).parent, Limits()).stop()
    except SandboxError as problem:
        pytest.skip(f"bubblewrap does not work here, and the attacks were not tried: {problem}")
    root = tmp_path_factory.mktemp("walled")
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # what is left over becomes a child of this process
    known = children()
    run = Run(root, "bubblewrap", ATTACKS, jobs=2)
    for _ in range(50):
        reap()
        run.left_over = {n: name for n, name in children().items() if n not in known}
        if not run.left_over:
            break
        time.sleep(0.1)
    ctypes.CDLL(None).prctl(36, 0, 0, 0, 0)
    yield run
    run.listener.close()


@pytest.fixture(scope="module")
def unwalled(tmp_path_factory):
    """The attacks that do no harm outside a sandbox, in an ordinary process."""
    run = Run(tmp_path_factory.mktemp("unwalled"), "plain", PLAIN, jobs=2)
    yield run
    run.listener.close()


# -- each attack ----------------------------------------------------------------------------------


def named(chosen):
    return pytest.mark.parametrize("attack", chosen, ids=[attack.name for attack in chosen])


def points(entry):
    return {name: cell["points"] for name, cell in entry["cells"].items()}


def said_of(run, student):
    """All that the graded notebook says, beside the sources."""
    path = run.root / "autograded" / student / ASSIGNMENT / NOTEBOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        del cell["source"]
    return json.dumps(notebook, ensure_ascii=False)


def test_the_suite_is_large_and_says_what_it_tries():
    assert len(ATTACKS) >= 60
    for attack in ATTACKS:
        assert attack.tries.endswith("."), attack.name
        assert attack.cells or attack.tamper or attack.student, attack.name
        assert expected(attack) and set(attack.cells) <= set(ANSWERS), attack.name


@named(GRADED)
def test_an_attack_earns_what_is_honest_in_it_and_nothing_else(walled, attack):
    student = walled.names[attack.name]
    assert student in walled.entries, f"not graded: {walled.said.stdout.decode()[-2000:]}"
    entry = walled.entries[student]
    assert points(entry) == expected(attack)
    assert entry["points"] == sum(expected(attack).values())
    assert entry["max_points"] == FULL
    found = rows(walled.root / "gradebook.db", student.replace("%", "_"))["rows"]
    assert {row[1]: row[2] for row in found if row[0] == student} == expected(attack)
    assert all(row[3] is None and not row[4] for row in found if row[0] == student)


@named(GRADED)
def test_an_attack_is_flagged(walled, attack):
    flags = walled.entries[walled.names[attack.name]]["flags"]
    known = [pattern.removeprefix("?") for pattern in attack.flags]
    unknown = [f for f in flags if not any(fnmatch.fnmatchcase(f, pattern) for pattern in known)]
    missing = [p for p in attack.flags if p[0] != "?" and not fnmatch.filter(flags, p)]
    assert (unknown, missing) == ([], [])


@named(GRADED)
def test_an_attack_takes_no_more_than_its_time(walled, attack):
    assert walled.entries[walled.names[attack.name]]["seconds"] < PATIENCE


@named(GRADED)
def test_an_attack_saw_and_changed_nothing(walled, attack):
    said = said_of(walled, walled.names[attack.name])
    assert MARK not in said, said[said.index(MARK) - 200 :][:600]
    assert SECRET not in said and "BEGIN HIDDEN" not in said
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in said)


@named(ATTACKS)
def test_the_honest_one_behind_it_has_all_its_points(walled, attack):
    entry = walled.entries[walled.honest[attack.name]]
    assert (entry["points"], entry["flags"]) == (FULL, [])


@named(PLAIN)
def test_without_a_wall_no_points_are_gained_either(unwalled, attack):
    student = unwalled.names[attack.name]
    got = points(unwalled.entries[student])
    gained = {name: got[name] for name, most in expected(attack).items() if got[name] > most}
    assert gained == {}
    assert unwalled.entries[unwalled.honest[attack.name]]["points"] == FULL


# -- the class as a whole -------------------------------------------------------------------------


@named(REFUSED)
def test_what_is_refused_is_named_and_has_no_row(walled, attack):
    student = walled.names[attack.name]
    assert student not in walled.entries
    assert not any(row[0] == student for row in rows(walled.root / "gradebook.db", "%")["rows"])
    assert f"{student} " in walled.said.stdout.decode()


def test_every_other_submission_was_graded(walled):
    assert len(REFUSED) == 2
    names = [walled.names[attack.name] for attack in GRADED]
    assert walled.entries.keys() == {*VICTIMS, *names, *walled.honest.values()}
    said = walled.said.stderr.decode()
    assert walled.said.returncode == 1 and said.startswith(
        "nnlib: 2 submissions could not be graded"
    )
    assert said.count("\n") == 1
    assert walled.result("all.json")["sandbox"] == "bubblewrap"


@pytest.mark.parametrize("what", ["course", "victims", "gradebook", "cache", "around"])
def test_nothing_else_was_changed(walled, what):
    assert walled.after[what] == walled.before[what]


def test_the_victims_have_what_they_had(walled):
    found, extra = walled.after["gradebook"]["rows"], 0.5 * len(TESTS)
    assert len(found) == 2 * len(TESTS) and all(row[4] == 0.5 for row in found)
    assert walled.entries["victim"]["points"] == FULL + extra
    assert walled.entries["victim_too"]["points"] == 21 + extra


def test_no_mark_was_left_anywhere(walled):
    for folder in (
        walled.root,
        ROOT,
        ROOT.parent,
        Path.home(),
        Path("/tmp"),
        Path("/"),
    ):
        assert not [
            path for path in folder.glob("*") if path.name.startswith(("pwned", "nnlib_att"))
        ]


def test_no_process_is_left_over(walled):
    assert walled.left_over == {}


def test_nobody_called(walled):
    with pytest.raises(BlockingIOError):
        walled.listener.accept()


def test_the_table_steers_no_terminal(walled):
    text = walled.said.stdout.decode()
    assert all(c == "\n" or c.isprintable() for c in text)
    assert len(text.splitlines()) == len(walled.entries) + len(REFUSED) + 2
    assert MARK not in text


# -- afterwards -----------------------------------------------------------------------------------


class Page(html.parser.HTMLParser):
    """What of a page would run in a browser: scripts, handlers, addresses that are programs."""

    def __init__(self, text):
        super().__init__()
        self.runs, self.inside = [], False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.inside = tag == "script"
        for name, value in attributes:
            if name.startswith("on") or "javascript:" in (value or "").lower():
                self.runs.append((tag, name, value))

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside and "attack" in data:
            self.runs.append(("script", data))


NO_PAGE = ("terminal_name", "terminal_name_glob")  # nbgrader's patterns do not find these names
LOUD = [
    a for a in ATTACKS if a.name.startswith(("browser", "terminal", "wire_strange", "meta_kernel"))
]


@pytest.fixture(scope="module")
def pages(walled):
    """The feedback pages of the attacks that speak to browsers."""
    steps = feedback(
        ASSIGNMENT, walled.root, only=[walled.names[a.name] for a in LOUD], progress=False
    )
    outcomes = {step.student: step.reason for step in steps}
    return {a.name: (outcomes[walled.names[a.name]], walled.names[a.name]) for a in LOUD}


def test_a_page_that_runs_something_would_be_seen():
    assert Page("<script>alert('attack')</script>").runs
    assert Page("<img onerror=x>").runs and Page("<a href='JavaScript:x'>").runs
    assert not Page("&lt;script>alert('attack')&lt;/script><script>1</script>").runs


@named(LOUD)
def test_nothing_of_an_attack_runs_in_a_browser(walled, pages, attack):
    reason, student = pages[attack.name]
    if attack.name in NO_PAGE:
        assert reason
        return
    assert reason == ""
    text = (walled.root / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
    assert Page(text).runs == []
    assert (
        "\x1b" not in text and "BEGIN HIDDEN" not in text.partition('id="relu_backward_purity"')[0]
    )


def test_a_second_submission_without_tests_does_not_keep_the_old_score(walled):
    attack = next(a for a in ATTACKS if a.name == "meta_tests_deleted")
    student = walled.honest[attack.name]
    shutil.rmtree(walled.root / "submitted" / student)
    hand_in(walled.root, student, walled.right, attack, {})
    run = grade_class(ASSIGNMENT, walled.root, [student], progress=False)
    assert run.students[0]["points"] == 0
    found = rows(walled.root / "gradebook.db", student)["rows"]
    assert [row[2] for row in found] == [0.0] * len(TESTS)


# -- archives -------------------------------------------------------------------------------------


@dataclass
class Attempt:
    """The name of a download."""

    student: str
    name: str = field(init=False)

    def __post_init__(self):
        self.name = f"{self.student}_attempt_2026-03-02-10-00-00_{NOTEBOOK}"


def test_archives_that_lead_out_are_bombs_or_broken_cost_nobody_else(tmp_path):
    folder = sample.new_course(tmp_path / "course")
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    secret = folder / "solutions" / ASSIGNMENT / NOTEBOOK
    with zipfile.ZipFile(downloads / "a.zip", "w") as archive:
        archive.writestr(f"../../../{Attempt('eve').name}", "out")
        archive.writestr(f"/tmp/{Attempt('eve').name}", "out")
        archive.writestr("../../../nbgrader_config.py", "out")
    with zipfile.ZipFile(downloads / "ada.zip", "w") as archive:
        archive.writestr(Attempt("ada").name, "hers")
    with tarfile.open(downloads / "b.tar.gz", "w:gz") as archive:
        for name, target in ((Attempt("mallory").name, str(secret)), ("out", "/tmp")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
        archive.addfile(tarfile.TarInfo(f"out/{Attempt('oscar').name}"))
    (downloads / "c.zip").write_bytes(b"PK\x03\x04 no archive")
    (downloads / "d.tar.gz").write_bytes(b"\x1f\x8b no archive")
    before = tree(tmp_path, ("submitted",)), secret.read_bytes()
    (downloads / Attempt("emmy").name).write_text("hers too")
    collect(ASSIGNMENT, downloads, folder)
    (downloads / Attempt("emmy").name).unlink()
    assert {"ada", "emmy"} <= set(students(ASSIGNMENT, folder))
    submitted = folder / "submitted"
    assert (submitted / "emmy" / ASSIGNMENT / NOTEBOOK).read_text() == "hers too"
    for path in submitted.rglob("*"):
        assert not path.is_symlink()
        assert not path.is_file() or path.read_bytes() != before[1]
    assert not Path("/tmp", Attempt("eve").name).exists()
    shutil.rmtree(submitted)
    (folder / COLLECTED).unlink()  # under which name a platform knows whom
    assert (tree(tmp_path, ("submitted",)), secret.read_bytes()) == before
