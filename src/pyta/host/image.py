"""Pyta's image: what it is made from. Importing this loads no kernel file."""

from __future__ import annotations

import os

from corevm.engine.store import ImageSpec

_folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SPEC = ImageSpec(
    "pyta",
    instruction_modules=(
        "pyta.object.start", "pyta.op.arithmetic", "pyta.op.control", "pyta.op.name", "pyta.op.attribute",
        "pyta.op.iterate", "pyta.op.item", "pyta.op.exception", "pyta.op.call", "pyta.op.super",
    ),
    export_modules=("pyta.object.host", "pyta.module.stream", "pyta.module.system", "pyta.module.weakref", "pyta.protocol.interrupt"),
    hooks=(
        ("make_error", "pyta.object.exception:hook_make_error"),
        ("call", "pyta.protocol.call:hook_call"),
        ("bind", "pyta.protocol.call:hook_bind"),
        ("catches", "pyta.op.exception:hook_catches"),
        ("trace", "pyta.object.traceback:hook_trace"),
        ("safepoint", "pyta.module.safepoint:hook_safepoint"),
        ("generator_error", "pyta.op.exception:hook_generator_error"),
    ),
    start="pyta.object.start:start_world",
    source_folders=tuple(os.path.join(_folder, room) for room in ("object", "protocol", "op", "module")),
    kinds="pyta",
    order=os.path.join(_folder, "order.txt"),
)  # fmt: skip
