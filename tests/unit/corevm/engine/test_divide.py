"""Image builds divided among processes: the same image, and errors as without."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from corevm.engine import divide
from corevm.engine.image import ImagePlan, build_image, collect_modules, plan_modules
from corevm.errors import IrError
from corevm.ir.module import Module
from corevm.isa.define import InstructionSet, definitions_of
from corevm.isa.op import control
from corevm.kernel import lifetime
from corevm.native.text import LinkPlan, module_text, module_texts, plan_image, plan_symbols

ROOTS = [lifetime.runtime_create, lifetime.thread_create]


def instructions() -> InstructionSet:
    return InstructionSet(definitions_of(control))


def test_the_texts_do_not_depend_on_who_writes_them() -> None:
    plan = collect_modules(instructions(), ROOTS, copies=False)
    with divide.Writers(plan.modules, plan.finish, 3) as writers:
        symbols = {number: told for number, (told, _) in writers.finish(range(len(plan.modules))).items()}
        chosen = [number for number in symbols if symbols[number].defined]
        links = plan_symbols(symbols.values(), is_divided=True)
        divided = {plan.modules[number].name: text for number, text in writers.texts(links, chosen)}
    modules = [m for m in plan_modules(instructions(), ROOTS).modules if any(not f.is_declaration for f in m.functions.values())]
    alone = {modules[i].name: text for i, text in module_texts(modules, plan_image(modules, is_divided=True))}
    assert divided == alone
    assert len(divided) > 10


def test_shares_are_even() -> None:
    plan = collect_modules(instructions(), ROOTS)
    found = divide.shares(plan.modules, 2, range(len(plan.modules)))
    assert sorted(found[0] + found[1]) == list(range(len(plan.modules)))
    weighed = divide.weights(plan.modules, range(len(plan.modules)))
    loads = [sum(weighed[i] for i in share) for share in found]
    assert min(loads) > 0.9 * max(loads)


@pytest.mark.parametrize("when", ["at once", "after the first"])
def test_a_process_that_dies_is_done_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, when: str) -> None:
    monkeypatch.setattr(divide, "can_divide", lambda: True)
    monkeypatch.setenv("COREVM_CACHE", str(tmp_path / "a"))
    want = build_image(instructions(), ROOTS, "test", level="none", processes=2).content
    monkeypatch.setenv("COREVM_CACHE", str(tmp_path / "b"))
    own = os.getpid()
    seen = []

    def die(modules: Sequence[Module]) -> None:
        if os.getpid() != own:
            os._exit(9)

    def die_later(module: Module, plan: LinkPlan) -> str:
        seen.append(module)
        if len(seen) > 1:
            os._exit(9)
        return module_text(module, plan)

    if when == "at once":
        whole = ImagePlan.finish
        monkeypatch.setattr(ImagePlan, "finish", lambda plan, modules: die(modules) or whole(plan, modules))
    else:
        monkeypatch.setattr(divide, "module_text", die_later)
    assert build_image(instructions(), ROOTS, "test", level="none", processes=2).content == want


def test_errors_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(divide, "can_divide", lambda: True)
    monkeypatch.setenv("COREVM_CACHE", str(tmp_path))

    def refuse(plan: ImagePlan, modules: Sequence[Module]) -> None:
        raise IrError("refused", code="IR401")

    monkeypatch.setattr(ImagePlan, "finish", refuse)
    with pytest.raises(IrError, match="refused"):
        build_image(instructions(), ROOTS, "test", processes=2)
