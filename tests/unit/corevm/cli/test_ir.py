"""`corevm ir`: each subcommand, and what it says when something is wrong."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from corevm.cli import main as command

SOURCE = """module "m"
extern write(i32, ptr, i64) -> (i64)
data @text align=1 const {
  "hi!"
}
func @double(i64) -> (i64) inline {
entry(%0: i64):
  %1 = add.i64 %0, %0
  return %1
}
func @f(i64, bool, f64) -> (i64, bool, f64, ptr) {
entry(%0: i64, %1: bool, %2: f64):
  %3: i64 = call @double(%0)
  %4 = const.ptr 0x10
  return %3, %1, %2, %4
}
func @hello() -> () {
entry:
  %0 = const.i32 1
  %1 = data_addr @text
  %2 = const.i64 3
  %3: i64 = call_c @write(%0, %1, %2)
  return
}
func @bad(ptr) -> (i8) {
entry(%0: ptr):
  %1 = load.i8 %0, 0, any
  return %1
}
"""


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "m.ir"
    path.write_text(SOURCE)
    return str(path)


def run(*args: str) -> int:
    return command.main(["ir", *args])


def test_assemble_and_disassemble(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("asm", source) == 0
    binary = tmp_path / "m.cvir"
    assert binary.read_bytes()[:4] == b"CVIR"
    assert run("dis", str(binary)) == 0
    text = capsys.readouterr().out
    assert run("dis", source, "-o", str(tmp_path / "again.ir")) == 0
    assert (tmp_path / "again.ir").read_text() == text
    assert "%3: i64 = call @double(%0)" in text


def test_run(source: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("run", source, "f", "21", "true", "1.5") == 0
    assert capfd.readouterr().out == "i64 42\nbool true\nf64 1.5\nptr 0x10\n"
    assert run("run", source, "hello") == 0
    assert capfd.readouterr().out == "hi!"


def test_verify_stat_opt(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", source) == 0
    assert run("stat", source) == 0
    text = capsys.readouterr().out
    assert "functions               4  (1 inline)" in text and "1  call_c" in text
    assert run("opt", source, "--passes", "inline,simplify") == 0
    assert "call @double" not in capsys.readouterr().out


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(SOURCE.encode())))
    assert run("verify", "-") == 0


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (["run", "{}", "bad", "0"], 1, "IR904"),
        (["run", "{}", "nobody"], 1, "@double @f @hello @bad"),
        (["run", "{}", "f", "1"], 1, "3: (i64, bool, f64)"),
        (["run", "{}", "f", "1", "maybe", "2"], 1, "a value of type bool"),
        (["verify", "{}.missing"], 1, "No such file"),
        (["opt", "{}", "--passes", "magic"], 2, "inline simplify"),
        (["nothing"], 2, "invalid choice"),
    ],
)
def test_what_is_wrong(source: str, args: list[str], status: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*[a.format(source) for a in args]) == status
    assert message in capsys.readouterr().err


def test_text_error_has_a_caret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "m.ir"
    path.write_text(SOURCE.replace("add.i64", "ad.i64"))
    assert run("verify", str(path)) == 1
    assert "m.ir:8:8: IR208" in (text := capsys.readouterr().err) and "^^^^^^" in text
    path.write_bytes(b"\xff\xfe")
    assert run("verify", str(path)) == 1
    assert "IR301" in capsys.readouterr().err


def test_command_dispatch(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 2
    assert command.main(["--help"]) == 0
    assert "ir " in capsys.readouterr().out
    assert command.main(["nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err
    assert run("--help") == 0
