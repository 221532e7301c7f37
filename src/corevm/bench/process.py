"""Child processes: run one, time it, know its peak memory.

INV-BENCH-1: A peak that `measure_peak_bytes` gives is the child's own. Linux keeps, across exec, the peak of whatever the process
was before, so a child forked from this Python would never seem smaller than this Python. A shell (1 to 2 MiB) forks it instead
and ends at once; we have made ourselves the reaper of orphans, so the child becomes ours and `wait4` tells its peak.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PR_SET_CHILD_SUBREAPER = 36
# The command starts when the shell has gone and it is our child: a shell may reap a child that ends before it does.
_SHELL_SCRIPT = '{ read -r go <&4; exec "$@" 3>&- 4<&-; } & echo $! >&3'


@dataclass(frozen=True)
class Completed:
    """A child that has ended.

    Attributes:
        status: Exit status; negative: the signal that ended it.
        seconds: From start to end. 0 when the child was started through a shell.
        peak_bytes: Greatest resident size; 0 when unknown.
        is_timed_out: It was killed because it took too long.
    """

    status: int
    stdout: str
    stderr: str
    seconds: float
    peak_bytes: int = 0
    is_timed_out: bool = False

    def describe_failure(self) -> str:
        """Empty when it ended well, else why it did not, with the last line it wrote to standard error."""
        if self.is_timed_out:
            return "timed out"
        if self.status == 0:
            return ""
        ended = f"killed by {signal.Signals(-self.status).name}" if self.status < 0 else f"exit status {self.status}"
        lines = self.stderr.strip().splitlines()
        return f"{ended}: {lines[-1]}" if lines else ended


def run_timed(
    command: Sequence[str], timeout_seconds: float, environment: Mapping[str, str] | None = None
) -> Completed:
    """Run a command and time the whole process. Its peak memory is not asked for."""
    started = time.perf_counter()
    child = subprocess.Popen(
        list(command),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    is_timed_out = False
    try:
        stdout, stderr = child.communicate(timeout=timeout_seconds)
    except subprocess.TimeoutExpired:
        is_timed_out = True
        _kill_group(child.pid)
        stdout, stderr = child.communicate()
    except BaseException:
        _kill_group(child.pid)
        child.wait()
        raise
    seconds = time.perf_counter() - started
    return Completed(child.returncode, _decode(stdout), _decode(stderr), seconds, 0, is_timed_out)


def run_measured(
    command: Sequence[str], timeout_seconds: float, environment: Mapping[str, str] | None = None
) -> Completed:
    """Run a command and know its peak memory (INV-BENCH-1); the time of the process is not taken."""
    if not _become_subreaper():
        completed = run_timed(command, timeout_seconds, environment)
        return Completed(
            completed.status, completed.stdout, completed.stderr, 0.0, 0, is_timed_out=completed.is_timed_out
        )
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        read_end, write_end = os.pipe()
        gate_read, gate_write = os.pipe()
        try:
            shell_pid = os.posix_spawn(
                "/bin/sh",
                ["sh", "-c", _SHELL_SCRIPT, "sh", *command],
                os.environ if environment is None else environment,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, stdout.fileno(), 1),
                    (os.POSIX_SPAWN_DUP2, stderr.fileno(), 2),
                    (os.POSIX_SPAWN_DUP2, write_end, 3),
                    (os.POSIX_SPAWN_DUP2, gate_read, 4),
                ],
                setsid=True,
            )
        except BaseException:
            os.close(gate_write)
            raise
        finally:
            os.close(write_end)
            os.close(gate_read)
        # The child holds the pipe open too, so only the first line is read.
        with os.fdopen(read_end) as pipe:
            child_pid = int(pipe.readline())
        os.waitpid(shell_pid, 0)
        os.close(gate_write)
        status, peak_bytes, is_timed_out = _reap(child_pid, shell_pid, timeout_seconds)
        stdout.seek(0)
        stderr.seek(0)
        return Completed(status, _decode(stdout.read()), _decode(stderr.read()), 0.0, peak_bytes, is_timed_out)


def _reap(pid: int, group: int, timeout_seconds: float) -> tuple[int, int, bool]:
    """Wait for an adopted child: its exit status, peak bytes, and whether it had to be killed."""
    timed_out = threading.Event()

    def kill() -> None:
        timed_out.set()
        _kill_group(group)

    timer = threading.Timer(timeout_seconds, kill)
    timer.start()
    try:
        _, raw_status, usage = os.wait4(pid, 0)
    except BaseException:
        _kill_group(group)
        raise
    finally:
        timer.cancel()
    unit_bytes = 1 if sys.platform == "darwin" else 1024
    return os.waitstatus_to_exitcode(raw_status), usage.ru_maxrss * unit_bytes, timed_out.is_set()


def _become_subreaper() -> bool:
    """Let orphaned grandchildren become our children. False where the system cannot."""
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace")
