import cmath
import math


def fft(values):
    n = len(values)
    if n == 1:
        return values
    even, odd = fft(values[::2]), fft(values[1::2])
    out = [0] * n
    for k in range(n // 2):
        t = cmath.exp(-2j * math.pi * k / n) * odd[k]
        out[k], out[k + n // 2] = even[k] + t, even[k] - t
    return out


def show(z, digits=6):
    real, imag = round(z.real, digits) + 0.0, round(z.imag, digits) + 0.0
    return f"{real:.4f}{imag:+.4f}j"


print([show(z) for z in fft([1, 2, 3, 4, 0, 0, 0, 0])])
back = [z.conjugate() / 8 for z in fft([z.conjugate() for z in fft([1, 2, 3, 4, 5, 6, 7, 8])])]
print([round(z.real, 9) for z in back])


def durand_kerner(coefficients):
    degree = len(coefficients) - 1
    roots = [(0.4 + 0.9j) ** i for i in range(degree)]
    for _ in range(60):
        new = []
        for i, r in enumerate(roots):
            value = 0
            for c in coefficients:
                value = value * r + c
            denominator = 1
            for j, s in enumerate(roots):
                if i != j:
                    denominator *= r - s
            new.append(r - value / denominator)
        roots = new
    return sorted(roots, key=lambda z: (round(z.real, 6), round(z.imag, 6)))


print([show(z) for z in durand_kerner([1, 0, 0, -1])])
print([show(z) for z in durand_kerner([1, -6, 11, -6])])
print(show(cmath.sqrt(-1)), show(cmath.exp(1j * math.pi)), show(cmath.log(-1)), round(cmath.phase(1j), 9), cmath.polar(-1 + 0j)[0], cmath.isnan(complex("nan")))
