"""`corevm bytecode`: each subcommand on files, and what it says when something is wrong; the text form of real programs."""

from __future__ import annotations

import io
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

from corevm.bytecode.assemble import assemble
from corevm.bytecode.disassemble import disassemble
from corevm.bytecode.format import write_module
from corevm.bytecode.head import MAGIC
from corevm.cli import main as command

ROOT = Path(__file__).parents[4]
CORPUS, LOX = ROOT / "tests" / "differential" / "python", ROOT / "examples" / "lox"
PYTA = ("--language", "pyta.host.runtime:PytaRuntime")
SOURCE = """
.function 0 'double' 'double' 'm.txt' 1     ; called by nobody
.parameters (), ('x',), None, (), None
.locals ('x',)
.registers 2
    move r1, r0
    ret r1
.function 1 'm' 'm' 'm.txt' 3
.registers 1
.constant 0 function(0)
.at 3:0-3:9
    imm r0, #42
L0:
    branch_if_true r0, L1
    imm r0, #7
    loop L0
L1:
    ret_none
"""


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "m.txt"
    path.write_text(SOURCE)
    return str(path)


def run(*args: str) -> int:
    return command.main(["bytecode", *args])


def test_assemble_and_disassemble(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    binary, text, again = (str(tmp_path / n) for n in ("m.cvm", "m2.txt", "again.cvm"))
    assert run("asm", source) == 0
    assert Path(binary).read_bytes()[: len(MAGIC)] == MAGIC
    assert run("dis", binary, "-o", text) == 0 and run("asm", text, "-o", again) == 0
    assert Path(again).read_bytes() == Path(binary).read_bytes()
    assert run("dis", source) == 0
    assert capsys.readouterr().out == Path(text).read_text()
    assert run("verify", source, binary, again) == 0


def test_the_standard_streams(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(SOURCE.encode())))
    assert run("asm", "-") == 0
    module = capfdbinary.readouterr().out
    assert module.startswith(MAGIC)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(module)))
    assert run("dis", "-") == 0
    assert b"imm r0, #42" in capfdbinary.readouterr().out


def test_statistics(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("stat", source) == 0
    rows = dict(line.rsplit(None, 1) for line in capsys.readouterr().out.splitlines() if line)
    assert (rows["functions"], rows["instructions"], rows["words"], rows["constants"], rows["imm"]) == ("2", "7", "7", "1", "2")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (SOURCE.replace("loop L0", "jump L0"), "m, instruction 3 at word 3 (jump): a jump backwards spends no reduction"),
        (SOURCE.replace("ret r1", "ret r9"), "double, instruction 1 at word 1 (ret): there is no register value"),
        (SOURCE.replace("loop L0", "lop L0"), "m.txt:16: BC402: the instruction set has no such instruction"),
        (SOURCE.replace("#42", "42"), "m.txt:12: BC401: operand number is written otherwise"),
        (MAGIC + bytes(100), "BC301"),
        (b"\xff\xfe\xfd", "BC401"),
        ("", "BC401"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(
    content: str | bytes, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "m.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for name in ("asm", "verify"):
        assert run(name, str(path)) == 1
        assert text in capsys.readouterr().err


def test_a_damaged_module_is_refused(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("asm", source) == 0
    binary = tmp_path / "m.cvm"
    module = binary.read_bytes()
    for content in (module[:-1], module[:-1] + b"\0", module[:20]):
        binary.write_bytes(content)
        for name in ("dis", "stat", "verify"):
            assert run(name, str(binary)) == 1
            assert "BC30" in capsys.readouterr().err


def test_wrong_commands(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("dis", "/no/such/file") == 1
    assert "No such file" in capsys.readouterr().err
    assert run("run", source) == 1
    assert "US061" in capsys.readouterr().err
    for language in ("nothing", "corevm.errors:nothing", "no.such:Language", "."):
        assert run("--language", language, "stat", source) == 1
        assert "US060" in capsys.readouterr().err
    assert run("nothing") == 2 and run() == 2


def test_a_module_of_a_language(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from corevm.engine.store import find_image
    from pyta.compiler.compile import compile_source
    from pyta.host.image import SPEC

    binary, text = tmp_path / "p.cvm", tmp_path / "p.txt"
    program = tmp_path / "p.py"
    program.write_text("def f(x):\n    return x * 2\nprint(f(21))\n")
    binary.write_bytes(write_module(compile_source(program.read_bytes(), str(program)), find_image(SPEC)[1].instructions))
    assert run(*PYTA, "dis", str(binary), "-o", str(text)) == 0
    assert ".at 2:11-2:16  ; return x * 2" in text.read_text()
    assert run(*PYTA, "run", str(text)) == 0 and run(*PYTA, "stat", str(text)) == 0
    out = capfd.readouterr().out
    assert out.startswith("42\nNone\n") and "functions        2\n" in out
    assert run("verify", str(binary)) == 1  # the core alone has not its instructions
    assert "BC304" in capfd.readouterr().err


def test_semantics_of_instructions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*PYTA, "semantics") == 0
    listed = dict(line.split() for line in capsys.readouterr().out.splitlines())
    assert listed["add"] == "pyta.op.add" and listed["move"].startswith("corevm.isa.op.control")
    assert run(*PYTA, "semantics", "add", "corevm.kernel.string.clamp_range") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("func @pyta.op.add(ptr thread, i64 destination, value x, value y")
    assert "@corevm.kernel.value.fixnum_add" in shown and "func @corevm.kernel.string.clamp_range(" in shown
    assert run(*PYTA, "semantics", "ad") == 1
    assert "US062" in (error := capsys.readouterr().err) and "wanted: add" in error
    assert run("semantics", "add") == 1
    assert "US061" in capsys.readouterr().err


def test_the_text_of_python_programs_is_exact() -> None:
    from corevm.engine.store import find_image
    from pyta.compiler.compile import compile_source
    from pyta.host.image import SPEC

    shapes = find_image(SPEC)[1].instructions
    for path in sorted(CORPUS.rglob("*.py")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            unit = compile_source(path.read_bytes(), path.name)
        assert write_module(assemble(disassemble(unit, shapes), shapes), shapes) == write_module(unit, shapes), path.name


def test_the_text_of_lox_programs_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    from corevm.engine.store import find_image

    monkeypatch.syspath_prepend(str(LOX))
    import lox

    shapes = find_image(lox.LOX.spec)[1].instructions
    for path in sorted((ROOT / "tests" / "conformance" / "lox").rglob("*.lox")):
        unit, _ = lox.compile_source(path.read_text())
        if unit is not None:
            assert write_module(assemble(disassemble(unit, shapes), shapes), shapes) == write_module(unit, shapes), path.name
