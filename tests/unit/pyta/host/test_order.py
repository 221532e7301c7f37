"""The list by which Pyta's image is laid out is of this image."""

from __future__ import annotations

from pathlib import Path

from corevm.engine.store import find_image
from corevm.native.elf import functions
from pyta.host.image import SPEC

KNOWN_SHARE = 0.9


def test_the_list_names_functions_of_the_image() -> None:
    listed = Path(SPEC.order).read_text(encoding="utf-8").splitlines()
    path, _ = find_image(SPEC)
    sizes = {name: size for name, (_, size) in functions(Path(path).read_bytes()).items()}
    unknown = [name for name in listed if name not in sizes]
    assert len(unknown) <= (1 - KNOWN_SHARE) * len(listed), f"run benchmarks/memory/order.py: {unknown[:10]} are not there"
    assert len(set(listed)) == len(listed) > 1000
