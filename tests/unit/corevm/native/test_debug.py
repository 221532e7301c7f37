"""What gdb and profilers see of native code: function names, Micro file and line, through images on disk and in memory."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corevm.ir import type as t
from corevm.ir.module import Loc, Module
from corevm.native import link, load, lower, perf

UNARY = t.Signature((t.I64,), (t.I64,))

_PROGRAM = """
import sys
from corevm.ir import type as t
from corevm.native import call, load
path, kind = sys.argv[1:]
image = load.LoadedImage.from_file(path) if kind == "file" else load.LoadedImage.from_bytes(open(path, "rb").read())
call.function(image, "outer", t.Signature((t.I64,), (t.I64,)))(1)
"""


def chain(kit: Any) -> Module:
    """outer calls middle calls inner, which aborts in a line that came from another file by inlining."""
    module = Module("chain")
    module.externs["abort"] = t.Signature((), ())
    for line, (name, callee) in enumerate((("inner", ""), ("middle", "inner"), ("outer", "middle")), 1):
        f, b = kit.function(module, name, (t.I64,), (t.I64,), exported=name == "outer")
        f.is_cold = True  # or else they are inlined into each other
        f.loc = Loc(f"kernel/{name}.py", 10 * line, 1)
        b.loc = Loc(f"kernel/{name}.py", 10 * line + 1, 5)
        value = b.emit("add", t.I64, f.entry.params[0], b.const(t.I64, 1))
        if callee:
            (result,) = b.call_named(callee, UNARY, value)
        else:
            b.loc = Loc("kernel/inlined.py", 99, 3)
            b.call_named("abort", module.externs["abort"], op="call_c")
            result = value
        b.loc = Loc(f"kernel/{name}.py", 10 * line + 2, 5)
        b.ret(b.emit("mul", t.I64, result, value))
    return module


@pytest.mark.skipif(not shutil.which("gdb"), reason="no gdb here")
@pytest.mark.parametrize("kind", ["file", "memory"])
@pytest.mark.parametrize("level", ["none", "full"])
def test_gdb_shows_names_files_and_lines(kit: Any, tmp_path: Path, kind: str, level: str) -> None:
    path = tmp_path / "chain.so"
    path.write_bytes(link.link([lower.compile_module(chain(kit), level)], "chain").content)
    command = [
        "gdb",
        "-q",
        "-batch",
        "-nx",
        "-ex",
        "set debuginfod enabled off",
        "-ex",
        "run",
        "-ex",
        "bt 12",
        "--args",
    ]
    command += [sys.executable, "-c", _PROGRAM, str(path), kind]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)
    if "SIGABRT" not in done.stdout:
        pytest.skip(f"gdb cannot run a program here: {done.stderr[-300:]}")
    frames = re.findall(r"#\d+ .* in (\w+) \(\) at (kernel/\w+\.py:\d+)", done.stdout)
    assert frames == [
        ("inner", "kernel/inlined.py:99"),
        ("middle", "kernel/middle.py:21"),
        ("outer", "kernel/outer.py:31"),
    ]
    assert re.search(r"in (ffi_call|_call_function_pointer|_PyEval)", done.stdout), "the host's frames are below ours"


@pytest.mark.skipif(not shutil.which("perf"), reason="no perf here")
def test_perf_names_functions_of_images_in_a_folder(kit: Any, tmp_path: Path) -> None:
    module = Module("hot")
    f, b = kit.function(module, "spin", (t.I64,), (t.I64,))
    loop, lb, (n, a) = kit.block(f, t.I64, t.I64)
    done, d, _ = kit.block(f)
    b.jump(loop, f.entry.params[0], b.const(t.I64, 1))
    left = lb.emit("sub", t.I64, n, lb.const(t.I64, 1))
    mixed = lb.emit("mul", t.I64, lb.emit("xor", t.I64, a, n), lb.const(t.I64, 12345677))
    lb.branch(lb.emit("eq", t.I64, left, lb.const(t.I64, 0)), done, loop, other_args=[left, mixed])
    d.ret(mixed)
    source = tmp_path / "hot.so"
    source.write_bytes(link.link([lower.compile_module(module)], "hot").content)
    program = (
        f"from corevm.ir import type as t\nfrom corevm.native import call, load\nimport sys\n"
        f"image = load.LoadedImage.from_bytes(open({str(source)!r}, 'rb').read(), 'hot', folder={str(tmp_path)!r})\n"
        "call.function(image, 'spin', t.Signature((t.I64,), (t.I64,)))(100_000_000)"
    )
    record = ["perf", "record", "-q", "-o", str(tmp_path / "data"), sys.executable, "-c", program]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    if subprocess.run(record, capture_output=True, env=environment).returncode:
        pytest.skip("perf cannot record here")
    report = subprocess.run(["perf", "report", "-i", str(tmp_path / "data"), "--stdio"], capture_output=True, text=True)
    assert re.search(r"\d+\.\d+% +python.* hot-\d+-\d+\.so +\[\.\] (vm\.)?spin", report.stdout), report.stdout


def test_the_map_names_every_function(kit: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "perf.map"
    monkeypatch.setattr(perf, "map_path", lambda: path)
    content = link.link([lower.compile_module(chain(kit))], "chain").content
    with load.LoadedImage.from_bytes(content) as image:
        perf.write_image_map(image, content)
        rows = [line.split(maxsplit=2) for line in path.read_text().splitlines()]
        found = {name: (int(start, 16), int(size, 16)) for start, size, name in rows}
        assert found.keys() == {"inner", "middle", "outer"}
        assert found["outer"][0] == image.address("outer") and all(size for _, size in found.values())
    assert perf.map_path() == path
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        perf.write_map([(1, 2, "x")])


def test_where_the_map_lies() -> None:
    assert perf.map_path() == Path(f"/tmp/perf-{os.getpid()}.map")


def test_the_base_address(kit: Any) -> None:
    module = Module("m")
    _, b = kit.function(module, "f", (), ())
    b.ret()
    loaded = kit.load(module)
    assert loaded.image.base_address() % 4096 == 0
