"""What tools/bring makes things with: a cache whose folders are complete or absent, commands that show progress, pip and Go."""
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

CACHE = Path(
    os.environ.get("GATEHOUSE_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gatehouse"
).absolute()

# The toolchain at hand, and no workspace of whoever keeps this repository in theirs.
GO_ENV = {"GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0"}


class Failure(Exception):
    """One sentence for whoever called: what went wrong and what to do."""


def say(text):
    print(f"bring: {text}", file=sys.stderr, flush=True)


def run(doing, *command, folder, env=None):
    """Runs a command, says every 15 s that it still runs, and shows the end of its output only if it fails."""
    log = folder / "output.log"
    with log.open("w") as output:
        # A session of its own, so that an interrupt ends the compilers that a build has started as well.
        child = subprocess.Popen(
            [str(word) for word in command],
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        began = time.monotonic()
        try:
            while child.returncode is None:
                try:
                    child.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    say(f"{doing}: {time.monotonic() - began:.0f} s")
        except BaseException:
            os.killpg(child.pid, signal.SIGTERM)
            child.wait()
            raise
    if child.returncode:
        last = "".join(f"  {line}\n" for line in log.read_text(errors="replace").splitlines()[-15:])
        raise Failure(f"{doing} failed (exit {child.returncode}); its last words:\n{last}")
    log.unlink()


def cached(name, fill):
    """The cache folder `name`. The first caller fills it beside its place and renames it; others wait."""
    folder = CACHE / name
    if folder.exists():
        return folder
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another process that is bringing {name}")
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = CACHE / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)  # of a caller that was killed
            unfinished.mkdir()
            try:
                fill(unfinished)
                unfinished.rename(folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def this_python(*more):
    """A short name for this Python, and for what is installed for it: compiled packages work in no other."""
    return hashlib.sha256("\n".join((sys.executable, sys.version, *more)).encode()).hexdigest()[:12]


def pip_install(doing, folder, *what):
    """Packages into folder/lib, by a pip of our own: a plain folder can be renamed, a venv's scripts would not survive it."""

    def make_venv(place):
        try:
            run("making a Python venv", sys.executable, "-m", "venv", place, folder=place)
        except Failure as failure:
            advice = "Python cannot make a venv: install its venv module (Debian: apt-get install python3-venv)"
            raise Failure(advice) from failure

    python = cached(f"pip-{this_python()}", make_venv) / "bin" / "python"
    install = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--target", folder / "lib")
    run(doing, python, *install, *what, folder=folder)


def go(wanted_for):
    """The Go command, if it is new enough to read the modules under tools/."""
    found = shutil.which("go")
    advice = f"Go 1.24 or newer is needed for {wanted_for}: install it and put it on PATH"
    if not found:
        raise Failure(advice)
    told = subprocess.run([found, "version"], capture_output=True, text=True, env={**os.environ, **GO_ENV}).stdout
    version = re.search(r"go(\d+)\.(\d+)", told)
    if not version or tuple(map(int, version.groups())) < (1, 24):
        raise Failure(f"{advice} (here: {told.strip()})")
    return found
