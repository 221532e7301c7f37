"""Run every program of the corpus under a peer and a subject, and show where they differ.

    python tests/differential/check_corpus.py --peer /usr/bin/python3.11 --subject "python -m pyta"

Standard output and exit status must be the same; standard error is shown when they are not, but never compared.
`known.toml` lists programs that are known to fail: `"topic/name" = "reason"` under `[known]`. A known failure that
passes fails the run, and so does an entry that names no program, so the list can only shrink to the truth.

Exit status: 0 all as expected, 1 a difference or a stale known failure, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import fnmatch
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "python"
KNOWN = HERE / "known.toml"
TIMED_OUT = -1000
EXCERPT_CHARACTERS = 300


@dataclass(frozen=True)
class Outcome:
    """What one run of one program gave."""

    status: int
    stdout: str
    stderr: str
    seconds: float

    def describe_status(self) -> str:
        if self.status == TIMED_OUT:
            return "timed out"
        if self.status < 0:
            return f"killed by {signal.Signals(-self.status).name}"
        return f"exit status {self.status}"


def list_programs(corpus: Path, pattern: str = "*") -> list[str]:
    """The names `topic/name` of the programs that match, smoke programs first (topics sort by name)."""
    names = sorted(path.relative_to(corpus).with_suffix("").as_posix() for path in corpus.glob("*/*.py"))
    return [name for name in names if fnmatch.fnmatch(name, pattern) or fnmatch.fnmatch(name, pattern + "/*")]


def run_program(command: Sequence[str], path: Path, timeout_seconds: float) -> Outcome:
    """Run `command path` in a fresh, empty directory; a run that takes too long is killed with its children."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as directory:
        child = subprocess.Popen(
            [*command, str(path)],
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            stdout, stderr = child.communicate(timeout=timeout_seconds)
            status = child.returncode
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            stdout, stderr = child.communicate()
            status = TIMED_OUT
    seconds = time.perf_counter() - started
    return Outcome(status, stdout.decode("utf-8", "replace"), stderr.decode("utf-8", "replace"), seconds)


def describe_difference(peer: Outcome, subject: Outcome) -> str:
    """Empty when both ran alike, else the first thing that differs. A peer that did not end proves nothing."""
    if peer.status == TIMED_OUT:
        return "the peer timed out"
    peer_lines, subject_lines = peer.stdout.splitlines(), subject.stdout.splitlines()
    tail = subject.stderr.strip().splitlines()[-1:] or [""]
    note = f"\n    stderr:  {tail[0][:EXCERPT_CHARACTERS]}" if tail[0] else ""
    for index in range(max(len(peer_lines), len(subject_lines))):
        wanted = peer_lines[index] if index < len(peer_lines) else "<end of output>"
        seen = subject_lines[index] if index < len(subject_lines) else f"<end of output, {subject.describe_status()}>"
        if wanted != seen:
            return (
                f"line {index + 1}\n    wanted:  {take_excerpt(wanted, seen)}\n"
                f"    seen:    {take_excerpt(seen, wanted)}{note}"
            )
    if peer.status != subject.status:
        return f"{subject.describe_status()}, wanted {peer.describe_status()}{note}"
    if peer.stdout != subject.stdout:
        return "line ends differ"
    return ""


def take_excerpt(text: str, other: str) -> str:
    """The line, or of a long line the part around the first character where it differs from the other."""
    if len(text) <= EXCERPT_CHARACTERS:
        return text
    same = next((index for index, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), len(other))
    start = max(0, min(same - EXCERPT_CHARACTERS // 2, len(text) - EXCERPT_CHARACTERS))
    return ("…" if start else "") + text[start : start + EXCERPT_CHARACTERS]


def read_known(path: Path) -> dict[str, str]:
    """The known failures: program name to reason. A missing file is an empty list."""
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {str(name): str(reason) for name, reason in tomllib.load(file).get("known", {}).items()}


def resolve_command(text: str) -> list[str]:
    """Split as a shell would; make a program that is a path absolute, as the runs happen elsewhere."""
    command = shlex.split(text)
    if not command:
        raise SystemExit("check_corpus: an empty command; give for example --subject 'python -m pyta'")
    if "/" in command[0]:
        command[0] = str(Path(command[0]).expanduser().absolute())
    return command


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run the corpus under a peer and a subject, and show differences.")
    parser.add_argument("--peer", default=sys.executable, help="the Python whose answers are right (default: this one)")
    parser.add_argument("--subject", default=f"{sys.executable} -m pyta", help="the command under test")
    parser.add_argument("--filter", default="*", metavar="GLOB", help="only programs whose topic/name matches")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="programs at a time (default: 1)")
    parser.add_argument("--timeout", type=float, default=60.0, metavar="S", help="seconds for one run (default: 60)")
    parser.add_argument("--known", type=Path, default=KNOWN, metavar="FILE", help="the list of known failures")
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="DIR", help="the folder of programs")
    parser.add_argument("--slow", type=int, default=0, metavar="N", help="also list the N slowest runs of the subject")
    options = parser.parse_args(arguments)
    corpus = options.corpus.resolve()
    names = list_programs(corpus, options.filter)
    if not names:
        print(f"check_corpus: no program in {corpus} matches {options.filter!r}", file=sys.stderr)
        return 2
    peer_command, subject_command = resolve_command(options.peer), resolve_command(options.subject)
    known = read_known(options.known)
    stale = [f"{name}: no such program" for name in known if not (corpus / f"{name}.py").is_file()]

    def check(name: str) -> tuple[str, str, float]:
        path = corpus / f"{name}.py"
        peer = run_program(peer_command, path, options.timeout)
        subject = run_program(subject_command, path, options.timeout)
        return name, describe_difference(peer, subject), subject.seconds

    failures: list[str] = []
    tolerated = 0
    seconds: list[tuple[float, str]] = []
    with ThreadPoolExecutor(max(1, options.jobs)) as pool:
        for name, difference, subject_seconds in pool.map(check, names):
            seconds.append((subject_seconds, name))
            if difference and name in known:
                tolerated += 1
            elif difference:
                failures.append(name)
                print(f"DIFFERS {name}: {difference}", flush=True)
            elif name in known:
                stale.append(f"{name}: passes, though known to fail ({known[name]})")
    for line in stale:
        print(f"STALE   {line}")
    for slow_seconds, name in sorted(seconds, reverse=True)[: options.slow]:
        print(f"SLOW    {name}: {slow_seconds:.2f} s")
    passed = len(names) - len(failures) - tolerated
    print(
        f"{len(names)} programs: {passed} alike, {len(failures)} differ, {tolerated} known failures, {len(stale)} stale"
    )
    return 1 if failures or stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
