from math import gcd, lcm, isqrt, factorial, comb, perm

print(gcd(0, 0), gcd(0, 5), gcd(12, -18), gcd(2**100, 6**50), gcd(), gcd(7), gcd(12, 18, 27))
print(lcm(4, 6), lcm(0, 3), lcm(), lcm(-4, 10), lcm(2**40, 3**30))
for n in (0, 1, 2, 3, 4, 15, 16, 17, 10**10, 10**20 - 1, 10**20, 2**127 - 1, 10**101):
    r = isqrt(n)
    print(r, r * r <= n < (r + 1) ** 2)
print(factorial(0), factorial(20), factorial(25), comb(50, 25), comb(5, 9), perm(10, 3), perm(5))
for call in (lambda: isqrt(-1), lambda: factorial(-1), lambda: comb(-1, 2), lambda: gcd(1.5, 2)):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


def egcd(a, b):
    x, y, u, v = 1, 0, 0, 1
    while b:
        q, a, b = a // b, b, a % b
        x, u = u, x - q * u
        y, v = v, y - q * v
    return a, x, y


print(egcd(240, 46), egcd(10**30 + 57, 10**29 + 3))
