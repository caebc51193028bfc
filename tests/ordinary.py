"""Run Python as an ordinary user, which most who grade are: with root's rights some limits do not hold, and others do.

    python tests/ordinary.py -m pytest -q tests/grading/sandbox/test_machine.py

As root the command gets a user number that nobody has. Where this Python lies in a folder that such a user may not
enter (root's home, say), the command sees that folder empty but for this Python. Nothing here is a test.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PYTHON = Path(sys.executable)
TOOLS = ("unshare", "mount", "setpriv")
# closed folder, what of it is needed, a place to hold that meanwhile
OPENED = 'mount --bind "$2" "$3" && mount -t tmpfs -o mode=755 tmpfs "$1" && mkdir -p "$2" && mount --bind "$3" "$2"'
BECOME = 'exec setpriv --reuid "$USER_NUMBER" --regid "$USER_NUMBER" --clear-groups --inh-caps=-all -- "$@"'


def impossible():
    """Why nobody can be made an ordinary user here, or ""."""
    if os.geteuid() != 0:
        return ""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        return f"{', '.join(missing)} is missing, and root cannot become an ordinary user"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, text=True)
    return tried.stderr.strip()


def run(words, home, **options):
    """Run Python with these words as an ordinary user whose home is `home`."""
    environment = os.environ | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    # pytest's own folder carries the user's name, and nobody without a name may share another's.
    environment["PYTEST_DEBUG_TEMPROOT"] = str(home)
    if os.geteuid() != 0:
        return subprocess.run([str(PYTHON), *words], env=environment, **options)
    number = 300_000 + secrets.randbelow(1 << 20)
    os.chown(home, number, number)
    with tempfile.TemporaryDirectory(dir="/var/tmp") as held:
        script, names = f"set -e\n{BECOME}", []
        if closed := _closed(PYTHON.resolve()):
            names = [str(closed), str(Path(sys.base_prefix).resolve()), held]
            script = f"set -e\n{OPENED}\nshift 3\n{BECOME}"
        command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"]
        environment["USER_NUMBER"] = str(number)
        return subprocess.run([*command, *names, str(PYTHON), *words], env=environment, **options)


def _closed(path):
    """The uppermost folder on the way to a file that others may not enter, or None."""
    return next((p for p in list(path.parents)[::-1] if not p.stat().st_mode & 0o001), None)


def main():
    if why := impossible():
        sys.exit(f"nothing was run as an ordinary user: {why}")
    with tempfile.TemporaryDirectory(prefix="nnlib-home-", dir="/var/tmp") as home:
        sys.exit(run(sys.argv[1:], Path(home)).returncode)


if __name__ == "__main__":
    main()
