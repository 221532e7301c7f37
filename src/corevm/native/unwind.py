"""Unwind tables: reads `.eh_frame`, writes `.eh_frame_hdr`. Effects: none.

Source: LSB 5 core, "Exception Frames"; the header is the sorted table from code addresses to frame descriptions through
which gdb, perf and C++ unwinders find a frame without reading all of them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from corevm.errors import NativeError

HEADER_BYTES, ROW_BYTES = 12, 8
_PCREL_SDATA4, _UDATA4, _DATAREL_SDATA4 = 0x1B, 0x03, 0x3B


def count_frames(frames: memoryview) -> int:
    """The number of frame descriptions in an object's `.eh_frame`, whose shape is checked on the way.

    Raises:
        NativeError: NA210, it is damaged or in the 64-bit form.
    """
    count = at = 0
    while at + 8 <= len(frames):
        length, cie = struct.unpack_from("<II", frames, at)
        if not length:
            break
        if length == 0xFFFFFFFF or at + 4 + length > len(frames):
            raise NativeError(
                "an object's .eh_frame is damaged or in the 64-bit form",
                code="NA210",
                seen=f"length {length:#x} at {at:#x}",
            )
        count += cie != 0
        at += 4 + length
    return count


def frame_table(image: bytearray, parts: Iterable[tuple[int, int]], shift: int, eh_frame: int, header: int) -> bytes:
    """The content of `.eh_frame_hdr`.

    Args:
        image: the image, relocated.
        parts: file offset and size of each object's frames.
        shift: what turns a file offset into an address there.
        eh_frame: address of the output `.eh_frame`.
        header: address of the table to be.

    Raises:
        NativeError: NA210, the frames use an encoding other than 4-byte relative addresses.
    """
    rows: list[tuple[int, int]] = []
    start_of = struct.Struct("<i").unpack_from
    for at, size in parts:
        end = at + size
        while at + 8 <= end:
            length, cie = struct.unpack_from("<II", image, at)
            if not length:
                break
            if cie:
                rows.append((at + 8 + shift + start_of(image, at + 8)[0] - header, at + shift - header))
            else:
                _check_encoding(bytes(image[at + 8 : at + 4 + length]))
            at += 4 + length
    rows.sort()
    flat = [word for row in rows for word in row]
    head = struct.pack("<BBBBii", 1, _PCREL_SDATA4, _UDATA4, _DATAREL_SDATA4, eh_frame - header - 4, len(rows))
    return head + struct.pack(f"<{len(flat)}i", *flat)


def _check_encoding(body: bytes) -> None:
    """`body` is a common information entry after its id: version, augmentation, two factors, return register, size, encoding."""
    end = body.find(b"\0", 1)
    if body[:1] != b"\x01" or body[1:end] != b"zR" or body[end + 5 : end + 6] != bytes([_PCREL_SDATA4]):
        raise NativeError(
            "an object's frame descriptions use an encoding that is not linked", code="NA210", seen=body[:16].hex()
        )
