"""What the program's process and the compiler must see alike: a code object's words as its loader wrote them, and what is recorded of an instruction.

Effects: none.
"""

from __future__ import annotations

from _blake2 import blake2b
from array import array

from corevm.kernel.constant import FRAME_WORDS, OPERANDS, WINDOW_CALLEE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

WINDOW_WORDS = WINDOW_CALLEE, FRAME_WORDS, FRAME_WORDS + 1, FRAME_WORDS + 2  # of a call's window, that are recorded: the callee, arguments


def with_originals(content: bytes, originals: Any) -> bytes:
    """A program's words with the opcodes that its loader wrote. originals: by opcode (a number each), the instruction's own; words of caches are not looked at, whatever becomes of them."""
    words = array("H", content)
    for position in range(0, len(words), 4):
        words[position] = originals[words[position]]
    return words.tobytes()


def operands_of(shape: Sequence[Any]) -> list[tuple[int, int]]:
    """The operands that a record of an instruction tells of (`corevm.kernel.hot`): the byte of the field that names a register, and what is added to that.

    Args:
        shape: of the image's layout.
    """
    fields = [(kind, 2 + 2 * "abc".index(field)) for _, kind, field, _ in shape[2] if kind in ("Reg", "Window")]
    found = [(field, 0) for kind, field in fields if kind == "Reg"]
    found += [(field, word) for kind, field in fields if kind == "Window" for word in WINDOW_WORDS]
    return found[:OPERANDS]


def digest(content: bytes, fixed: Iterable[int]) -> bytes:
    """Of the words that stay as they were loaded; caches change while the program runs."""
    return blake2b(b"".join(content[8 * i : 8 * i + 8] for i in fixed), digest_size=16).digest()
