"""The linker: images of several objects, of each other's functions, of C's; what it refuses; what the system's tools read."""

from __future__ import annotations

import ctypes
import random
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corevm.errors import NativeError
from corevm.ir import type as t
from corevm.ir.module import Data, Function, Module, Reloc
from corevm.native import call, elf, link, load, lower
from corevm.native.text import plan_image
from corevm.native.unwind import count_frames

UNARY = t.Signature((t.I64,), (t.I64,))


def adder(kit: Any, name: str, amount: int, *, exported: bool = True) -> Module:
    """A module whose function of its own name adds `amount`."""
    module = Module(name)
    f, b = kit.function(module, name, (t.I64,), (t.I64,), exported=exported)
    b.ret(b.emit("add", t.I64, f.entry.params[0], b.const(t.I64, amount)))
    return module


def caller(kit: Any, name: str, callee: str) -> Module:
    """A module whose function of its own name calls `callee` of another module, and `NAME_address` gives its address."""
    module = Module(name)
    module.add(Function(callee, UNARY))
    f, b = kit.function(module, name, (t.I64,), (t.I64,))
    (r,) = b.call(module.functions[callee], f.entry.params[0])
    b.ret(b.emit("mul", t.I64, r, b.const(t.I64, 2)))
    _, b = kit.function(module, name + "_address", (), (t.PTR,))
    b.ret(b.emit("func_addr", None, imm=(callee,)))
    return module


@pytest.mark.parametrize("is_planned", [False, True])
@pytest.mark.parametrize("level", ["none", "full"])
def test_two_modules_of_one_image(kit: Any, is_planned: bool, level: str) -> None:
    modules = [caller(kit, "main", "helper"), adder(kit, "helper", 3, exported=False)]
    modules[1].data["table"] = Data("table", bytes(8), relocs=(Reloc(0, "func", "helper"),))
    plan = plan_image(modules) if is_planned else None
    loaded = kit.load(*modules, level=level, plan=plan)
    assert loaded("main", 4) == 14
    assert loaded.image.find("helper") is None  # not exported
    assert call.bind(loaded("main_address"), UNARY)(1) == 4


def test_a_plan_makes_what_nobody_else_uses_local(kit: Any) -> None:
    modules = [caller(kit, "main", "helper"), adder(kit, "helper", 3, exported=False)]
    unused, b = kit.function(modules[1], "unused", (), (), exported=False)
    b.ret()
    plan = plan_image(modules)
    objects = [elf.ObjectFile(lower.compile_module(m, plan=plan)) for m in modules]
    names = {s.name for o in objects for s in o.symbols}
    assert "vm.helper" in names and "vm." + unused.name not in names


def test_inline_functions_shared_by_modules(kit: Any) -> None:
    modules = [
        caller(kit, "main", "helper"),
        adder(kit, "helper", 3, exported=False),
        adder(kit, "helper", 3, exported=False),
    ]
    for m in modules[1:]:
        m.functions["helper"].is_inline = True
    assert kit.load(*modules, plan=plan_image(modules))("main", 4) == 14


def test_an_image_uses_another(kit: Any) -> None:
    first = link.link([lower.compile_module(adder(kit, "index", 3))], "first")  # libc has an `index` too
    user = caller(kit, "user", "index")
    objects = [lower.compile_module(user, plan=plan_image([user], imports=["index"]))]
    second = link.link(objects, "second", needed=[first.soname])
    with pytest.raises(NativeError, match="NA303") as caught:
        load.LoadedImage.from_bytes(second.content)
    assert first.soname in caught.value.seen
    with load.LoadedImage.from_bytes(first.content) as a, load.LoadedImage.from_bytes(second.content) as b:
        assert call.function(b, "user", UNARY)(4) == 14
        address = call.function(b, "user_address", t.Signature((), (t.PTR,)))()
        assert address == a.address("index")
        a.close()  # stays mapped while the second needs it
        assert call.function(b, "user", UNARY)(4) == 14


def test_two_versions_of_an_image_side_by_side(kit: Any) -> None:
    users = []
    for amount in (3, 30):
        first = link.link([lower.compile_module(adder(kit, "base", amount))], "kernel")
        user = caller(kit, "user", "base")
        second = link.link(
            [lower.compile_module(user, plan=plan_image([user], imports=["base"]))], "user", needed=[first.soname]
        )
        users.append((first, second))
    assert users[0][0].soname != users[1][0].soname
    images = [load.LoadedImage.from_bytes(i.content) for pair in users for i in pair]
    assert [call.function(images[i], "user", UNARY)(4) for i in (1, 3)] == [14, 68]
    for image in images:
        image.close()


