s = "abracadabra"
for sub in ("a", "abra", "", "ra", "x", "abracadabra", "abracadabrax", "b"):
    print(repr(sub), s.find(sub), s.rfind(sub), s.count(sub), sub in s, s.find(sub, 3), s.rfind(sub, 3, 9), s.count(sub, -4), s.find(sub, 20), s.rfind(sub, 0, 0))
print("".find(""), "".find("", 1), "abc".find("", 3), "abc".find("", 4), "abc".rfind(""), "abc".count(""), "".count(""), "abc".count("", 4))
print("aaaa".count("aa"), "aaaa".find("aa", 1), "aaaa".rfind("aa"), "abc".find("c", -1), "abc".find("b", None, -1), "abc".find("a", -100, 100))
for call in (lambda: s.index("x"), lambda: s.rindex("x"), lambda: s.index("a", 11), lambda: 1 in s, lambda: s.find("a", "b")):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(s.index("c"), s.rindex("a", 0, 5), s.startswith("abra"), s.endswith("abra"), s.startswith("bra", 1), s.endswith("c", 0, 5), s.startswith(("x", "ab")), s.endswith(()), s.startswith(""), s.startswith("", 12), s.endswith("", 11))
try:
    s.startswith(["a"])
except TypeError as error:
    print(error)
try:
    s.startswith(("x", 1))
except TypeError as error:
    print(error)
text = "ab" * 500 + "abc" + "ab" * 500
print(text.find("abc"), text.rfind("abc"), text.find("cab"), text.count("ba"), text.find("abb"), ("a" * 1000 + "b").find("aab"))
