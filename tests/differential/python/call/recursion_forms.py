def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def hanoi(n, a="A", b="B", c="C"):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [a + c] + hanoi(n - 1, b, a, c)


def permutations(items):
    if not items:
        return [[]]
    return [[x] + rest for i, x in enumerate(items) for rest in permutations(items[:i] + items[i + 1 :])]


def flatten(x):
    return [z for y in x for z in flatten(y)] if isinstance(x, list) else [x]


Y = lambda f: (lambda x: x(x))(lambda y: f(lambda n: y(y)(n)))
print(ack(2, 3), ack(1, 20), even(100), odd(101), hanoi(3), len(hanoi(8)))
print(permutations([1, 2, 3]), flatten([1, [2, [3, [4]], []], 5]), Y(lambda f: lambda n: 1 if n < 2 else n * f(n - 1))(10))


def mc91(n):
    return n - 10 if n > 100 else mc91(mc91(n + 11))


def takeuchi(x, y, z):
    return z if y >= x else takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x), takeuchi(z - 1, x, y))


def power_set(s):
    return [[]] if not s else (lambda r: r + [[s[0]] + x for x in r])(power_set(s[1:]))


def binary(n):
    return (binary(n // 2) if n > 1 else "") + str(n % 2)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(mc91(1), mc91(150), takeuchi(8, 4, 2), power_set([1, 2, 3]), binary(37), depth(500))
memo = {}


def fib(n):
    if n not in memo:
        memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]


print(fib(90), len(memo))


def part(n, k):
    return 1 if n == 0 else 0 if n < 0 or k == 0 else part(n - k, k) + part(n, k - 1)


print([part(n, n) for n in range(12)])
