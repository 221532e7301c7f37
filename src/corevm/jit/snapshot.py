"""What the program's process and the compiler must see alike: a code object's words as its loader wrote them, and what is recorded of an instruction.

Effects: none.
"""

from __future__ import annotations

from _blake2 import blake2b

from corevm.kernel.constant import FRAME_WORDS, OPERANDS, WINDOW_CALLEE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

WINDOW_WORDS = WINDOW_CALLEE, FRAME_WORDS, FRAME_WORDS + 1, FRAME_WORDS + 2  # of a call's window, that are recorded: the callee, arguments


def with_originals(content: bytes, originals: Mapping[int, int]) -> bytes:
    """A program's words with the opcodes that its loader wrote."""
    found = bytearray(content)
    for position in range(0, len(content), 8):
        original = originals.get(int.from_bytes(content[position : position + 2], "little"))
        if original is not None:
            found[position : position + 2] = original.to_bytes(2, "little")
    return bytes(found)


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
