from decimal import Decimal as D, getcontext, localcontext, InvalidOperation, DivisionByZero, ROUND_HALF_UP, ROUND_DOWN, ROUND_CEILING

print(D("1.10") + D("2.2"), D("1.1") * 3, D(1) / 3, D("0.1") + D("0.2") == D("0.3"), D(0.1), D("1E+3"), D("-0"), D("NaN"), D("Infinity"), repr(D("3.14")), D((0, (1, 2, 3), -2)), D(10) ** 30)
print(D("7.325").quantize(D("0.01")), D("7.325").quantize(D("0.01"), ROUND_HALF_UP), D("7.329").quantize(D("0.01"), ROUND_DOWN), D("-1.5").to_integral_value(ROUND_CEILING), round(D("2.5")), round(D("2.675"), 2), int(D("-3.9")), float(D("1.5")), D("1.50").normalize(), D("1.50") == D("1.5"), hash(D("1.50")) == hash(D("1.5")), hash(D(5)) == hash(5))
print(D("10") // 3, D("-10") // 3, D("-10") % 3, divmod(D("7.5"), 2), D(2).sqrt(), D("1.5").as_tuple(), D("123.45").adjusted(), D("1.5") < 2, D("1.5") == 1.5, max(D(1), D(2)), sum([D("0.1")] * 10), sorted([D("2"), D("-1"), 0]), abs(D(-2)), -D("1.0"))
print(f"{D('1234567.891'):,.2f}", f"{D('0.00001'):e}", f"{D('12'):>8}|", format(D("1.5"), ".3f"), str(D("1E-10")), D("1000000").to_eng_string(), D("1.20").is_signed(), D("NaN").is_nan(), bool(D(0)))
for bad in (lambda: D("abc"), lambda: D(1) / 0, lambda: D(0) / 0, lambda: D(1) + 1.5, lambda: D("NaN") < 1, lambda: D(-1).sqrt(), lambda: D([1]), lambda: int(D("NaN")), lambda: int(D("Infinity"))):
    try:
        print(bad())
    except (InvalidOperation, DivisionByZero, TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__)
with localcontext() as ctx:
    ctx.prec = 5
    print(D(1) / 7, D("123456789") + 1, ctx.prec)
print(getcontext().prec, D(1) / 7)
with localcontext() as ctx:
    ctx.prec = 50
    print(D(2).sqrt(), D(1).exp(), D(10).ln())


def pi(digits):
    with localcontext() as ctx:
        ctx.prec = digits + 5
        three = D(3)
        last, t, s, n, na, d, da = 0, three, 3, 1, 0, 0, 24
        while s != last:
            last = s
            n, na = n + na, na + 8
            d, da = d + da, da + 32
            t = (t * n) / d
            s += t
    with localcontext() as ctx:
        ctx.prec = digits
        return +s


print(pi(40))
balance, rate = D("1000.00"), D("0.0375")
for year in range(3):
    balance += (balance * rate).quantize(D("0.01"), ROUND_HALF_UP)
    print(year, balance)
