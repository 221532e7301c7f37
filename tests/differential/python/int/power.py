for base in (-3, -2, -1, 0, 1, 2, 3, 10, -10, 2**32, -2**31):
    print(base, [base**e for e in (0, 1, 2, 3, 5)])
print(2**100, 3**100, (-7)**33)
print(10**50)
print(2**-1, 4**-2, (-2)**-3, 10**-5)
print(type(2**-1).__name__, type(2**0).__name__)
print(2**2**3, (2**2)**3, -2**2, (-2)**2, 2**-2)
print(pow(2, 10), pow(2, 10, 1000), pow(3, 1000, 17), pow(-3, 3, 7), pow(3, 3, -7), pow(-3, 3, -7))
print(pow(3, 10**30, 10**9 + 7), pow(10**20, 10**20, 10**18 + 9))
print(pow(3, -1, 7), pow(10, -3, 101), pow(5, 0, 1), pow(0, 0), pow(0, 0, 1))
for args in ((2, -1, 4), (2.0, 2, 3), (2, 2.0, 3)):
    try:
        print(pow(*args))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print((-8) ** (1 / 3) == complex((-8) ** (1 / 3)), round(abs((-8) ** (1 / 3)), 6))
