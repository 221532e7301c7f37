"""The object cache and the worker processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from corevm.errors import NativeError
from corevm.ir import type as t
from corevm.ir.module import Module
from corevm.native import call, link, load, lower
from corevm.native.cache import ObjectCache, compile_modules, default_folder, object_key
from corevm.native.text import LinkPlan, module_text
from corevm.native.worker import Worker

UNARY = t.Signature((t.I64,), (t.I64,))


def modules(kit: Any, count: int = 5) -> list[Module]:
    made = []
    for n in range(count):
        module = Module(f"m{n}")
        f, b = kit.function(module, f"f{n}", (t.I64,), (t.I64,))
        b.ret(b.emit("add", t.I64, f.entry.params[0], b.const(t.I64, n)))
        made.append(module)
    return made


@pytest.mark.parametrize("processes", [0, 1, 2])
def test_modules_compile_in_parallel_and_are_kept(kit: Any, tmp_path: Path, processes: int) -> None:
    cache = ObjectCache(tmp_path / "cache")
    told: list[tuple[str, bool]] = []
    many = modules(kit)
    first = compile_modules(many, "fast", processes=processes, progress=lambda *a: told.append(a), cache=cache)
    assert sorted(told) == [(f"m{n}", False) for n in range(5)]
    told.clear()
    assert compile_modules(many, "fast", processes=processes, progress=lambda *a: told.append(a), cache=cache) == first
    assert sorted(told) == [(f"m{n}", True) for n in range(5)]
    assert first == [lower.compile_module(m, "fast") for m in many]
    with load.LoadedImage.from_bytes(link.link(first).content) as image:
        assert [call.function(image, f"f{n}", UNARY)(10) for n in range(5)] == [10, 11, 12, 13, 14]


def test_the_key_covers_what_decides_the_bytes(kit: Any) -> None:
    (module,) = modules(kit, 1)
    host = lower.host_target()
    keys = [
        object_key(module_text(module), "full", host),
        object_key(module_text(module), "fast", host),
        object_key(module_text(module), "full", lower.PORTABLE),
        object_key(module_text(module, debug=False), "full", host),
    ]
    module.functions["f0"].is_exported = False
    keys.append(object_key(module_text(module), "full", host))
    keys.append(object_key(module_text(module, LinkPlan(frozenset())), "full", host))
    assert len(set(keys)) == len(keys)


def test_damaged_entries_are_built_again(kit: Any, tmp_path: Path) -> None:
    cache = ObjectCache(tmp_path)
    many = modules(kit, 1)
    want = compile_modules(many, processes=0, cache=cache)
    (entry,) = tmp_path.glob("object/*/*.o")
    for damage in (b"", b"short", entry.read_bytes()[:-1], entry.read_bytes()[:40] + b"x" + entry.read_bytes()[41:]):
        entry.write_bytes(damage)
        assert compile_modules(many, processes=0, cache=cache) == want
        assert entry.stat().st_size == len(want[0]) + 32
    assert not list(tmp_path.rglob(".new-*"))


def test_the_cap_drops_what_was_longest_unused(tmp_path: Path) -> None:
    cache = ObjectCache(tmp_path, cap_bytes=3000)
    for n in range(5):
        key = f"{n:02}" + "0" * 62
        cache.put(key, bytes(900))
        os.utime(cache._path(key), (n, n))
    assert cache.get("00" + "0" * 62) is not None  # used just now
    assert cache.trim() == 2
    assert [cache.get(f"{n:02}" + "0" * 62) is not None for n in range(5)] == [True, False, False, True, True]


def test_a_folder_that_cannot_be_written_is_an_empty_cache(kit: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = ObjectCache(tmp_path / "file" / "below")
    assert compile_modules(modules(kit, 1), processes=0, cache=cache)
    assert cache.get("00") is None and cache.trim() == 0


def test_the_default_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COREVM_CACHE", "/x/y")
    assert default_folder() == Path("/x/y")
    monkeypatch.delenv("COREVM_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    assert default_folder() == Path("/x/corevm")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert default_folder() == Path("/home/somebody/.cache/corevm")


def test_errors_come_back_from_workers(kit: Any, tmp_path: Path) -> None:
    bad = Module("bad")
    f, b = kit.function(bad, "f", (t.I64,), (t.I64,))
    b.ret(b.emit("add", t.I64, f.entry.params[0], b.const(t.F64, 1.0)))
    with pytest.raises(NativeError, match="NA122: module bad does not compile"):
        compile_modules([*modules(kit, 3), bad], cache=ObjectCache(tmp_path))


def test_a_worker_that_dies_names_the_module() -> None:
    with Worker() as worker:
        target = lower.host_target()
        with pytest.raises(NativeError, match="NA122"):
            worker.compile("nonsense", "nonsense", "fast", target)
        assert worker.compile("empty", "", "fast", target)[:4] == b"\x7fELF"
        fatal = 'module asm "nonsense"\n'  # a fatal error inside LLVM's code generation
        with pytest.raises(NativeError, match="NA402: the compiler died on module fatal") as caught:
            worker.compile("fatal", fatal, "fast", lower.Target("x86-64"))
        assert "LLVM ERROR" in caught.value.seen or "error:" in caught.value.seen


def test_no_worker_without_a_python(kit: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    assert compile_modules(modules(kit, 1), cache=ObjectCache(tmp_path / "other"))
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(NativeError, match="NA401"):
        compile_modules(modules(kit, 1), cache=ObjectCache(tmp_path))
