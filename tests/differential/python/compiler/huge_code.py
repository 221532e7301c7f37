# Code larger than small operands reach: far jumps, many constants, many registers, long displays, deep expressions.


def run(source, *names):
    space = {}
    try:
        exec(source, space)
    except (RecursionError, MemoryError, SyntaxError) as e:
        print(type(e).__name__, e if isinstance(e, RecursionError) else "")
    return [space.get(n) for n in names]


# far jumps (beyond 32,767 words): for, while, if and else, boolean operators, try in a loop, a generator
N = 5_000
ADD = "o.t += i\n"  # seven words
HEAD = "class O: t = 0\no = O()\n"


def body(indent):
    return (" " * indent + ADD) * N


print(*run(HEAD + "def f(m):\n for i in range(m):\n" + body(2) + " else: o.t += 1\n return o.t\nx = f(3)", "x"))
print(*run(HEAD + "def f(m):\n i = 0\n while i < m:\n  i += 1\n" + body(2) + "  if o.t == 5: break\n  continue\n return o.t\nx = f(3)", "x"))
print(*run(HEAD + "def f(a, b):\n i = 1\n if a < b and a is not None or b == 3:\n" + body(2) + " else:\n" + body(2).replace("+", "-") + " return o.t\nx = f(1, 2), f(2, 1), f(9, 3)", "x"))
print(*run("class O: t = 0\no = O()\nx = " + " or ".join(["o.t"] * N * 2) + "\nz = 1 if " + " and ".join(["o.t == 0"] * N * 2) + " else 2", "x", "z"))
print(*run(HEAD + "def f(x):\n for i in range(3):\n  try:\n   if x: raise KeyError(i)\n" + body(3) + "   1 / 0\n  except ZeroDivisionError: o.t += 1\n  except KeyError as e: o.t -= e.args[0]\n  finally: o.t += 10\n return o.t\nx = f(0), f(1)", "x"))
print(*run(HEAD + "def f():\n for i in range(3):\n  yield o.t\n" + body(2) + " return o.t\nx = list(f())", "x"))

# constants
print(*run("def f():\n t = 0\n" + "".join(f" t += {i}.5\n" for i in range(34_000)) + " return t\nx = f()", "x"))
print(*run("x = sum([" + ",".join(map(str, range(100_000))) + "])", "x"))
print(*run("a = 1\nx = len([" + "a," * 100_000 + "]), len((" + "a," * 20_000 + ")), len({" + "a," * 20_000 + "}), len({" + "a:a," * 20_000 + "})", "x"))

# registers
print(*run("def f():\n" + "".join(f" x{i} = {i}\n" for i in range(2000)) + " return x0 + x1999, len(locals())\nx = f()", "x"))
print(*run("def f():\n" + "".join(f" x{i} = {i}\n" for i in range(1500)) + " def g(): return sum([" + ",".join(f"x{i}" for i in range(1500)) + "])\n return g()\nx = f()", "x"))
print(*run("def f(" + ",".join(f"a{i}" for i in range(1000)) + "): return a0, a999\nx = f(*range(1000))", "x"))

# depth
for depth in (100, 900, 2900, 4000, 200_000):
    print(depth, *run("x = 1\nx = " + "-" * depth + "x", "x"))
    print(depth, *run("x = 1\nx = " + "+".join(["x"] * min(depth, 9000)), "x"))
    print(depth, *run("x = []\nx.append(x)\nx = x" + "[0]" * min(depth, 9000) + " is x", "x"))
print(*run("f = " + "lambda: " * 250 + "7\nfor i in range(250): f = f()", "f"))
print(*run("x = " + "(" * 199 + "1" + ",)" * 199 + "\nn = 0\nwhile type(x) is tuple: x = x[0]; n += 1", "x", "n"))
print(*run("x = " + "(" * 300 + "1" + ")" * 300, "x"))
