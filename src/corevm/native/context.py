"""What the functions of a module share while it is written: names used, intrinsics, metadata. Effects: none."""

from __future__ import annotations

import re

from corevm.errors import NativeError
from corevm.ir.module import Function, Module
from corevm.ir.type import Signature
from corevm.native.spell import quote, string
from corevm.native.symbol import data_symbol

_C_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# The tree of alias classes (type-based alias metadata): a class may alias its ancestors and descendants only.
# "any" carries no metadata and so may alias everything.
_ALIAS_PARENT = {
    "heap": "", "header": "heap", "slot": "heap", "item": "heap", "frame": "", "thread": "", "code": "",
}  # fmt: skip
_HINT_WEIGHTS = {"likely": (2000, 1), "unlikely": (1, 2000)}


class Metadata:
    """Numbered metadata nodes of a module: debug locations, alias classes, branch weights."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self._unique: dict[str, int] = {}

    def add(self, text: str) -> int:
        self.nodes.append(text)
        return len(self.nodes) - 1

    def unique(self, text: str) -> int:
        found = self._unique.get(text)
        if found is None:
            found = self._unique[text] = self.add(text)
        return found


class ModuleContext:
    """Collects what functions ask for."""

    def __init__(self, module: Module, debug: bool, is_divided: bool = False) -> None:
        self.module = module
        self.debug = debug
        self.is_divided = is_divided  # sections of functions and constants of their own (`corevm.native.text.LinkPlan`)
        self.metadata = Metadata()
        self.used_functions: dict[str, Function] = {}
        self.used_externs: dict[str, Signature] = {}
        self.intrinsics: dict[str, str] = {}
        self.unit = -1  # the compile unit's metadata node
        self._alias: dict[str, str] = {}
        self._weights: dict[str, str] = {}

    def function(self, name: object) -> Function:
        assert isinstance(name, str)
        function = self.module.functions.get(name)
        if function is None:
            raise NativeError(
                f"function {name} is used but neither defined nor declared",
                code="NA101",
                seen=f"module {self.module.name}",
            )
        self.used_functions[name] = function
        return function

    def extern(self, name: object) -> Signature:
        assert isinstance(name, str)
        signature = self.module.externs.get(name)
        if signature is None:
            raise NativeError(
                f"C function {name} is used but not declared", code="NA102", seen=f"module {self.module.name}"
            )
        if not _C_NAME.match(name):
            raise NativeError(f"{name!r} is not a C name", code="NA103", seen=f"module {self.module.name}")
        self.used_externs[name] = signature
        return signature

    def data(self, name: object) -> str:
        assert isinstance(name, str)
        if name not in self.module.data:
            raise NativeError(f"data {name} is used but not defined", code="NA104", seen=f"module {self.module.name}")
        return quote(data_symbol(name))

    def intrinsic(self, name: str, result: str, params: str) -> str:
        self.intrinsics[name] = f"declare {result} @{name}({params})"
        return "@" + name

    def alias(self, name: object) -> str:
        """The metadata suffix of an alias class."""
        assert isinstance(name, str)
        found = self._alias.get(name)
        if found is None:
            if name == "any":
                found = ""
            else:
                if name not in _ALIAS_PARENT:
                    raise NativeError(f"alias class {name!r} is unknown", code="NA105", wanted=", ".join(_ALIAS_PARENT))
                node = self._alias_type(name)
                found = f", !tbaa !{self.metadata.unique(f'!{{!{node}, !{node}, i64 0}}')}"
            self._alias[name] = found
        return found

    def _alias_type(self, name: str) -> int:
        if not name:
            return self.metadata.unique('!{!"corevm memory"}')
        parent = self._alias_type(_ALIAS_PARENT[name])
        return self.metadata.unique(f'!{{!"{name}", !{parent}, i64 0}}')

    def weights(self, hint: object) -> str:
        if not isinstance(hint, str) or hint not in _HINT_WEIGHTS:
            return ""
        found = self._weights.get(hint)
        if found is None:
            yes, no = _HINT_WEIGHTS[hint]
            node = self.metadata.unique(f'!{{!"branch_weights", i32 {yes}, i32 {no}}}')
            found = self._weights[hint] = f", !prof !{node}"
        return found

    def file(self, name: str) -> int:
        return self.metadata.unique(f'!DIFile(filename: {string(name)}, directory: "")')
