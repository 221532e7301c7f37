words = ["b", "a", "ab", "", "B", "é", "z", "\U0001f600", "\uffff", "aa", "a\0", "a"]
print([ascii(w) for w in sorted(words)], [ascii(w) for w in sorted(words, key=str.lower)], ascii(max(words)), repr(min(words)))
print("a" < "b", "a" < "a", "a" <= "a", "ab" > "a", "" < "a", "Z" < "a", "é" > "z", "\uffff" < "\U0001f600", "abc" == "ab" + "c", "a" == b"a", "a" != 1, "10" < "9")
print(hash("abc") == hash("ab" + "c"), hash("é€"[0]) == hash("é"), {"key": 1}["k" + "ey"], {"é": 2}["e\u0301".replace("e\u0301", "é")], len({"a", "a" * 1, "".join(["a"])}))
a = "".join(["he", "llo"])
b = "hello"
print(a == b, {a: 1} == {b: 1}, a in {b}, a in (b,), [a].index(b), a != b)
print("é" == "\u0065\u0301", "abc".__eq__(1), "abc".__lt__(1), "abc".__contains__("b"), "a".__add__("b"), "abc".__getitem__(1), "abc".__len__(), "%d".__mod__(5), "a".__mul__(3), "a".__rmul__(2))
print(str.__lt__("a", "b"), str.upper("x"), str.join("-", "ab"), list(map(str.strip, [" a ", "b "])), str.__name__, "".__class__, type("").__mro__)
try:
    str.upper(5)
except TypeError as error:
    print(error)
try:
    "abc".foo
except AttributeError as error:
    print(error)
try:
    "abc".x = 1
except AttributeError as error:
    print(type(error).__name__)
