"""Both forms of a module, there and back; and bytes that are none."""

from __future__ import annotations

import math
import struct
from _blake2 import blake2b
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corevm.bytecode.assemble import assemble
from corevm.bytecode.cache import COMMANDS_KEPT, ModuleCache, command_name
from corevm.bytecode.disassemble import disassemble
from corevm.bytecode.fault import Fault
from corevm.bytecode.format import read_module, write_module
from corevm.bytecode.head import HEADER, HEADER_BYTES, MAGIC, VERSION
from corevm.bytecode.model import CatchSite, CodeUnit, Instruction, Parameters, Position, Special
from corevm.errors import BytecodeError
from corevm.isa.define import InstructionSet, definitions_of, shapes_of
from corevm.isa.op import control

SHAPES: dict[str, Any] = shapes_of(InstructionSet(definitions_of(control)))
TEXT = st.text(st.characters(), max_size=12)
NAMES = st.lists(TEXT, max_size=4, unique=True).map(tuple)
NUMBER = st.integers(0, (1 << 16) - 1)
PLAIN = st.one_of(
    st.none(), st.booleans(), st.just(...), st.integers(), st.integers(-(1 << 200), 1 << 200), st.floats(), st.complex_numbers(), TEXT,
    st.binary(max_size=20), st.integers(32, (1 << 32) - 1).map(Special),
)  # fmt: skip
HASHABLE = st.one_of(st.none(), st.booleans(), st.integers(), TEXT, st.binary(max_size=8), st.floats(allow_nan=False))
CONSTANT = st.recursive(
    st.one_of(PLAIN, st.frozensets(HASHABLE, max_size=4)), lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=8
)
POSITION = st.one_of(st.none(), st.builds(Position, *(st.integers(-(1 << 31), (1 << 31) - 1),) * 4))
LIMITS = {"Imm": (-(1 << 15), (1 << 15) - 1), "Word": (-(1 << 63), (1 << 63) - 1)}


@st.composite
def units(draw: st.DrawFn, depth: int = 2) -> CodeUnit:
    """Any unit the format can say: well-formed, not at all verifiable."""
    names = sorted(set(SHAPES) - {"exit", "unwind", "load"})
    count = draw(st.integers(0, 12))
    instructions = []
    for i in range(count):
        op = draw(st.sampled_from(names))
        operands = []
        for _, kind, *_ in SHAPES[op][2]:
            low, high = (-i, count - i) if kind == "Target" else LIMITS.get(kind, (0, 65535))
            operands.append(draw(st.integers(low, high)))
        instructions.append(Instruction(op, tuple(operands), draw(POSITION)))
    place = st.integers(0, count)
    constants: list[Any] = draw(st.lists(CONSTANT, max_size=5))
    if depth:
        constants += draw(st.lists(units(depth - 1), max_size=2))
    p = Parameters(draw(NAMES), draw(NAMES), draw(st.none() | TEXT), draw(NAMES), draw(st.none() | TEXT))
    return CodeUnit(
        draw(TEXT), draw(TEXT), draw(TEXT), draw(NUMBER), p, draw(NUMBER), instructions, constants,
        draw(st.lists(st.builds(CatchSite, place, place, place, NUMBER, NUMBER), max_size=3)), draw(st.booleans()), draw(NAMES),
        draw(NAMES), draw(NAMES), draw(NUMBER), draw(st.none() | TEXT),
    )  # fmt: skip


@given(units())
def test_the_binary_form_is_exact(unit: CodeUnit) -> None:
    module = write_module(unit, SHAPES)
    read = read_module(module, SHAPES)
    assert write_module(read, SHAPES) == module
    assert (read.name, read.parameters, read.instructions, read.catch_sites) == (
        unit.name, unit.parameters, unit.instructions, unit.catch_sites,
    )  # fmt: skip
    assert (read.local_names, read.free_names, read.doc, read.flags) == (unit.local_names, unit.free_names, unit.doc, unit.flags)


@given(units())
def test_the_text_form_is_exact(unit: CodeUnit) -> None:
    text = disassemble(unit, SHAPES)
    assert write_module(assemble(text, SHAPES), SHAPES) == write_module(unit, SHAPES)
    assert disassemble(assemble(text, SHAPES), SHAPES) == text


def test_constants_keep_their_bits() -> None:
    values = (-0.0, math.nan, struct.unpack("<d", b"\1\0\0\0\0\0\xf8\xff")[0], 1, True, 1.0, 1 << 62, -(1 << 62), -(1 << 62) - 1, "\ud800")
    unit = CodeUnit("f", "f", "f", 1, constants=list(values))
    read = read_module(write_module(unit, SHAPES), SHAPES)
    for a, b in zip(values, read.constants, strict=True):
        assert type(a) is type(b)
        assert struct.pack("<d", a) == struct.pack("<d", b) if isinstance(a, float) and isinstance(b, float) else a == b


def sealed(body: bytes) -> bytes:
    return HEADER.pack(MAGIC, VERSION, 0, len(body), blake2b(body, digest_size=32).digest()) + body