def test_a_function_of_another_image_must_be_there(kit: Any) -> None:
    user = caller(kit, "user", "absent")
    content = link.link([lower.compile_module(user, plan=plan_image([user], imports=["absent"]))], "user").content
    with pytest.raises(NativeError, match=r"undefined symbol: vm\.absent"):
        load.LoadedImage.from_bytes(content)


def test_links_are_repeatable(kit: Any) -> None:
    objects = [lower.compile_module(adder(kit, "a", 1)), lower.compile_module(adder(kit, "b", 2))]
    assert link.link(objects, "x") == link.link(objects, "x")
    assert link.link(objects, "x").soname != link.link(objects[::-1], "x").soname


def table_of(kit: Any, name: str) -> Module:
    """A module with an exported function that gives the address of its own copy of one table, and a cold one."""
    module = Module(name)
    module.data["table"] = Data("table", b"one table" * 9, 8, is_constant=True)
    _, b = kit.function(module, name, (), (t.PTR,))
    b.ret(b.emit("data_addr", None, imm=("table",)))
    f, b = kit.function(module, name + "_cold", (), (t.PTR,))
    b.ret(b.emit("data_addr", None, imm=("table",)))
    f.is_cold = True
    return module


def test_functions_in_a_given_order_and_constants_once(kit: Any) -> None:
    modules = [table_of(kit, name) for name in "abcd"]
    plan = plan_image(modules, is_divided=True)
    order = ("c", "not there", "a", "d_cold")
    loaded = kit.load(*modules, plan=plan, order=order)
    functions = [prefix + end for end in ("", "_cold") for prefix in "abcd"]
    assert sorted(functions, key=loaded.image.address) == ["c", "a", "d_cold", "b", "d", "a_cold", "b_cold", "c_cold"]
    assert len({loaded(name) for name in functions}) == 1
    assert len({loaded(name) for name in functions[:4]} | {kit.load(*modules)("b")}) == 2


def test_c_functions_have_the_version_that_programs_get_today(kit: Any) -> None:
    module = Module("versions")
    names = ["pthread_cond_wait", "memcpy", "pow", "realpath", "cos", "environ", "PyLong_FromLong", "malloc"]
    for name in names:
        module.externs[name] = t.Signature((), ())
        _, b = kit.function(module, name, (), (t.PTR,))
        b.ret(b.emit("extern_addr", None, imm=(name,)))
    loaded = kit.load(module)
    process = ctypes.CDLL(None)
    for name in names:
        assert loaded(name) == ctypes.cast(getattr(process, name), ctypes.c_void_p).value, name


def test_a_c_function_that_nobody_has(kit: Any) -> None:
    module = Module("absent")
    module.externs["no_such_function"] = t.Signature((), ())
    _, b = kit.function(module, "f", (), ())
    b.call_named("no_such_function", module.externs["no_such_function"], op="call_c")
    b.ret()
    with pytest.raises(NativeError, match="undefined symbol: no_such_function"):
        kit.load(module)


def test_libraries_beyond_libc(kit: Any) -> None:
    module = Module("zlib")
    module.externs["zlibVersion"] = t.Signature((), (t.PTR,))
    _, b = kit.function(module, "f", (), (t.PTR,))
    b.ret(*b.call_named("zlibVersion", module.externs["zlibVersion"], op="call_c"))
    image = link.link([lower.compile_module(module)], "zlib", libraries=["libz.so.1"])
    try:
        loaded = load.LoadedImage.from_bytes(image.content)
    except NativeError:
        pytest.skip("no libz here")
    with loaded:
        assert ctypes.string_at(call.function(loaded, "f", t.Signature((), (t.PTR,)))()).count(b".") >= 1


def test_undefined_and_doubly_defined_functions(kit: Any) -> None:
    with pytest.raises(NativeError, match=r"NA206.*helper \(used in main.o\)"):
        link.link([lower.compile_module(caller(kit, "main", "helper"))], object_names=["main.o"])
    both = [lower.compile_module(adder(kit, "f", n)) for n in (1, 2)]
    with pytest.raises(NativeError, match="NA205") as caught:
        link.link(both, object_names=["a.o", "b.o"])
    assert "a.o and b.o" in caught.value.seen


