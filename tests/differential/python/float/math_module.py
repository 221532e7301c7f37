import math

inf, nan = math.inf, math.nan
print(math.pi, math.e, math.tau, math.inf, math.nan)
print(math.sqrt(2), math.sqrt(0), math.sqrt(1e300), math.sqrt(10**20), math.hypot(3, 4), math.hypot(1, 2, 2), math.dist((0, 0), (3, 4)))
print(math.copysign(1, -0.0), math.copysign(-3, 2), math.fabs(-3), math.fmod(-7, 3), -7 % 3, math.fmod(7, -3), math.modf(-3.25), math.modf(inf))
print(math.frexp(8.5), math.frexp(0.0), math.frexp(-0.1), math.ldexp(0.5, 4), math.ldexp(1, -1080), math.ulp(1.0), math.nextafter(1.0, 2.0))
print(math.isnan(nan), math.isinf(-inf), math.isfinite(1e308), math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1), math.isclose(0, 1e-12), math.isclose(0, 1e-12, abs_tol=1e-9))
print(math.fsum([0.1] * 10), math.fsum([1e100, 1.0, -1e100]), math.prod([1, 2, 3.5]), math.prod([]), math.prod([2, 3], start=10))
print(math.log(1), math.log(8, 2), math.log2(8), math.log10(1000), math.log2(2**200), round(math.log(10**400), 9), math.log1p(0), math.exp(0), math.expm1(0))
print(math.sin(0), math.cos(0), math.atan2(0, -1), math.atan2(-0.0, -1), math.degrees(math.pi), math.radians(180) == math.pi, round(math.sin(1), 12))
print(math.gamma(5), math.trunc(-2.5), math.remainder(7, 4), math.remainder(6, 4), math.cbrt(27.0) if hasattr(math, "cbrt") else 3.0)
for call in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.acos(2), lambda: math.exp(1000), lambda: math.fmod(1, 0), lambda: math.floor(nan),
             lambda: math.ceil(inf), lambda: math.pow(0, -1), lambda: math.gamma(0), lambda: math.sqrt("4"), lambda: math.factorial(2.5)):
    try:
        print(call())
    except (ValueError, OverflowError, TypeError) as error:
        print(type(error).__name__)
print(math.pow(2, 0.5) == 2**0.5, math.pow(1, nan), math.pow(nan, 0), math.pow(-2, 3), math.pow(2, -1074))
