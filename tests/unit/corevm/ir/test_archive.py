"""Archives: every function comes back as it was, alone; bytes that are no archive are refused."""

from __future__ import annotations

import random

import pytest

from corevm.engine.image import collect_modules
from corevm.errors import IrError
from corevm.ir.archive import Archive, Root, pack, write_archive
from corevm.ir.binary import ModuleReader, write_module
from corevm.ir.module import Module
from corevm.ir.text import format_function
from corevm.isa.define import InstructionSet, definitions_of
from corevm.isa.op import control
from corevm.kernel import lifetime


def modules() -> list[Module]:
    return collect_modules(InstructionSet(definitions_of(control)), [lifetime.thread_create]).modules


def test_functions_are_read_one_by_one() -> None:
    written = modules()
    archive = Archive(write_archive(map(pack, written), {"start": Root("corevm.kernel.lifetime.thread_create", ["Thread"])}))
    assert list(archive.modules) == [m.name for m in written]
    functions = [f for m in written for f in m.functions.values() if not f.is_declaration]
    random.Random(1).shuffle(functions)
    for function in functions:
        assert function.name in archive
        assert format_function(archive.function(function.name)) == format_function(function)
    assert archive.function(archive.roots["start"].function).is_exported
    with pytest.raises(KeyError):
        archive.function("nothing")


def test_a_module_lists_what_it_declares() -> None:
    module = next(m for m in modules() if m.name == "corevm.kernel.lifetime")
    reader = ModuleReader(write_module(module))
    assert list(reader.names) == list(module.functions)
    assert not reader.module.functions
    declared = next(f for f in module.functions.values() if f.is_declaration)
    assert format_function(reader.function(declared.name)) == format_function(declared)
    assert reader.module.data == module.data
    assert reader.module.externs == module.externs


@pytest.mark.parametrize("seed", range(40))
def test_damage_is_refused(seed: int) -> None:
    r = random.Random(seed)
    content = bytearray(ARCHIVE)
    if seed % 4 == 0:
        del content[r.randrange(len(content)) :]
    else:
        for _ in range(r.randint(1, 4)):
            content[r.randrange(len(content) if seed % 2 else 3000)] = r.randrange(256)
    try:
        archive = Archive(bytes(content))
        for row in archive.modules.values():
            for name in row:
                archive.function(name)
    except (IrError, KeyError):
        pass


ARCHIVE = write_archive(map(pack, modules()), {})
