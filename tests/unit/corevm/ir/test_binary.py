"""The binary form: exact round trip, versions, and that no bytes break the reader."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corevm.errors import IrError
from corevm.ir import binary
from corevm.ir.binary import content_hash, read_module, write_module
from corevm.ir.module import Loc, Value
from corevm.ir.text import format_module, parse_module, structure_of
from corevm.ir.type import I64
from corevm.ir.verify import verify_module
from corevm.testing.ir_strategy import random_module

SEED = st.integers(0, 2**32)


@settings(deadline=None)
@given(SEED, st.integers(1, 60))
def test_round_trip(seed: int, size: int) -> None:
    module = random_module(Random(seed), max_size=size)
    content = write_module(module)
    again = read_module(content)
    verify_module(again)
    assert structure_of(again) == structure_of(module)
    assert format_module(again) == format_module(module)
    assert write_module(again) == content


def sample() -> bytes:
    return write_module(random_module(Random(3), max_functions=6, max_size=60))


@settings(deadline=None, max_examples=300)
@given(SEED)
def test_mutated_bytes_give_a_module_or_an_error(seed: int) -> None:
    random = Random(seed)
    content = bytearray(write_module(random_module(random, max_size=40)))
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(content))
        kind = random.randrange(4)
        if kind == 0:
            content[at] = random.randrange(256)
        elif kind == 1:
            del content[at : at + random.randint(1, 9)]
        elif kind == 2:
            content[at:at] = random.randbytes(random.randint(1, 9))
        else:
            content[at] ^= 1 << random.randrange(8)
        content = content or bytearray(b"x")
    try:
        module = read_module(content)
        format_module(module)
        verify_module(module)
    except IrError as error:
        assert error.code[:3] in ("IR3", "IR1")


@given(st.binary(max_size=300))
def test_any_bytes_after_the_head(content: bytes) -> None:
    head = sample()[: len(binary.MAGIC) + 9]
    with pytest.raises(IrError):
        read_module(head + content + b"\xff" * 11)


def test_every_prefix_is_refused() -> None:
    content = sample()
    for end in range(len(content)):
        with pytest.raises(IrError):
            read_module(content[:end])
    with pytest.raises(IrError) as caught:
        read_module(content + b"\0")
    assert caught.value.code == "IR304"


def test_versions() -> None:
    content = bytearray(sample())
    content[4] = 9
    with pytest.raises(IrError) as caught:
        read_module(content)
    assert caught.value.code == "IR302" and "version 9" in str(caught.value)
    content[4] = binary.VERSION
    content[5] ^= 1
    with pytest.raises(IrError) as caught:
        read_module(content)
    assert caught.value.code == "IR302" and "op table" in str(caught.value)
    with pytest.raises(IrError) as caught:
        read_module(b"\x7fELF" + bytes(content[4:]))
    assert caught.value.code == "IR301"


def test_hash_sees_every_part() -> None:
    source = 'module "m"\nfile 0 "a.py"\nfunc @f(i64) -> (i64) {\ne(%0: i64):\n  %1 = const.i64 1\n  return %1 !0:1\n}\n'
    first = content_hash(parse_module(source))
    assert first == content_hash(parse_module(source)) and len(first) == 40
    for old, new in [('"m"', '"n"'), ("i64 1", "i64 2"), ("!0:1", "!0:2"), ("a.py", "b.py"), ("return %1", "return %0")]:
        assert content_hash(parse_module(source.replace(old, new))) != first


def test_malformed_module_is_not_written() -> None:
    source = 'module "m"\nfunc @f(i64) -> (i64) {\ne(%0: i64):\n  %1 = add.i64 %0, %0\n  return %1\n}\n'
    module = parse_module(source)
    instr = module.functions["f"].entry.instrs[0]
    for field, wrong in [("args", [Value(I64), Value(I64)]), ("args", []), ("results", []), ("imm", (1,)), ("type", None), ("loc", Loc("a", -1))]:
        kept = getattr(instr, field)
        setattr(instr, field, wrong)
        with pytest.raises(IrError) as caught:
            write_module(module)
        assert caught.value.code == "IR305"
        setattr(instr, field, kept)
    write_module(module)
