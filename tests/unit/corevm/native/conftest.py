"""Native test kit: modules in a few lines, run natively."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from corevm.ir import build
from corevm.ir import type as t
from corevm.ir.module import Block, Function, Module, Value
from corevm.native import call, link, load, lower


class Loaded:
    """A module, compiled, linked and loaded; called by name."""

    def __init__(self, modules: list[Module], image: load.LoadedImage) -> None:
        self.modules = modules
        self.image = image

    def bind(self, name: str) -> Callable[..., Any]:
        function = next(m.functions[name] for m in self.modules if name in m.functions)
        return call.function(self.image, name, function.signature)

    def __call__(self, name: str, *args: Any) -> Any:
        return self.bind(name)(*args)


class Kit:
    """Makes and runs modules; what it loads is closed at the end of the test."""

    def __init__(self) -> None:
        self.images: list[load.LoadedImage] = []

    @staticmethod
    def function(
        module: Module,
        name: str,
        params: tuple[t.Type, ...],
        results: tuple[t.Type, ...],
        *,
        convention: str = "micro",
        exported: bool = True,
    ) -> tuple[Function, build.Builder]:
        function = build.new_function(name, t.Signature(params, results, convention))
        function.is_exported = exported
        module.add(function)
        return function, build.Builder(function.entry)

    @staticmethod
    def block(function: Function, *params: t.Type, name: str = "") -> tuple[Block, build.Builder, list[Value]]:
        block = Block(name or f"block{len(function.blocks)}")
        block.params = [Value(p) for p in params]
        function.blocks.append(block)
        return block, build.Builder(block), block.params

    def load(self, *modules: Module, level: str = "full", needed: tuple[str, ...] = (), order: tuple[str, ...] = (), **options: Any) -> Loaded:
        objects = [lower.compile_module(m, level, **options) for m in modules]
        image = load.LoadedImage.from_bytes(link.link(objects, modules[0].name, needed=needed, order=order).content)
        self.images.append(image)
        return Loaded(list(modules), image)


@pytest.fixture
def kit() -> Iterator[Kit]:
    made = Kit()
    yield made
    for image in reversed(made.images):
        image.close()
