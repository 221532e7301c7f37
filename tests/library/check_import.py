"""Import every module of the host's standard library on Pyta, each in a process of its own, and list what fails and why.

    python tests/library/check_import.py [--filter PATTERN] [--jobs N] [--peer PYTHON] [--subject COMMAND]

Asked for are the modules (and the modules of packages) that the peer itself imports in the same way. A module counts as
imported when the process ends with status 0 and prints nothing. `known.toml` lists modules that cannot work, with the reason, in a
table for all versions of the host and tables for those before and since a version: a listed module that imports fails the run, so the
list can only shrink to the truth.

Exit status: 0 all as expected, 1 a failure or a stale entry, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import fnmatch
import os
import pkgutil
import shlex
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

KNOWN = Path(__file__).resolve().parent / "known.toml"
# Packages whose modules are programs, demonstrations, tests, or need a display.
LEFT_OUT = frozenset({"antigravity", "idlelib", "test", "this", "tkinter", "turtle", "turtledemo"})
TIMED_OUT = "timed out"


def module_names() -> list[str]:
    """Every module of the host's library that has a Python source, packages and what is in them."""
    library = sysconfig.get_path("stdlib")
    names: list[str] = []
    for name in sorted(sys.stdlib_module_names):
        if name in LEFT_OUT:
            continue
        package = os.path.join(library, name)
        if os.path.isfile(package + ".py"):
            names.append(name)
        elif os.path.isfile(os.path.join(package, "__init__.py")):
            names.append(name)
            names += list_package(package, name + ".")
    return names


def list_package(folder: str, prefix: str) -> list[str]:
    found: list[str] = []
    for info in pkgutil.iter_modules([folder], prefix):
        last = info.name.rpartition(".")[2]
        if last in ("__main__", "test", "tests", "idle_test") or not os.path.exists(os.path.join(folder, last) + (".py" if not info.ispkg else "")):
            continue
        found.append(info.name)
        if info.ispkg:
            found += list_package(os.path.join(folder, last), info.name + ".")
    return found


def failure_of(command: Sequence[str], name: str, seconds: float) -> str | None:
    """Why importing a module fails, in one line; None when it does not."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [*command, "-c", f"import {name}"],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                text=True,
                errors="replace",
                check=False,
            )
        except subprocess.TimeoutExpired:
            return TIMED_OUT
    if done.returncode == 0 and not done.stdout:
        return None
    lines = (done.stderr or done.stdout).strip().splitlines()
    places = [line.strip() for line in lines if line.startswith('  File "')]
    where = f" ({places[-1]})" if places else ""
    return f"status {done.returncode}: {lines[-1] if lines else 'nothing said'}{where}"


def known_failures(tables: dict[str, dict[str, str]], version: tuple[int, int]) -> dict[str, str]:
    """What is known to fail on a host of that version: the tables are "known", "known before 3.13", "known since 3.13"."""
    found: dict[str, str] = {}
    for title, modules in tables.items():
        _, _, bound = title.partition(" ")
        relation, _, number = bound.partition(" ")
        if not bound or (version >= tuple(map(int, number.split(".")))) == (relation == "since"):
            found.update(modules)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Import every module of the host's standard library on Pyta.")
    parser.add_argument("--filter", default="*", metavar="PATTERN", help="only these modules")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--timeout", type=float, default=60, metavar="S", help="for one import (default: %(default)s)")
    parser.add_argument("--peer", default=sys.executable, metavar="COMMAND", help="what says which modules can be imported at all")
    parser.add_argument("--subject", default=f"{sys.executable} -m pyta", metavar="COMMAND")
    options = parser.parse_args()
    peer, subject = shlex.split(options.peer), shlex.split(options.subject)
    names = [name for name in module_names() if fnmatch.fnmatch(name, options.filter)]
    if not names:
        print(f"no module matches {options.filter!r}")
        return 2
    known = known_failures(tomllib.loads(KNOWN.read_text()), sys.version_info[:2])
    failed = refused = 0

    def check(name: str) -> tuple[str, bool, str | None]:
        reason = failure_of(subject, name, options.timeout)
        return name, reason is None or failure_of(peer, name, options.timeout) is None, reason

    with ThreadPoolExecutor(options.jobs) as pool:
        for name, is_asked_for, reason in pool.map(check, names):
            if not is_asked_for:
                refused += 1
            elif reason is not None and name not in known:
                failed += 1
                print(f"{name}: {reason}", flush=True)
            elif reason is None and name in known:
                failed += 1
                print(f"{name}: is listed in {KNOWN.name}, but imports", flush=True)
    print(f"{len(names)} modules, {failed} failures, {len(known)} known, {refused} that the peer cannot import either")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
