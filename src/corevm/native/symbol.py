"""Names in images. Effects: none.

An IR name is never a C name (INV-NATIVE-2): function `f` is the symbol `vm.f`, data `d` is `vd.d`, and `vh.f` is the entry of
`f` for the host where C cannot call it directly. People see names without the mark: `.symtab` and DWARF hold `f` and `d`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corevm.ir.type import Signature

FUNCTION_PREFIX, DATA_PREFIX, HOST_PREFIX = "vm.", "vd.", "vh."
BUILD_ID_SYMBOL = "vi.build_id"  # where an image's build id lies, exported by every image
TEXT, COLD_TEXT, CONSTANT = ".text.", ".text.unlikely.", ".rodata.vd."  # sections of divided modules, before the name
MAX_REGISTER_RESULTS = 2  # what C and LLVM both return in registers, of either class


def function_symbol(name: str) -> str:
    return FUNCTION_PREFIX + name


def data_symbol(name: str) -> str:
    return DATA_PREFIX + name


def host_symbol(name: str) -> str:
    return HOST_PREFIX + name


def plain_name(symbol: str) -> str:
    """A symbol as people see it; entries for the host keep their mark."""
    return symbol[3:] if symbol.startswith((FUNCTION_PREFIX, DATA_PREFIX)) else symbol


def function_section(name: str, is_cold: bool) -> str:
    """Where a function of a divided module lies."""
    return (COLD_TEXT if is_cold else TEXT) + name


def function_of_section(name: str) -> str:
    """The function that a section of a divided module holds, else \"\"."""
    for prefix in (COLD_TEXT, TEXT):
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return ""


def constant_section(name: str) -> str:
    return CONSTANT + name


def needs_host_entry(signature: Signature) -> bool:
    """Whether C cannot call a function of this signature, so that an exported one gets a `vh.` entry."""
    return signature.convention == "handler" or len(signature.results) > MAX_REGISTER_RESULTS
