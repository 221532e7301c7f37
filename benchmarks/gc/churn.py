"""Allocates many gigabytes within a small heap: linked structures, trees, arrays and byte strings, made, changed and dropped.

    python benchmarks/gc/churn.py --gigabytes 20 --limit-mb 256

Prints a line for each workload (time, bytes, collections, pauses) and the peak resident set. The answers are checked.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable

from corevm.kernel.thread import Runtime
from corevm.micro.surface import Ptr, Value, cast, fn, i64, new, u64
from corevm.testing import heap_model as hm
from corevm.testing.heap_model import Items, Pair, Raw
from corevm.testing.machine import Machine


@fn(raises=True)
def small_objects(count: i64) -> i64:
    """Objects of 32 bytes, dropped at once."""
    total = 0
    for i in range(count):
        pair = new(Pair, number=i)
        total += pair.number & 1
    return total


@fn(raises=True)
def binary_trees(depth: i64, count: i64) -> i64:
    """Full trees of 2 ** (depth + 1) - 1 nodes, walked and dropped."""
    total = 0
    for _ in range(count):
        total += hm.tree_size(hm.make_tree(depth))
    return total


@fn(raises=True)
def queue(slots: Ptr[Value], length: i64, count: i64) -> i64:
    """A queue of `length` pairs that moves on: every object is young, then old, then dead."""
    head = new(Pair, number=0)
    last = head
    slots[0] = head
    total = 0
    for i in range(count):
        made = new(Pair, number=i)
        last.left = made
        last = made
        if i >= length:
            head = cast(Pair, head.left)
            slots[0] = head
            total += head.number
    return total


@fn(raises=True)
def mutate_table(slots: Ptr[Value], size: i64, count: i64) -> i64:
    """A large old array whose elements are replaced at random by small chains."""
    table = new(Items, tail=size)
    slots[1] = table
    state: u64 = 12345
    total = 0
    for _ in range(count):
        state = state * 6364136223846793005 + 1442695040888963407
        index = i64(state >> 33) % size
        old = table.items[index]
        if cast(u64, old) != 0:
            total += cast(Pair, old).number
        table.items[index] = hm.make_chain(4, cast(Value, u64(0)))
    return total


@fn(raises=True)
def byte_strings(slots: Ptr[Value], count: i64) -> i64:
    """Byte strings of 16 bytes to 256 KB, a few kept for a while."""
    state: u64 = 777
    total = 0
    for i in range(count):
        state = state * 6364136223846793005 + 1442695040888963407
        size = i64(16) << i64(state >> 60)
        if size > 262144:
            size = 100
        text = new(Raw, tail=size + i64(state >> 40 & 63))
        text.data[0] = 1
        slots[2 + (i & 15)] = text
        total += i64(text.data[0])
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=20.0, help="how much to allocate in all")
    parser.add_argument("--limit-mb", type=int, default=256, help="the heap's limit")
    parser.add_argument("--nursery-kb", type=int, default=0, help="allocated between collections; 0: the default")
    parser.add_argument("--no-nursery", action="store_true", help="every collection a full one")
    parser.add_argument("--poison", action="store_true", help="fill freed memory")
    parser.add_argument("--verify", action="store_true", help="check the heap after each collection")
    options = parser.parse_args()
    share = options.gigabytes * 2**30 / 5
    live_pairs = options.limit_mb * 2**20 // 4 // 32

    with Machine(
        "native", heap_limit_bytes=options.limit_mb << 20, nursery_bytes=options.nursery_kb << 10, language=hm.LANGUAGE,
        generational=not options.no_nursery, poison=options.poison, verify=options.verify,
    ) as m:  # fmt: skip
        m.prepare(small_objects, binary_trees, queue, mutate_table, byte_strings)
        m.hold(0)
        slots = m.get(Runtime, "roots", m.runtime)

        def run(name: str, call: Callable[[], tuple[int, int]]) -> None:
            before, start = m.statistics(), time.perf_counter()
            result, wanted = call()
            seconds = time.perf_counter() - start
            after = m.statistics()
            if result != wanted:
                raise SystemExit(f"{name}: {result}, wanted {wanted}")
            delta = {key: after[key] - before[key] for key in ("allocated_bytes", "collections", "full_collections", "pause_ns")}
            print(
                f"{name:14} {seconds:7.2f} s  {delta['allocated_bytes'] / 2**30:6.2f} GB  "
                f"{delta['allocated_bytes'] / 2**30 / seconds:6.2f} GB/s  collections {delta['collections']:5} "
                f"(full {delta['full_collections']:4})  paused {delta['pause_ns'] / 1e9:6.2f} s  "
                f"live {after['live_bytes'] / 2**20:6.1f} MB  used {after['used_bytes'] / 2**20:6.1f} MB"
            )
            for index in range(32):
                m.write(slots + 8 * index, bytes(8))

        count = int(share / 32)
        run("small objects", lambda: (m.call(small_objects, count), count // 2))
        trees = max(1, int(share / (2**17 * 32)))
        run("binary trees", lambda: (m.call(binary_trees, 16, trees), trees * (2**17 - 1)))
        length = live_pairs // 2
        steps = count
        moved = max(0, steps - length)
        run("queue", lambda: (m.call(queue, slots, length, steps), moved * (moved - 1) // 2))
        run("table", lambda: (m.call(mutate_table, slots, live_pairs // 8, count // 4) % 3, 0))
        strings = int(share / 33_000)
        run("byte strings", lambda: (m.call(byte_strings, slots, strings), strings))
        statistics = m.statistics()
        print(f"longest pause {statistics['longest_pause_ns'] / 1e6:.1f} ms, allocated {statistics['allocated_bytes'] / 2**30:.1f} GB")
    print(f"peak resident set {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (with LLVM and the host)")


if __name__ == "__main__":
    main()
