"""Keeping images: one build for many processes, nothing compiled at a start, faults told clearly."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corevm.engine import store
from corevm.engine.image import Built
from corevm.errors import NativeError, UsageError
from corevm.native import lower
from pyta.host.image import SPEC

COMPILER = ("llvmlite", "corevm.engine.build", "corevm.engine.image", "corevm.micro", "corevm.ir", "corevm.kernel")  # kernel files import Micro


def output_of(program: str, *arguments: str, environment: dict[str, str] | None = None) -> str:
    command = [sys.executable, "-c", textwrap.dedent(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **(environment or {})})
    return done.stdout


def test_importing_corevm_loads_no_compiler() -> None:
    loaded = output_of("import sys, corevm, corevm.engine.runtime, corevm.lang; print(*sys.modules)").split()
    assert not [m for m in loaded if m.startswith(("llvmlite", "corevm.native", "corevm.micro"))]


def test_a_start_from_the_kept_image_compiles_nothing() -> None:
    store.find_image(SPEC)
    program = "import sys; from pyta.__main__ import main; main(['-c', 'print(len(\"abc\"))']); print(*sys.modules)"
    text, *loaded = output_of(program).split()
    assert text == "3"
    assert not [m for m in loaded if m.startswith(COMPILER)]


def test_processes_that_start_together_build_once(tmp_path: Path) -> None:
    """The second waits for the first, then takes what it has kept."""
    program = """
        import sys, time
        from types import SimpleNamespace
        from corevm.engine import store
        module = type(sys)("corevm.engine.build")
        def build(spec, report=None, may_draft=False):
            print("built", flush=True)
            time.sleep(1)
            return SimpleNamespace(content=b"image", is_draft=False), store.Layout({}, {}, {}, {}, {}, {}, "", b"", {})
        module.build = build
        sys.modules["corevm.engine.build"] = module
        path, layout = store.find_image(store.ImageSpec("nothing"))
        assert open(path, "rb").read() == b"image"
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    environment = {**os.environ, "COREVM_CACHE": str(tmp_path)}
    started = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(3)]
    outputs = [process.communicate(timeout=60)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert b"".join(outputs) == b"built\n"


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda c: b"",
    "head": lambda c: c[:10],
    "half": lambda c: c[: len(c) // 2],
    "longer": lambda c: c + b"more",
    "changed": lambda c: c[:30] + b"\xff" + c[31:],
}


@pytest.mark.parametrize("suffix, damage", [(s, d) for s in ("so", "layout") for d in DAMAGE if (s, d) != ("so", "changed")])
def test_an_image_that_is_not_whole_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, damage: str) -> None:
    builds: list[str] = []

    def build(spec: store.ImageSpec, report: object, *, may_draft: bool) -> tuple[Built, store.Layout]:
        builds.append(spec.name)
        return Built(b"image" * 100, False), store.Layout({}, {}, {}, {}, {}, {}, "", b"", {})

    monkeypatch.setenv("COREVM_CACHE", str(tmp_path))
    monkeypatch.setattr("corevm.engine.build.build", build)
    spec = store.ImageSpec("nothing")
    path, layout = store.find_image(spec)
    store.find_image(spec)
    assert builds == ["nothing"]
    file = Path(path).with_suffix(f".{suffix}")
    whole = file.read_bytes()
    file.write_bytes(DAMAGE[damage](whole))
    assert vars(store.find_image(spec)[1]) == vars(layout)
    assert builds == ["nothing"] * 2 and file.read_bytes() == whole


# Found by every Python of the test, the one in the background too.
FAKE_BUILD = """
import os, sys, time
from types import SimpleNamespace
module = type(sys)("corevm.engine.build")
def build(spec, report=None, may_draft=False):
    from corevm.engine import store
    from corevm.errors import NativeError
    (folder,) = spec.source_folders
    if not may_draft and os.path.exists(folder + "/fault"):
        raise NativeError("this cannot be optimised", code="NA402")
    time.sleep(0.5)
    if report:
        report(1, 2, "half")
    content = open(folder + "/a.py", "rb").read()
    return SimpleNamespace(content=content, is_draft=may_draft), store.Layout({}, {}, {}, {}, {}, {}, "", b"", {})
module.build = build
sys.modules["corevm.engine.build"] = module
"""
FIND = "import sys; from corevm.engine import store; print(store.find_image(store.ImageSpec('nothing', source_folders=(sys.argv[1],)))[0])"