@given(units(), st.integers(0, 1 << 32))
def test_changed_bytes_are_a_module_or_an_error(unit: CodeUnit, seed: int) -> None:
    r = Random(seed)
    body = bytearray(write_module(unit, SHAPES)[HEADER_BYTES:])
    for _ in range(r.randrange(1, 4)):
        at = r.randrange(len(body))
        body[at : at + r.randrange(3)] = bytes(r.randrange(256) for _ in range(r.randrange(3)))
        body = body or bytearray(b"\0")
    try:
        read = read_module(sealed(bytes(body)), SHAPES)
    except BytecodeError as error:
        assert error.code in ("BC225", "BC301", "BC302", "BC303", "BC304", "BC305")
    else:
        assert read_module(write_module(read, SHAPES), SHAPES).name == read.name


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    for content in (data, sealed(data)):
        with pytest.raises(BytecodeError):
            read_module(content, SHAPES)


def test_a_huge_count_takes_no_memory() -> None:
    with pytest.raises(BytecodeError, match="BC303"):
        read_module(sealed(b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f" + bytes(20)), SHAPES)


def test_a_damaged_module_is_named_so() -> None:
    module = write_module(CodeUnit("f", "f", "f", 1, instructions=[Instruction("ret_none", ())]), SHAPES)
    for code, data in (
        ("BC301", b"MZ" + module[2:]), ("BC302", module[:-1]), ("BC302", module[:-1] + bytes([module[-1] ^ 1])),
        ("BC301", module[:8] + b"\7" + module[9:]),
    ):  # fmt: skip
        with pytest.raises(BytecodeError, match=code):
            read_module(data, SHAPES)


def test_an_instruction_that_has_changed_is_refused() -> None:
    module = write_module(CodeUnit("f", "f", "f", 1, instructions=[Instruction("ret_none", ())]), SHAPES)
    other = {**SHAPES, "ret_none": [*SHAPES["ret_none"][:5], "plain"]}
    with pytest.raises(BytecodeError, match="BC304"):
        read_module(module, other)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("BC401", "nonsense, here"), ("BC401", ".wrong 1"), ("BC402", ".function 0 'f' 'f' 'f' 1\n wrong r1"),
        ("BC402", ".function 0 'f' 'f' 'f' 1\n jump L9"), ("BC403", ".function 0 'f' 'f' 'f' 1\n.constant 0 1 +"),
        ("BC403", ".function 0 'f' 'f' 'f' 1\n.constant 0 " + "(" * 5000), ("BC401", ".function 0 'f' 'f' 'f' 1\n move r1"),
        ("BC403", ".function 0 'f' 'f' 'f' 1\n.constant 0 __import__('os')"), ("BC401", ""),
    ],
)  # fmt: skip
def test_wrong_text_is_refused_with_its_line(code: str, text: str) -> None:
    with pytest.raises(BytecodeError, match=code) as caught:
        assemble(text, SHAPES, "x.txt")
    assert "x.txt:" in str(caught.value)


def test_the_cache_gives_what_fits_only(tmp_path: Any) -> None:
    source = tmp_path / "m.py"
    source.write_bytes(b"x = 1\n")
    module = write_module(CodeUnit("m", "m", str(source), 1, instructions=[Instruction("ret_none", ())]), SHAPES)
    cache = ModuleCache(str(tmp_path / "cache"), b"key")
    assert cache.find(str(source)) is None
    assert cache.keep(str(source), b"x = 1\n", module)
    assert cache.find(str(source)) == module == cache.find(str(source), b"x = 1\n")
    assert ModuleCache(str(tmp_path / "cache"), b"other").find(str(source)) is None
    assert cache.find(str(source), b"x = 2\n") is None
    kept = tmp_path / "cache" / cache.path(str(source)).rpartition("/")[2]
    content = kept.read_bytes()
    kept.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert cache.find(str(source)) is None
    kept.write_bytes(content)
    kept.chmod(0o666)
    assert cache.find(str(source)) is None
    kept.chmod(0o600)
    source.write_bytes(b"x = 22\n")
    assert cache.find(str(source)) is None


def test_a_damaged_function_is_named_with_the_word() -> None:
    unit = CodeUnit("f", "outer.f", "f", 1, instructions=[Instruction("imm", (0, 7)), Instruction("ret", (0,))])
    body = bytearray(write_module(unit, SHAPES)[HEADER_BYTES:])
    at = body.rindex(b"\2" + (0).to_bytes(2, "little") + (0).to_bytes(2, "little") + b"\7") + 1  # two words, then imm's
    body[at + 8 + 6] = 1  # field c of the second instruction
    with pytest.raises(Fault, match="BC305") as caught:
        read_module(sealed(bytes(body)), SHAPES, "m.cvm")
    fault = caught.value
    assert (fault.function, fault.offset, fault.instruction) == ("outer.f", 1, "ret")
    assert "function outer.f, word 1 (ret)" in str(fault)


def test_what_is_in_no_file_is_kept_by_its_content_and_not_for_ever(tmp_path: Any) -> None:
    cache = ModuleCache(str(tmp_path / "cache"), b"key")
    module = write_module(CodeUnit("f", "f", "<string>", 1, instructions=[Instruction("ret_none", ())]), SHAPES)
    names = [command_name("<string>", b"x = %d" % i) for i in range(COMMANDS_KEPT + 3)]
    for i, name in enumerate(names):
        assert cache.find(name, b"x = %d" % i) is None
        assert cache.keep(name, b"x = %d" % i, module)
    last = len(names) - 1
    assert cache.find(names[last], b"x = %d" % last) == module
    assert cache.find(names[last], b"x = 0") is None
    assert len(list((tmp_path / "cache").iterdir())) == COMMANDS_KEPT
