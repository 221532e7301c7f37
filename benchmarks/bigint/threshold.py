"""Where the faster algorithms for big integers begin to pay: `python benchmarks/bigint/threshold.py [constant]`.

Compiles the kernel once for each candidate value of a threshold, each in a process of its own, and times the operations that
depend on it at several sizes (microseconds; best of several runs). The constants in the source are chosen from this table.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from functools import partial

from corevm.kernel import bigint_div, bigint_mul, bigint_text

# constant: module, values to try, operation, sizes in limbs
CONSTANTS = {
    "KARATSUBA_LIMBS": (bigint_mul, (16, 20, 24, 28, 32, 40, 48, 64), "mul", (24, 32, 48, 64, 100, 200, 500, 1500)),
    "KARATSUBA_SQUARE_LIMBS": (bigint_mul, (24, 32, 40, 48, 64, 80, 96), "square", (32, 48, 64, 100, 200, 500, 1500)),
    "FFT_LIMBS": (bigint_mul, (800, 1500, 2500, 4000, 9000), "mul", (900, 1200, 1600, 2000, 2400, 3000, 4000, 6000, 8000)),
    "RECURSIVE_LIMBS": (bigint_div, (30, 40, 50, 60, 80, 100, 140), "divmod", (50, 70, 100, 150, 300, 1000)),
    "WRITE_LIMBS": (bigint_text, (15, 20, 30, 45, 60, 90), "str", (30, 50, 80, 150, 500)),
    "READ_CHUNKS": (bigint_text, (20, 30, 40, 60, 90, 140), "int", (30, 50, 80, 150, 500)),
}  # fmt: skip


def child(name: str, value: int) -> None:
    module, _, operation, sizes = CONSTANTS[name]
    setattr(module, name, value)
    from number import LOOPS, best, loop_divmod, loop_read, loop_write  # lazy: compiled with the constant set

    from corevm.testing.number import Numbers  # lazy: likewise

    rng = random.Random(1)
    loops = {"mul": LOOPS["mul"], "square": LOOPS["mul"], "divmod": loop_divmod, "str": loop_write, "int": loop_read}
    loop = loops[operation]
    out = []
    with Numbers("native", loop, LOOPS["add"]) as m:
        with m.held(1 << 60000) as (word,):
            m.call(LOOPS["add"], word, word, 3000)  # touches the nursery once
        for n in sizes:
            a, b = (rng.getrandbits(64 * n) | 1 << (64 * n - 1) for _ in range(2))
            if operation == "divmod":
                a = a * b + 1
            with m.held(a, b) as (x, y):
                if operation == "str":
                    buffer = m.buffer(20 * n + 40)
                    args = (x, buffer)
                elif operation == "int":
                    text = str(a).encode()
                    args = (m.bytes_buffer(text), len(text))
                else:
                    args = (x, x if operation == "square" else y)
                out.append(best(partial(m.call, loop, *args)) * 1e6)
    print(f"{value:6}", *(f"{t:10.2f}" for t in out), flush=True)


def main() -> None:
    if len(sys.argv) == 3:
        sys.set_int_max_str_digits(0)
        child(sys.argv[1], int(sys.argv[2]))
        return
    for name in sys.argv[1:] or CONSTANTS:
        _, values, operation, sizes = CONSTANTS[name]
        print(f"{name}: {operation} of so many limbs, {time.strftime('%Y-%m-%d')}")
        print(" " * 6, *(f"{n:10}" for n in sizes), flush=True)
        for value in values:
            subprocess.run([sys.executable, __file__, name, str(value)], check=True)


if __name__ == "__main__":
    main()