class Edited:
    """A source folder, and images made of it by `FAKE_BUILD`."""

    def __init__(self, folder: Path) -> None:
        (folder / "path").mkdir()
        (folder / "path" / "sitecustomize.py").write_text(FAKE_BUILD)
        self.source = folder / "source"
        self.source.mkdir()
        self.images = folder / "cache" / "image"
        path = os.pathsep.join((str(folder / "path"), *sys.path))
        self.environment = {**os.environ, "PYTHONPATH": path, "COREVM_CACHE": str(folder / "cache"), "COREVM_LEVEL": ""}

    def find(self, level: str = "") -> Path:
        command = [sys.executable, "-c", FIND, str(self.source)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**self.environment, "COREVM_LEVEL": level})
        if done.returncode:
            raise NativeError(done.stderr)
        return Path(done.stdout.strip())

    def edit(self, content: str) -> None:
        (self.source / "a.py").write_text(content)

    def wait(self, until: Callable[[], object]) -> None:
        end = time.monotonic() + 30
        while not until():
            assert time.monotonic() < end, sorted(os.listdir(self.images))
            time.sleep(0.02)

    def is_quiet(self) -> bool:
        return not list(self.images.glob("*.completing"))


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    return Edited(tmp_path)


def test_a_draft_is_replaced_in_the_background(edited: Edited) -> None:
    edited.edit("first")
    assert ".draft" not in edited.find().name  # nobody has edited anything
    edited.edit("second, longer")
    draft = edited.find()
    assert draft.name.endswith(".draft.so") and draft.read_text() == "second, longer"
    whole = draft.with_name(draft.name.replace(".draft", ""))
    edited.wait(lambda: whole.exists() and edited.is_quiet())
    assert edited.find() == whole and whole.read_text() == "second, longer"
    edited.edit("third, longer still")
    assert ".draft" not in edited.find("full").name


def test_a_start_sees_to_it_that_a_draft_is_replaced(edited: Edited) -> None:
    edited.edit("first")
    edited.find()
    edited.edit("second, longer")
    draft = edited.find()
    whole = draft.with_name(draft.name.replace(".draft", ""))
    edited.wait(lambda: whole.exists() and edited.is_quiet())
    whole.unlink()  # as if that process had been ended
    assert edited.find() == draft
    edited.wait(lambda: whole.exists() and edited.is_quiet())


def test_an_edit_ends_the_work_on_an_older_draft(edited: Edited) -> None:
    edited.edit("first")
    edited.find()
    edited.edit("second, longer")
    draft = edited.find()
    edited.wait(lambda: not edited.is_quiet())
    edited.edit("third, longer still")
    edited.wait(edited.is_quiet)
    assert not draft.with_name(draft.name.replace(".draft", "")).exists()


def test_a_fault_in_the_background_is_told_by_the_next_start(edited: Edited) -> None:
    edited.edit("first")
    edited.find()
    edited.edit("second, longer")
    (edited.source / "fault").touch()
    edited.find()
    edited.wait(lambda: list(edited.images.glob("*.failed")) and edited.is_quiet())
    with pytest.raises(NativeError, match="this cannot be optimised"):
        edited.find()
    (edited.source / "fault").unlink()
    assert ".draft" not in edited.find().name


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COREVM_CACHE", str(tmp_path / "file"))
    with pytest.raises(NativeError) as caught:
        store.find_image(store.ImageSpec("nothing"))
    assert caught.value.code == "NA410" and "COREVM_CACHE" in caught.value.hint


def test_the_level_of_an_image(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tuple(lower.LEVELS) == store.LEVELS
    monkeypatch.delenv("COREVM_LEVEL", raising=False)
    full = store.source_key(SPEC)
    monkeypatch.setenv("COREVM_LEVEL", "none")
    assert store.image_level() == "none" and store.source_key(SPEC) != full
    monkeypatch.setenv("COREVM_LEVEL", "O3")
    with pytest.raises(UsageError, match="US042"):
        store.source_key(SPEC)
    done = subprocess.run([sys.executable, "-m", "pyta", "-c", "1"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, "pyta: US042: COREVM_LEVEL is no level\n  seen: O3\n  wanted: none tidy fast full\n")
