"""What builds leave for later ones: a module is made again whenever its text would be another."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corevm.engine import divide, image
from corevm.engine.image import ImagePlan, build_image, collect_modules
from corevm.ir.digest import ModuleDigests
from corevm.ir.module import Instr, Loc
from corevm.ir.op import OPS
from corevm.isa.define import InstructionSet, definitions_of
from corevm.isa.op import control
from corevm.kernel import lifetime
from corevm.native.elf import functions
from corevm.native.text import module_text, plan_image

ROOTS = [lifetime.runtime_create, lifetime.thread_create]


def instructions(leave_out: str = "") -> InstructionSet:
    return InstructionSet([d for d in definitions_of(control) if not leave_out or not d.name.startswith(leave_out)])


def code(plan: ImagePlan) -> Iterator[tuple[str, Instr]]:
    for module in plan.modules:
        for function in module.functions.values():
            for instr in function.instructions():
                yield function.name, instr


def change_constant(plan: ImagePlan, r: random.Random) -> None:
    chosen = r.choice([i for _, i in code(plan) if i.op.name == "const" and i.type is not None and i.type.bits > 1])
    chosen.imm = (int(str(chosen.imm[0])) ^ 1,)


def change_op(plan: ImagePlan, r: random.Random) -> None:
    pairs = {"add": "sub", "sub": "add", "and": "or", "or": "and", "eq": "ne", "ne": "eq"}
    chosen = r.choice([i for _, i in code(plan) if i.op.name in pairs])
    chosen.op = OPS[pairs[chosen.op.name]]


def change_operands(plan: ImagePlan, r: random.Random) -> None:
    chosen = r.choice([i for _, i in code(plan) if i.op.name in ("sub", "ult", "slt")])
    chosen.args.reverse()


def change_branch(plan: ImagePlan, r: random.Random) -> None:
    chosen = r.choice([i for _, i in code(plan) if i.op.name == "branch"])
    chosen.targets.reverse()


def change_place(plan: ImagePlan, r: random.Random) -> None:
    chosen = r.choice([i for _, i in code(plan) if i.loc])
    assert chosen.loc
    chosen.loc = Loc(chosen.loc.file, chosen.loc.line + 1, chosen.loc.column)


def change_flag(plan: ImagePlan, r: random.Random) -> None:
    functions = [f for m in plan.modules for f in m.functions.values() if f.blocks and f.signature.convention != "handler"]
    chosen = r.choice(functions)
    if r.random() < 0.5:
        chosen.is_cold = not chosen.is_cold
    else:
        chosen.loc = None


def change_data(plan: ImagePlan, r: random.Random) -> None:
    module = r.choice([m for m in plan.modules if any(d.content and not d.relocs for d in m.data.values())])
    name = r.choice([n for n, d in module.data.items() if d.content and not d.relocs])
    for m in plan.modules:
        if name in m.data:
            old = m.data[name]
            m.data[name] = replace(old, content=bytes([old.content[0] ^ 1]) + old.content[1:])


CHANGES = [change_constant, change_op, change_operands, change_branch, change_place, change_flag, change_data]


def finished(plan: ImagePlan) -> dict[str, str]:
    plan.finish(plan.modules)
    links = plan_image(plan.modules, is_divided=True)
    return {m.name: module_text(m, links) for m in plan.modules}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_a_text_changes_the_digest(change: Callable[[ImagePlan, random.Random], None]) -> None:
    plan = collect_modules(instructions(), ROOTS)
    digests = ModuleDigests(plan.modules, plan.fused)
    old = {m.name: digests.of(m) for m in plan.modules}
    texts = finished(plan)
    reached = 0
    for seed in range(3):
        plan = collect_modules(instructions(), ROOTS)
        change(plan, random.Random(seed))
        digests = ModuleDigests(plan.modules, plan.fused)
        new = {m.name: digests.of(m) for m in plan.modules}
        changed = {name for name, text in finished(plan).items() if text != texts[name]}
        assert changed <= {name for name in new if new[name] != old[name]}
        reached += len(changed)
        assert sum(new[name] == old[name] for name in new) > 0
    assert reached


def test_a_build_after_an_edit_is_the_build_from_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divide, "can_divide", lambda: True)
    written: list[str] = []
    whole = divide.Writers.texts

    def counted(self: divide.Writers, *args: object) -> Iterator[tuple[int, str]]:
        for number, text in whole(self, *args):  # type: ignore[arg-type]
            written.append(text)
            yield number, text

    monkeypatch.setattr(divide.Writers, "texts", counted)

    def build(folder: str, edit: Callable[[ImagePlan, random.Random], None] | None, leave_out: str = "") -> bytes:
        def edited(*args: object, **options: object) -> ImagePlan:
            plan = collect_modules(*args, copies=True)  # type: ignore[arg-type]
            if edit:
                edit(plan, random.Random(4))
            return plan

        written.clear()
        monkeypatch.setenv("COREVM_CACHE", str(tmp_path / folder))
        with monkeypatch.context() as m:
            m.setattr(image, "collect_modules", edited)
            return build_image(instructions(leave_out), ROOTS, "test", level="none", processes=2).content

    first = build("a", None)
    assert len(written) > 10
    assert build("a", None) == first
    assert not written
    edited = build("a", change_constant)
    assert 0 < len(written) < 10
    assert edited != first
    assert edited == build("b", change_constant)
    assert build("a", None, "cell") == build("c", None, "cell")  # the same modules, of which others use less
    assert build("a", None) == first


def test_a_draft_holds_what_was_optimised_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divide, "can_divide", lambda: True)

    def build(folder: str, some: InstructionSet, level: str, may_draft: bool) -> image.Built:
        monkeypatch.setenv("COREVM_CACHE", str(tmp_path / folder))
        return build_image(some, ROOTS, "test", level=level, processes=2, may_draft=may_draft)

    most = build("a", instructions("cell"), "full", may_draft=False)
    assert not most.is_draft
    assert not build("a", instructions("cell"), "full", may_draft=True).is_draft  # there is nothing to do
    monkeypatch.setattr(image, "DRAFT_SHARE", 0.001)
    draft = build("a", instructions(), "full", may_draft=True)
    whole = build("a", instructions(), "full", may_draft=False)
    assert draft.is_draft and not whole.is_draft
    sizes, want, old = ({n: size for n, (_, size) in functions(built.content).items()} for built in (draft, whole, most))
    assert sum(sizes.get(n) == want[n] for n in old) > 0.9 * len(old)
    fresh = [n for n in want if n not in old and n in sizes]
    assert sum(sizes[n] for n in fresh) > 1.2 * sum(want[n] for n in fresh) > 0
    assert build("a", instructions(), "full", may_draft=True) == whole


def test_an_object_that_is_gone_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divide, "can_divide", lambda: True)
    monkeypatch.setenv("COREVM_CACHE", str(tmp_path))
    first = build_image(instructions(), ROOTS, "test", level="none", processes=2).content
    gone = sorted(tmp_path.glob("object/*/*.o"))
    for path in gone[::2]:
        path.unlink()
    for path in gone[1::6]:
        path.write_bytes(b"x" + path.read_bytes())
    assert build_image(instructions(), ROOTS, "test", level="none", processes=2).content == first
