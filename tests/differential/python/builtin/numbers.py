print(abs(-5), abs(5.5), abs(-0.0), abs(3 + 4j), abs(True), abs(-(10**30)), divmod(7, 3), divmod(-7, 3), divmod(7.5, 2), divmod(True, 1), divmod(10**30, 7))
print(pow(2, 3), pow(2, -1), pow(2, 3, 5), pow(2, -1, 5), pow(0, 0), pow(2.5, 2), pow(base=2, exp=4), pow(2, 3, mod=7), pow(-2, 3), pow(-8, 1 / 3) == (-8) ** (1 / 3))
print(round(2.5), round(3.5), round(-2.5), round(2.567, 2), round(1234, -2), round(2.5, 0), round(5), round(0.5), round(1.5), round(True), round(number=2.7, ndigits=None))
print(sum([1, 2, 3]), sum([1, 2], start=10), sum([[1], [2]], []), sum(x for x in range(4)), sum([0.1, 0.2]), sum([1, 2.5, True]), sum([2**62, 2**62]), sum([10**20, -(10**20), 1]), sum({1: 0, 2: 0}), sum([]), sum([], 5.5), sum([1j, 1]))
print(min(3, 1, 2), max("abc"), min([3, 1], key=lambda x: -x), max([], default=0), max([1, 1.0, True]), min(1.0, 1, True), max("a", "B", key=str.lower), min((1, 2), (1, 1)), max([[1], [2]]), max({"a": 5, "b": 1}), min("b", "a"), max(1, 2.5, -3))
print(bin(10), oct(10), hex(10), int("7f", 16), float("1e3"), complex("1+2j"), bool("x"), chr(8364) == "€", ord("€"), ascii("é€😀"), repr("é"), int(3.99), int("-12"), int(True), float(7), float("-0"), hash(1) == hash(1.0) == hash(True))
print(isinstance(round(2.5), int), isinstance(round(2.5, 1), float), type(sum([])).__name__, type(sum([1.0])).__name__, type(max(1, 2.0)).__name__, type(divmod(1, 2.0)[0]).__name__, type(abs(True)).__name__, type(pow(2, -1)).__name__, type(round(10**20, -5)).__name__)
for bad in (lambda: abs("x"), lambda: abs(), lambda: abs(None), lambda: divmod(1, 0), lambda: divmod("a", 1), lambda: pow(1), lambda: pow(2, 3, 0), lambda: pow(2, -1, 4), lambda: pow(2.0, 3, 5), lambda: pow("a", 2), lambda: round("a"), lambda: round(1.5, "x"), lambda: round(1.5, 1.5), lambda: sum(1), lambda: sum("ab"), lambda: sum(["a"], ""), lambda: sum([b"a"], b""), lambda: min(), lambda: min(1), lambda: max(None), lambda: max(1, "a"), lambda: min(1, 2, default=0), lambda: max([1], key=1), lambda: bin("1"), lambda: hex(1.5), lambda: int("z"), lambda: float("z"), lambda: complex("z"), lambda: chr(-1), lambda: ord("ab"), lambda: hash([]), lambda: int("1", 99), lambda: int(1, 10), lambda: complex("1", 2)):
    try:
        print(bad())
    except (TypeError, ValueError, ZeroDivisionError) as error:
        print(type(error).__name__)
