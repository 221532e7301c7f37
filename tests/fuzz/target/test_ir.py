"""IR forms under mutation: whatever the bytes or the text, the answer is a module or an IrError, soon.

Oracle: what is read and verified survives both forms unchanged.
"""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from corevm.errors import IrError
from corevm.ir.binary import read_module, write_module
from corevm.ir.module import Module
from corevm.ir.text import format_module, parse_module, structure_of
from corevm.ir.verify import verify_module
from corevm.testing.ir_strategy import random_module

SEED = st.integers(0, 2**32)
_PIECES = [
    "%0", "%1", "@f0", "(", ")", "[", "]", "{", "}", ",", ":", "=", "!", "->", "...", '"', "\\", "\n", " ", ";", ".", "-",
    "0x", "1e999", "99999999999999999999999", "-1", "i64", "f64", "bool", "const.i64", "add.i64", "jump", "return", "b0",
    "entry", "module", "func", "data", "extern", "file", "zero 999999999999", "inline", "handler", "é", "\x00", "\ud800",
]  # fmt: skip


def mutate_text(random: Random, text: str) -> str:
    for _ in range(random.randint(1, 5)):
        at = random.randrange(len(text) + 1)
        kind = random.randrange(4)
        if kind == 0:
            text = text[:at] + random.choice(_PIECES) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + random.randint(1, 12) :]
        elif kind == 2:
            text = text[:at] + random.choice(_PIECES) + text[at + random.randint(1, 4) :]
        else:
            other = random.randrange(len(text) + 1)
            text = text[:at] + text[other : other + random.randint(1, 60)] + text[at:]
    return text


def mutate_bytes(random: Random, content: bytes) -> bytes:
    body = bytearray(content[13:])  # magic, version and op table stay: behind them it gets interesting
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(body) + 1)
        kind = random.randrange(4)
        if kind == 0:
            body[at:at] = random.randbytes(random.randint(1, 9))
        elif kind == 1:
            del body[at : at + random.randint(1, 9)]
        elif kind == 2:
            body[at : at + 1] = bytes((random.choice((0, 1, 2, 127, 128, 255, random.randrange(256))),))
        else:
            body[at:at] = body[:at][-random.randint(1, 30) :]
    return content[:13] + bytes(body)


def check(module: Module) -> None:
    """What was read keeps its meaning in both forms, if it is valid."""
    try:
        verify_module(module)
    except IrError as error:
        assert error.code[:3] in ("IR1",)
        return
    text = format_module(module)
    assert structure_of(parse_module(text)) == structure_of(module)
    assert structure_of(read_module(write_module(module))) == structure_of(module)


@settings(deadline=None, max_examples=500)
@given(SEED)
def test_mutated_text(seed: int) -> None:
    random = Random(seed)
    text = mutate_text(random, format_module(random_module(random, max_functions=3, max_size=20)))
    try:
        module = parse_module(text, "mutated.ir")
    except IrError as error:
        assert error.code[:3] == "IR2" and error.place is not None and error.place.line > 0
        return
    check(module)


@settings(deadline=None, max_examples=500)
@given(SEED)
def test_mutated_bytes(seed: int) -> None:
    random = Random(seed)
    content = mutate_bytes(random, write_module(random_module(random, max_functions=3, max_size=20)))
    try:
        module = read_module(content)
    except IrError as error:
        assert error.code[:3] == "IR3"
        return
    check(module)
