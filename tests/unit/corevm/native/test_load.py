"""Loading: from disk and memory, closing, damage, what a start costs in imports."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from corevm.errors import NativeError
from corevm.ir import type as t
from corevm.ir.module import Module
from corevm.native import call, link, load, lower


def make(kit: Any, amount: int = 1) -> bytes:
    module = Module("add")
    f, b = kit.function(module, "add", (t.I64,), (t.I64,))
    b.ret(b.emit("add", t.I64, f.entry.params[0], b.const(t.I64, amount)))
    return link.link([lower.compile_module(module)], "add").content


UNARY = t.Signature((t.I64,), (t.I64,))


def test_from_file(kit: Any, tmp_path: Path) -> None:
    path = tmp_path / "add.so"
    path.write_bytes(make(kit))
    for verify in (False, True):
        with load.LoadedImage.from_file(path, verify=verify) as image:
            assert call.function(image, "add", UNARY)(4) == 5
            with pytest.raises(NativeError, match="NA304"):
                image.address("subtract")
    with pytest.raises(NativeError, match="NA305"):
        image.address("add")
    image.close()


def test_missing_and_damaged_files(kit: Any, tmp_path: Path) -> None:
    path = tmp_path / "add.so"
    with pytest.raises(NativeError, match="NA301"):
        load.LoadedImage.from_file(path)
    good = make(kit)
    changed = bytearray(good)
    changed[0x1004] ^= 1
    for content, is_quick in (
        (b"", True),
        (b"x" * 5000, True),
        (good[:-1], True),
        (good[:4096], True),
        (good + b"\0", True),
        (bytes(changed), False),
    ):
        path.write_bytes(content)
        with pytest.raises(NativeError, match="NA302"):
            load.LoadedImage.from_file(path, verify=True)
        if is_quick:
            with pytest.raises(NativeError, match="NA302"):
                load.LoadedImage.from_file(path)
            with pytest.raises(NativeError, match="NA302"):
                load.LoadedImage.from_bytes(content)
    path.write_bytes(bytes([*good[:4], 1, *good[5:]]))
    with pytest.raises(NativeError, match="NA302"):
        load.LoadedImage.from_file(path)


def test_every_changed_byte_is_found(kit: Any) -> None:
    good = make(kit)
    load.check_content(good, "good")
    for at in range(0, len(good), 37):
        bad = bytearray(good)
        bad[at] ^= 0x10
        with pytest.raises(NativeError, match="NA302"):
            load.check_content(bytes(bad), "bad")


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("keep_open", [False, True])
def test_closing_leaks_nothing(kit: Any, keep_open: bool) -> None:
    contents = [make(kit, n) for n in range(3)]

    def cycle(count: int) -> None:
        for i in range(count):
            with load.LoadedImage.from_bytes(contents[i % 3], keep_open=keep_open) as image:
                assert image.address("add")

    cycle(50)
    gc.collect()
    files = len(os.listdir("/proc/self/fd"))
    maps = Path("/proc/self/maps").read_text().count("\n")
    memory = _resident_bytes()
    cycle(300)
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) == files
    assert Path("/proc/self/maps").read_text().count("\n") <= maps + 2
    assert _resident_bytes() - memory < 2 << 20


def test_many_images_at_once_do_not_mix(kit: Any) -> None:
    """File numbers are used again when `keep_open` is off; every image must still be its own."""
    images = [load.LoadedImage.from_bytes(make(kit, n), keep_open=n % 2 == 0) for n in range(40)]
    assert [call.function(image, "add", UNARY)(0) for image in images] == list(range(40))
    for image in images[::3]:
        image.close()
    more = [load.LoadedImage.from_bytes(make(kit, n), keep_open=False) for n in range(50, 60)]
    assert [call.function(image, "add", UNARY)(0) for image in more] == list(range(50, 60))
    assert call.function(images[1], "add", UNARY)(0) == 1
    for image in images + more:
        image.close()


def test_the_code_of_an_open_memory_file_cannot_be_written(kit: Any) -> None:
    with load.LoadedImage.from_bytes(make(kit)) as image, pytest.raises(OSError):
        os.pwrite(image._file, b"x", 0)


def test_the_same_image_twice_has_two_places(kit: Any) -> None:
    content = make(kit)
    with load.LoadedImage.from_bytes(content) as a, load.LoadedImage.from_bytes(content) as b:
        assert a.address("add") != b.address("add")


def test_calls_release_the_lock(kit: Any) -> None:
    module = Module("spin")
    module.externs["usleep"] = t.Signature((t.I32,), (t.I32,))
    f, b = kit.function(module, "sleep", (t.I32,), (t.I32,))
    b.ret(*b.call_named("usleep", module.externs["usleep"], *f.entry.params, op="call_c"))
    sleep = kit.load(module).bind("sleep")
    count = 0
    thread = threading.Thread(target=sleep, args=(300_000,))
    thread.start()
    while thread.is_alive():
        count += 1
        time.sleep(0.001)
    assert count > 20


def test_a_start_imports_little(kit: Any, tmp_path: Path) -> None:
    path = tmp_path / "add.so"
    path.write_bytes(make(kit))
    code = (
        "import sys; before = set(sys.modules)\n"
        "from corevm.native.load import LoadedImage\n"
        f"LoadedImage.from_file({str(path)!r}).address('add')\n"
        "new = set(sys.modules) - before\n"
        "assert not {'ctypes', 'hashlib', 'subprocess'} & new, new\n"
        "assert not [m for m in new if m.startswith('llvmlite')], new\n"
    )
    subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}\n{code}"], check=True)
