def spigot():
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < n * t:
            yield n
            q, r, n = q * 10, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2


digits = spigot()
text = "".join(str(next(digits)) for _ in range(250))
for i in range(0, 250, 50):
    print(text[i : i + 50])


def machin(n):
    unity = 10 ** (n + 10)

    def arctan_inv(x):
        total = term = unity // x
        square, k, sign = x * x, 3, -1
        while term:
            term //= square
            total += sign * (term // k)
            k += 2
            sign = -sign
        return total

    return 4 * (4 * arctan_inv(5) - arctan_inv(239)) // 10**10


print(str(machin(249)) == text)


def e_digits(n):
    scale = 10 ** (n + 10)
    total, term, k = scale, scale, 1
    while term:
        term //= k
        total += term
        k += 1
    return total // 10**10


def isqrt(n):
    x = 1 << (n.bit_length() + 1) // 2
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


print(e_digits(60), isqrt(2 * 10**120))


def chudnovsky(digits):
    c3 = 640320**3 // 24

    def bs(a, b):
        if b - a == 1:
            p = q = 1
            if a:
                p, q = (6 * a - 5) * (2 * a - 1) * (6 * a - 1), a * a * a * c3
            t = p * (13591409 + 545140134 * a)
            return p, q, -t if a & 1 else t
        m = (a + b) // 2
        p1, q1, t1 = bs(a, m)
        p2, q2, t2 = bs(m, b)
        return p1 * p2, q1 * q2, q2 * t1 + p1 * t2

    _, q, t = bs(0, digits // 14 + 2)
    return q * 426880 * isqrt(10005 * 10 ** (2 * digits)) // t


print(str(chudnovsky(249)) == text, str(chudnovsky(1000))[-20:])


def is_prime(n):
    if n < 2:
        return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


print([p for p in (2**31 - 1, 2**61 - 1, 2**67 - 1, 2**89 - 1, 2**127 - 1, 10**18 + 9, 561) if is_prime(p)])


def rho(n):
    from math import gcd

    for c in range(1, 20):
        x = y = 2
        d = 1
        while d == 1:
            x = (x * x + c) % n
            y = (y * y + c) % n
            y = (y * y + c) % n
            d = gcd(abs(x - y), n)
        if d != n:
            return d


print(sorted((rho(1000003 * 1000033), 1000003 * 1000033 // rho(1000003 * 1000033))), [len(str(3**n)) for n in (10, 100, 1000, 2000)], sum(map(int, str(2**1000))))
