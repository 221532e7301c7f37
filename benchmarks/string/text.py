"""The kernel's strings against the host CPython's, operation by operation: nanoseconds per operation, best of several rounds.

    python benchmarks/string/text.py [rounds] [level]

Each kernel operation runs in a Micro loop and each CPython operation in a Python loop whose own cost (an empty `for` with one call of a
bound method costs about 30 ns) is part of its figure; the long texts make that small. Results are compared before they are timed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from corevm.engine.executor import as_instance, merged_module
from corevm.kernel import bytes_text, string_build, string_case, string_search, string_split
from corevm.kernel import string as s
from corevm.kernel.string import String
from corevm.micro.surface import Value, addr_of, cast, fn, i64, u64
from corevm.native import call, link, load, lower
from corevm.testing.text import TextMachine

I64_MAX = (1 << 63) - 1


def looping(operation: Callable[..., Any], inputs: int) -> Any:
    """A Micro function that does an operation on strings `times` times."""

    @fn(raises=True)
    def loop1(times: i64, a: String) -> Value:
        result = cast(Value, u64(1))
        for _ in range(times):
            result = cast(Value, operation(a))
        return result

    @fn(raises=True)
    def loop2(times: i64, a: String, b: String) -> Value:
        result = cast(Value, u64(1))
        for _ in range(times):
            result = cast(Value, operation(a, b))
        return result

    @fn(raises=True)
    def loop3(times: i64, a: String, b: String, c: String) -> Value:
        result = cast(Value, u64(1))
        for _ in range(times):
            result = cast(Value, operation(a, b, c))
        return result

    return (loop1, loop2, loop3)[inputs - 1]


@fn(raises=True)
def find(a: String, b: String) -> i64:
    return string_search.find_string(a, b, 0, I64_MAX) << 1 | 1


@fn(raises=True)
def rfind(a: String, b: String) -> i64:
    return string_search.rfind_string(a, b, 0, I64_MAX) << 1 | 1


@fn(raises=True)
def count(a: String, b: String) -> i64:
    return string_search.count_string(a, b, 0, I64_MAX) << 1 | 1


@fn(raises=True)
def replace(a: String, b: String, c: String) -> String:
    return string_search.replace_string(a, b, c, -1)


@fn(raises=True)
def split(a: String, b: String) -> Value:
    return string_split.split_string(a, b, -1)


@fn(raises=True)
def split_words(a: String) -> Value:
    return string_split.split_whitespace(a, -1)


@fn(raises=True)
def split_join(a: String, b: String) -> String:
    pieces = string_split.split_string(a, b, -1)
    return s.join_strings(b, addr_of(pieces.items[0]), pieces.length)


@fn(raises=True)
def equal(a: String, b: String) -> i64:
    return i64(s.equal_contents(a, b)) << 1 | 1


@fn(raises=True)
def fresh_hash(a: String) -> u64:
    a.hash = 0
    return s.hash_string(a) | 1


@fn(raises=True)
def split_lines(a: String) -> Value:
    return string_split.split_lines(a, False)


@fn(raises=True)
def is_alpha(a: String) -> i64:
    return i64(string_case.is_alpha(a)) << 1 | 1


@fn(raises=True)
def encode(a: String) -> Value:
    return bytes_text.encode_string_utf8(a, 0)


@fn(raises=True)
def decode(a: String) -> Value:
    """Through UTF-8 and back."""
    return bytes_text.decode_bytes_utf8(bytes_text.encode_string_utf8(a, 0), 0)


@fn(raises=True)
def every_second(a: String) -> String:
    return s.slice_string(a, 0, I64_MAX, 2)


@fn(raises=True)
def index_all(a: String) -> Value:
    """Each code point as a string."""
    last = cast(Value, a)
    for i in range(a.count):
        last = s.index_string(a, i)
    return last


def python_index_all(a: str) -> str:
    found = a
    for found in a:  # noqa: B007
        pass
    return found


@fn(raises=True)
def build(a: String) -> String:
    """Append each code point to a builder."""
    builder = string_build.new_builder(0)
    for i in range(a.count):
        builder.append_code(s.code_at(a, i))
    return builder.finish()


def python_build(a: str) -> str:
    import io

    out = io.StringIO()
    for c in a:
        out.write(c)
    return out.getvalue()


TEXT = "It was a bright cold day in April, and the clocks were striking thirteen. "
LONG = TEXT * 1000
GREEK = "Ήταν μια λαμπρή κρύα μέρα του Απρίλη και τα ρολόγια χτυπούσαν δεκατρείς. " * 1000
CSV = ",".join(str(i * 7919 % 10007) for i in range(10000))
TIGHT = "a" * 70000

CASES: tuple[tuple[str, Any, Callable[..., Any], tuple[str, ...]], ...] = (
    ("find 1, absent, 74 KB", find, str.find, (LONG, "#")),
    ("find 1, Greek, absent, 147 KB", find, str.find, (GREEK, "Ω")),
    ("find 1, short text", find, str.find, ("key=value", "=")),
    ("find word, absent", find, str.find, (LONG, "fourteen")),
    ("find word, Greek, absent", find, str.find, (GREEK, "δεκατέσσερις")),
    ("find word, short text", find, str.find, (TEXT, "April")),
    ("find 500, absent", find, str.find, (LONG, "x" + TEXT * 6)),
    ("find, needle of one letter's runs", find, str.find, (TIGHT, "a" * 500 + "b" + "a" * 500)),
    ("rfind word, absent", rfind, str.rfind, (LONG, "fourteen")),
    ("count 1", count, str.count, (LONG, "e")),
    ("count word", count, str.count, (LONG, "the")),
    ("replace 1 by 1", replace, str.replace, (LONG, "e", "E")),
    ("replace word", replace, str.replace, (LONG, "cold", "mild and sunny")),
    ("replace, short text", replace, str.replace, (TEXT, "cold", "warm")),
    ("split at comma, 10,000 pieces", split, str.split, (CSV, ",")),
    ("split words, 14,000 pieces", split_words, str.split, (LONG,)),
    ("split and join at comma", split_join, lambda a, b: b.join(a.split(b)), (CSV, ",")),
    ("concat short", s.concat_strings, str.__add__, ("hello, ", "world")),
    ("concat 74 KB and 74 KB", s.concat_strings, str.__add__, (LONG, LONG)),
    ("concat ASCII and Greek", s.concat_strings, str.__add__, (TEXT, GREEK[:80])),
    ("equal, 74 KB", equal, str.__eq__, (LONG, LONG[:-1] + " ")),
    ("lower, ASCII", string_case.lower_string, str.lower, (LONG,)),
    ("lower, Greek", string_case.lower_string, str.lower, (GREEK,)),
    ("title, ASCII", string_case.title_string, str.title, (LONG,)),
    ("split lines, 2,000 pieces", split_lines, str.splitlines, (LONG.replace(",", "\n").replace(".", "\n"),)),
    ("is alpha, 72,000", is_alpha, str.isalpha, (LONG.replace(" ", "").replace(",", "").replace(".", ""),)),
    ("is alpha, Greek", is_alpha, str.isalpha, (GREEK.replace(" ", "").replace(".", ""),)),
    ("encode UTF-8, ASCII", encode, str.encode, (LONG,)),
    ("encode UTF-8, Greek", encode, str.encode, (GREEK,)),
    ("encode and decode UTF-8, Greek", decode, lambda a: a.encode().decode(), (GREEK,)),
    ("every second code point", every_second, lambda a: a[::2], (LONG,)),
    ("each code point as a string", index_all, python_index_all, (LONG,)),
    ("each code point, Greek", index_all, python_index_all, (GREEK,)),
    ("repr, Greek", string_build.repr_string, repr, (GREEK,)),
    ("repr, ASCII", string_build.repr_string, repr, (LONG,)),
    ("hash, short (not kept)", fresh_hash, lambda a: 0, ("some_attribute_name",)),
    ("hash, 74 KB (not kept)", fresh_hash, lambda a: 0, (LONG,)),
    ("append code points, 7,400", build, python_build, (TEXT * 100,)),
)


def best(run: Callable[[int], Any], rounds: int) -> float:
    """Nanoseconds per operation."""
    times = 1
    while True:
        start = time.perf_counter_ns()
        run(times)
        spent = time.perf_counter_ns() - start
        if spent > 20_000_000:
            break
        times = max(times * 2, times * 25_000_000 // max(spent, 1000))
    found = spent / times
    for _ in range(rounds):
        start = time.perf_counter_ns()
        run(times)
        found = min(found, (time.perf_counter_ns() - start) / times)
    return found


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    level = sys.argv[2] if len(sys.argv) > 2 else "full"
    loops = [looping(case[1], len(case[3])) for case in CASES]
    m = TextMachine("native", [], heap_limit_bytes=1 << 30)
    instances = [as_instance(f) for f in loops]
    start = time.perf_counter()
    image = load.LoadedImage.from_bytes(
        link.link([lower.compile_module(merged_module(instances, "bench"), level)]).content
    )
    print(f"compiled at {level} in {time.perf_counter() - start:.1f} s")
    for i in instances:
        m.back.callables[i] = call.function(image, i.name, i.ir.signature)
    print(f"{'':36} {'kernel':>12} {'CPython':>12} {'ratio':>7}")
    for (name, _, python, args), loop in zip(CASES, loops, strict=True):
        m.release_all()
        words = [m.word_of(a) for a in args]
        wanted = python(*args)
        word = m.call(loop, 1, *words)
        seen = m.value(word) if word & 7 == 0 else word >> 1 if word < 1 << 63 else (word >> 1) - (1 << 63)
        assert "hash" in name or seen == wanted, name

        def run_python(times: int, python: Any = python, args: Any = args) -> None:
            for _ in range(times):
                python(*args)

        ours = best(lambda times, loop=loop, words=words: m.call(loop, times, *words), rounds)
        theirs = best(run_python, rounds) if "hash" not in name else float("nan")
        print(f"{name:36} {ours:12.1f} {theirs:12.1f} {theirs / ours:7.2f}")


if __name__ == "__main__":
    main()