# --- objects of other makers: the C compiler's hold what LLVM's do not


def c_object(tmp_path: Path, source: str, *flags: str) -> bytes:
    if not shutil.which("gcc"):
        pytest.skip("no C compiler here")
    (tmp_path / "x.c").write_text(source)
    subprocess.run(["gcc", "-c", "-O1", *flags, "x.c", "-o", "x.o"], cwd=tmp_path, check=True)
    return (tmp_path / "x.o").read_bytes()


_C = """
#include <stdio.h>
#include <string.h>
static int counter = 5; int shared = 7; const char *words[] = {"zero", "one"}; static char zeros[100];
int next(void) { zeros[3]++; return counter++ + zeros[3]; }
int get_shared(void) { return shared; }
int *shared_address(void) { return &shared; }
const char *word(int i) { return words[i]; }
int length(const char *s) { return strlen(s) + printf(""); }
int choose(int n) { switch (n) { case 0: return 5; case 1: return 17; case 2: return -3; case 3: return 99; case 4: return 1; default: return 0; } }
"""


@pytest.mark.parametrize(
    "flags", [("-fPIC",), ("-fPIC", "-fno-plt"), ("-fPIC", "-g"), ("-fPIC", "-O0", "-fno-jump-tables")]
)
def test_objects_of_the_c_compiler(tmp_path: Path, flags: tuple[str, ...]) -> None:
    image = link.link([c_object(tmp_path, _C, *flags)], "c")
    (tmp_path / "c.so").write_bytes(image.content)
    library = ctypes.CDLL(str(tmp_path / "c.so"))
    assert [library.next(), library.next()] == [6, 8]
    library.shared_address.restype = ctypes.POINTER(ctypes.c_int)
    library.shared_address()[0] = 12
    assert library.get_shared() == 12
    library.word.restype = ctypes.c_char_p
    assert library.word(1) == b"one" and library.length(b"abc") == 3
    assert [library.choose(n) for n in range(6)] == [5, 17, -3, 99, 1, 0]


@pytest.mark.parametrize(
    ("source", "flags", "code"),
    [
        ("int x; int f(void) { return x; }", ("-fno-pic", "-mcmodel=small", "-fno-pie"), "NA20[79]"),
        ("int a[9]; int f(long i) { return a[i]; }", ("-fno-pic", "-fno-pie"), "NA209"),
        ("__thread int x; int f(void) { return x; }", ("-fPIC",), "NA202"),
        ("extern __thread int x; int f(void) { return x; }", ("-fPIC",), "NA209"),
        ("__attribute__((constructor)) void f(void) {}", ("-fPIC",), "NA202"),
        ("int x; int f(void) { return x; }", ("-fPIC", "-fcommon"), "NA204"),
    ],
)
def test_what_is_not_linked_is_refused_by_name(tmp_path: Path, source: str, flags: tuple[str, ...], code: str) -> None:
    content = c_object(tmp_path, source, *flags)
    if code == "NA20[79]":
        link.link([content])  # PC-relative even so
        return
    with pytest.raises(NativeError, match=code) as caught:
        link.link([content], object_names=["x.o"])
    assert "x.o" in str(caught.value)


# --- damage


def test_damaged_objects_are_refused(kit: Any) -> None:
    good = lower.compile_module(caller(kit, "main", "helper")), lower.compile_module(adder(kit, "helper", 1))
    assert link.link(good)
    for bad in (b"", b"\x7fELF", good[0][:200], good[0][:-1], b"\0" * 4096, good[0][:16] + b"\3" + good[0][17:]):
        with pytest.raises(NativeError, match="NA201"):
            link.link([bad, good[1]])


def test_any_damage_to_an_object_ends_in_an_error_or_an_image(kit: Any) -> None:
    """Flipped bytes never give anything but NativeError or a finished link (of what may be wrong code)."""
    good = [lower.compile_module(caller(kit, "main", "helper")), lower.compile_module(adder(kit, "helper", 1))]
    choose = random.Random(1)
    refused = 0
    for _ in range(1500):
        content = bytearray(good[0])
        for _ in range(choose.choice((1, 1, 4))):
            content[choose.randrange(len(content))] = choose.choice((0, 255, choose.randrange(256)))
        try:
            link.link([bytes(content), good[1]])
        except NativeError:
            refused += 1
    assert refused > 100


