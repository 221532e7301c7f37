s = "0123456789"
for sl in (slice(None), slice(2, 5), slice(-3, None), slice(None, -3), slice(None, None, -1), slice(8, 2, -2), slice(1, 100, 3), slice(-100, 3), slice(5, 5), slice(7, 3), slice(None, None, 100), slice(-1, -11, -3), slice(3, None, -1), slice(10**30, None, -4), slice(-10**30, 10**30, 4)):
    print(sl, repr(s[sl]), sl.indices(10))
for i in (0, -1, 9, -10, True):
    print(s[i], end=" ")
print()
for i in (10, -11, 1.0, "1", None, 10**30, slice("a", None)):
    try:
        print(s[i])
    except (IndexError, TypeError) as error:
        print(type(error).__name__, error)
try:
    s[::0]
except ValueError as error:
    print(error)
try:
    s[0] = "x"
except TypeError as error:
    print(error)
try:
    del s[0]
except TypeError as error:
    print(error)
wide = "aé€😀"
print(ascii(wide[::-1]), ascii(wide[1:3]), len(wide), [ascii(c) for c in wide], ascii(wide[-1]), wide[:2] == "aé", wide[0] * 3)
print("ab" * 0, "ab" * -1, 3 * "ab", "ab" * True, repr("" * 10**9), len("ab" * 1000))
for call in (lambda: "a" * 1.5, lambda: "a" * "b", lambda: "a" + 1, lambda: 1 + "a", lambda: "a" + None, lambda: "a" + b"b", lambda: "a" - "b", lambda: -"a", lambda: "a" < 1, lambda: "a" > b"a"):
    try:
        print(call())
    except TypeError as error:
        print(error)
