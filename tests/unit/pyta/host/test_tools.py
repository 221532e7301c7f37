"""What tools see of a running program: gdb's backtrace, the map for profilers, the bar of a build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pyta.__main__ as command

PROGRAM = """
import os
def key(x):
    if x == 3:
        os.kill(os.getpid(), 5)
    return x
sorted([3, 1, 2], key=key)
"""


@pytest.mark.skipif(not shutil.which("gdb"), reason="no gdb here")
def test_gdb_shows_micro_files_and_lines(tmp_path: Path) -> None:
    """A guest function called by `sorted`, which the kernel runs: handlers and kernel functions, each with its place."""
    (tmp_path / "program.py").write_text(PROGRAM)
    gdb = ["gdb", "-q", "-batch", "-nx", "-ex", "set debuginfod enabled off", "-ex", "run", "-ex", "bt 80", "--args"]
    line = [*gdb, sys.executable, "-m", "pyta", str(tmp_path / "program.py")]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    if "SIGTRAP" not in done.stdout:
        pytest.skip(f"gdb cannot run a program here: {done.stderr[-300:]}")
    frames = re.findall(r"#\d+ .*?([\w.]+) \(\) at \S*/((?:corevm|pyta)/[\w/]+\.py):(\d+)", done.stdout)
    found = {(name, file) for name, file, _ in frames}
    assert ("corevm.kernel.entry.host_call", "corevm/kernel/entry.py") in found
    assert any(name.startswith("op.call") for name, _, _ in frames), "handlers have names"
    assert any(name.startswith("pyta.object.list.sort") and file == "pyta/object/list.py" for name, file in found)
    for _, file, number in frames:
        source = Path(command.__file__).parents[1] / file
        assert 0 < int(number) <= len(source.read_text().splitlines())


def test_the_map_for_profilers_is_written_on_request() -> None:
    program = """
import os
from corevm.engine.runtime import Image
from pyta.host.image import SPEC
path = f"/tmp/perf-{os.getpid()}.map"
image = Image.for_spec(SPEC)
rows = {name: int(start, 16) for start, _, name in (line.rstrip().split(maxsplit=2) for line in open(path))}
os.unlink(path)
assert rows["corevm.kernel.entry.host_call"] == image.symbol("corevm.kernel.entry.host_call"), rows
assert len(rows) > 1000 and "op.call" in rows
"""
    environment = {**os.environ, "COREVM_PERF_MAP": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120, env=environment)


def test_the_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    command.report(3, 12, "pyta.op.call")
    assert capsys.readouterr().err == "", "not a terminal"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    for done, total, what in ((0, 0, "reading the kernel"), (3, 12, "pyta.op.call"), (12, 12, "pyta.op.name (kept)")):
        command.report(done, total, what)
    steps = capsys.readouterr().err.split("\r\x1b[K")
    assert steps[1:] == [
        "building Pyta's kernel [........................] 0/? reading the kernel",
        "building Pyta's kernel [######..................] 3/12 pyta.op.call", "",
    ]  # fmt: skip
