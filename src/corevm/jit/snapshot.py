"""A code object's words as its loader wrote them, for those who look at its memory later. Effects: none."""

from __future__ import annotations

from _blake2 import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KIND_OFFSET = 6  # of an object's kind: corevm.kernel.object


def with_originals(content: bytes, originals: Mapping[int, int]) -> bytes:
    """A program's words with the opcodes that its loader wrote."""
    found = bytearray(content)
    for position in range(0, len(content), 8):
        original = originals.get(int.from_bytes(content[position : position + 2], "little"))
        if original is not None:
            found[position : position + 2] = original.to_bytes(2, "little")
    return bytes(found)


def digest(content: bytes, fixed: Iterable[int]) -> bytes:
    """Of the words that stay as they were loaded; caches change while the program runs."""
    return blake2b(b"".join(content[8 * i : 8 * i + 8] for i in fixed), digest_size=16).digest()
