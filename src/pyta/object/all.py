"""Imports every file that declares builtin types, in the order their types are numbered. Append only."""

from __future__ import annotations

import importlib

FILES = (
    "pyta.object.exception", "pyta.object.simple", "pyta.protocol.attribute", "pyta.object.iterator", "pyta.protocol.iterate", "pyta.object.slice", "pyta.object.super", "pyta.object.build", "pyta.object.traceback", "pyta.object.exception_type", "pyta.object.function",
    "pyta.object.buffer", "pyta.object.str", "pyta.object.str_method", "pyta.protocol.format",
    "pyta.object.str_format", "pyta.object.bytes", "pyta.object.bytes_method", "pyta.object.bytearray", "pyta.object.unicode_error",
    "pyta.protocol.complex", "pyta.object.int", "pyta.object.float", "pyta.object.complex", "pyta.object.bool",
    "pyta.object.list", "pyta.object.tuple", "pyta.object.dict", "pyta.object.set", "pyta.object.frozenset",
    "pyta.object.dict_view", "pyta.object.range", "pyta.object.mapping_proxy", "pyta.object.memoryview", "pyta.object.generic",
    "pyta.object.coroutine",
    "pyta.object.instance", "pyta.object.descriptor", "pyta.object.exception_group", "pyta.object.code", "pyta.object.native",
    "pyta.object.item_getter",
)  # fmt: skip
for _file in FILES:
    importlib.import_module(_file)