# --- what the image looks like to the system


@pytest.fixture
def image(kit: Any) -> link.Image:
    module = caller(kit, "main", "helper")
    module.externs["getpid"] = t.Signature((), (t.I32,))
    _, b = kit.function(module, "process", (), (t.I32,))
    b.ret(*b.call_named("getpid", module.externs["getpid"], op="call_c"))
    module.data["written"] = Data("written", bytes(5000), is_constant=False, is_exported=True)
    module.data["filled"] = Data("filled", b"12345678", is_constant=False, is_exported=True)
    module.data["addresses"] = Data("addresses", bytes(8), relocs=(Reloc(0, "func", "helper"),), is_exported=True)
    module.data["bytes"] = Data("bytes", b"12345678", is_exported=True)
    return link.link(
        [lower.compile_module(module), lower.compile_module(adder(kit, "helper", 1, exported=False))], "look"
    )


def mappings(start: int) -> list[tuple[int, int, str]]:
    """The mappings of the image at an address: start, end, permissions."""
    rows = []
    for line in Path("/proc/self/maps").read_text().splitlines():
        span, permissions, _, _, inode = line.split()[:5]
        low, high = (int(x, 16) for x in span.split("-"))
        rows.append((low, high, permissions, inode))
    inode = next(r[3] for r in rows if r[0] <= start < r[1])
    return [r[:3] for r in rows if r[3] == inode]


def test_no_mapping_is_writable_and_executable(image: link.Image) -> None:
    with load.LoadedImage.from_bytes(image.content) as loaded:
        rows = mappings(loaded.address("main"))
        assert not any("w" in r[2] and "x" in r[2] for r in rows)

        def permissions(symbol: str) -> str:
            address = loaded.address(symbol)
            lines = Path("/proc/self/maps").read_text().splitlines()
            return next(
                x.split()[1] for x in lines if int(x.split("-")[0], 16) <= address < int(x.split("-")[1].split()[0], 16)
            )

        assert permissions("main") == "r-xp"
        assert permissions("bytes") == "r--p"
        assert permissions("addresses") == "r--p"  # made read-only after relocation
        assert permissions("written") == permissions("filled") == "rw-p"


@pytest.mark.skipif(not shutil.which("readelf"), reason="no readelf here")
def test_readelf_finds_no_fault(image: link.Image, tmp_path: Path) -> None:
    path = tmp_path / "look.so"
    path.write_bytes(image.content)
    done = subprocess.run(
        ["readelf", "-aW", "--debug-dump=frames,decodedline,info", str(path)], capture_output=True, text=True
    )
    assert done.returncode == 0 and not done.stderr, done.stderr
    assert image.soname in done.stdout
    assert "TEXTREL" not in done.stdout and "RWE" not in done.stdout
    assert re.search(r"FUNC +LOCAL +DEFAULT +\d+ helper$", done.stdout, re.MULTILINE)
    assert re.search(r"FUNC +GLOBAL +PROTECTED +\d+ vm.main$", done.stdout, re.MULTILINE)


def test_frames_are_found_by_binary_search(image: link.Image) -> None:
    content = image.content
    head = elf.HEADER.unpack_from(content)
    programs = [elf.PROGRAM_HEADER.unpack_from(content, head[5] + 56 * i) for i in range(head[10])]
    offset = next(p[2] for p in programs if p[0] == elf.PT_GNU_EH_FRAME)
    version, *_, pointer, count = struct.unpack_from("<BBBBii", content, offset)
    assert version == 1
    rows = list(struct.iter_unpack("<ii", content[offset + 12 : offset + 12 + 8 * count]))
    assert rows == sorted(rows) and count == 4
    assert count_frames(memoryview(content)[offset + 4 + pointer :]) == count
    for start, frame in rows:
        at = offset + frame
        assert at + 8 + struct.unpack_from("<i", content, at + 8)[0] == offset + start


def test_the_linker_needs_no_compiler() -> None:
    code = (
        "import sys, corevm.native.link, corevm.native.load, corevm.native.call; "
        "assert not [m for m in sys.modules if m.startswith('llvmlite')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
