inf, nan = float("inf"), float("nan")
print(inf + 1, inf - inf, inf * 0, inf * -1, 1 / inf, -1 / inf, inf / inf if True else 0, inf // 2, inf % 2)
print(nan == nan, nan != nan, nan < 1, nan > 1, nan is nan, nan in [nan], [nan] == [nan], (nan,) == (float("nan"),))
print(0.0 * -1, -0.0 + 0.0, -0.0 - 0.0, 0.0 - 0.0, -0.0 * -0.0, abs(-0.0), 0.0 / -5)
print(1e308 * 10, -1e308 * 10, 1e-320 / 1e10, 5e-324 / 2, 5e-324 * 0.6)
print(7.5 // 2, -7.5 // 2, 7.5 // -2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), divmod(7.5, -2))
print(1e20 % 3, -1e20 % 3, 5.0 % inf, -5.0 % inf, 5.0 // inf, -5.0 // inf, 0.0 % -2.0, -0.0 % 2.0)
print(-1e-20 % 1.0, -1e-20 // 1.0, 1.0 // 0.1, 1.0 % 0.1, 0.3 // 0.1, 0.3 % 0.1)
for call in (lambda: 1.0 / 0, lambda: 1.0 // 0.0, lambda: 0.0 / 0.0, lambda: inf / 0,
             lambda: 0.0 ** -1, lambda: 10.0 ** 400, lambda: (-10.0) ** 401, lambda: int(nan), lambda: int(inf), lambda: round(inf)):
    try:
        print(call())
    except (ZeroDivisionError, OverflowError, ValueError) as error:
        print(type(error).__name__, error)
print(min(nan, 1), min(1, nan), max(nan, 1), max(1, nan), sorted([3.0, 1.0, -0.0, 0.0, inf, -inf]))
