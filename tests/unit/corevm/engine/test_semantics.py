"""The IR an image carries: complete, sound, and the same functions as the compiler's."""

from __future__ import annotations

import unicodedata
from importlib import import_module
from pathlib import Path

import pytest

from corevm.engine.semantics import archive_of, semantics
from corevm.engine.store import find_image
from corevm.errors import NativeError
from corevm.ir.run import Executor
from corevm.ir.text import format_function
from corevm.ir.verify import verify_linked
from corevm.isa.define import definitions_of
from corevm.isa.emit.interp import body_instance
from corevm.micro.program import COMPILER
from corevm.native import elf
from pyta.host.image import SPEC


def test_every_instruction_has_its_meaning() -> None:
    archive = semantics(SPEC)
    layout = find_image(SPEC)[1]
    assert archive.roots.keys() == layout.instructions.keys() - {"exit"}
    readers = [archive.module(name) for name in archive.modules]
    verify_linked([reader.module for reader in readers if [reader.function(name) for name in reader.names]])
    for root in archive.roots.values():
        function = archive.function(root.function)
        assert not function.is_declaration and len(root.parameters) == len(function.signature.params)
    for symbol, _, _ in layout.natives.values():
        assert symbol in archive


@pytest.mark.parametrize("name", ["pyta.op.arithmetic", "pyta.op.control", "pyta.op.item"])
def test_it_is_what_the_compiler_makes(name: str) -> None:
    archive = semantics(SPEC)
    import_module("pyta.object.start")
    for definition in definitions_of(import_module(name)):
        instance = body_instance(definition)
        COMPILER.closure([instance])
        assert archive.roots[definition.name].function == instance.name
        assert format_function(archive.function(instance.name)) == format_function(instance.ir)


def test_it_runs_on_the_reference_executor() -> None:
    archive = semantics(SPEC)
    readers = [archive.module(name) for name in archive.modules if name.startswith("corevm.kernel")]
    executor = Executor([r.module for r in readers if [r.function(n) for n in r.names]])
    for char in "a \t\n\u00a0\u2003\u3000é٣7":
        assert executor.call("corevm.kernel.unicode_table.is_space", ord(char)) == (char.isspace(),)
        value = unicodedata.decimal(char, -1)
        assert executor.call("corevm.kernel.unicode_table.decimal_value", ord(char))[0] == value
    assert executor.call("corevm.kernel.string.clamp_range", -3, 100, 10) == (7, 10)


def test_other_files_are_refused(tmp_path: Path) -> None:
    content = Path(find_image(SPEC)[0]).read_bytes()
    for damaged in (b"", b"x" * 100, content[:64], content[:1000], content[: len(content) - 100]):
        with pytest.raises(NativeError):
            elf.section(damaged, ".corevm.ir")
    assert elf.section(content, ".nothing") is None
    with pytest.raises(FileNotFoundError):
        archive_of(str(tmp_path / "image.so"))
