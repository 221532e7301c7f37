"""Imports every native module of Pyta, after the builtin types (a type's base must have the smaller number)."""

from __future__ import annotations

import importlib

import pyta.object.all  # noqa: F401 - types are declared before their methods

FILES = (
    "pyta.object.all", "pyta.module.builtins", "pyta.module.builtins_object", "pyta.module.builtins_text", "pyta.module.builtins_number",
    "pyta.protocol.importing", "pyta.module.stream", "pyta.module.system", "pyta.module.code",
    "pyta.module.math", "pyta.module.math_integer", "pyta.module.math_sum", "pyta.module.cmath", "pyta.module.errno", "pyta.module.random",
    "pyta.module.operator", "pyta.module.time", "pyta.module.builtins_iterate",
    "pyta.module.regex", "pyta.module.itertools", "pyta.module.weakref", "pyta.module.struct", "pyta.module.heap_queue", "pyta.module.json",
    "pyta.module.array", "pyta.module.bytes_io", "pyta.module.string_io", "pyta.module.pattern", "pyta.module.match", "pyta.module.json_encode", "pyta.module.json_scan", "pyta.module.deque", "pyta.module.line_stream", "pyta.module.collection",
)  # fmt: skip
for _file in FILES:
    importlib.import_module(_file)
