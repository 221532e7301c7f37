"""Each file of `accept` compiles and gives the results of its first line on both executors; each file of `reject` is refused
with the code of its first line, at the text named there."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from corevm.errors import MicroError
from corevm.micro.program import COMPILER

HERE = Path(__file__).parent
ACCEPT = sorted((HERE / "accept").glob("*.py"))
REJECT = sorted((HERE / "reject").glob("*.py"))


def load(path: Path) -> ModuleType:
    name = f"golden_micro_{path.parent.name}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("executor", ["native", "reference"])
@pytest.mark.parametrize("path", ACCEPT, ids=lambda p: p.stem)
def test_accepted(path: Path, executor: str) -> None:
    first = path.read_text().splitlines()[0].removeprefix("# calls: ")
    subject = load(path).subject
    for call in first.split("; "):
        arguments, wanted = call.split(" -> ")
        assert subject.on(executor)(*eval(arguments)) == eval(wanted)


@pytest.mark.parametrize("path", REJECT, ids=lambda p: p.stem)
def test_rejected(path: Path) -> None:
    code, _, text = path.read_text().splitlines()[0].removeprefix("# error: ").partition(" ")
    with pytest.raises(MicroError) as caught:
        COMPILER.closure([COMPILER.instance(load(path).subject, {})])
    error = caught.value
    assert error.code == code
    assert error.place is not None and error.place.file == str(path) and error.place.line > 0
    if text:
        source = path.read_text().splitlines()[error.place.line - 1]
        assert source[error.place.column - 1 :].startswith(text), (str(error), text)
        assert "^" in str(error)


def test_there_are_enough() -> None:
    assert len(ACCEPT) + len(REJECT) >= 40
