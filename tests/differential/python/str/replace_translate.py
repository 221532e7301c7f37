print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "aaa".replace("a", "b", 0), "aaa".replace("a", "b", -1), "aaa".replace("aa", "b"), "abc".replace("", "-"), "abc".replace("", "-", 2), "".replace("", "x"), "".replace("a", "x"), "abc".replace("b", ""), "abcabc".replace("bc", "xyz"))
print("a€a".replace("a", "é"), "ééé".replace("é", "😀"), "😀a😀".replace("😀", "b"), "aXbX".replace("X", "\0"), "x" * 5, "ab".replace("ab", "ab") == "ab")
table = str.maketrans({"a": "1", ord("b"): None, "c": "xyz", "d": 101, "é": "e"})
print("abcdé!".translate(table), sorted(table.items(), key=lambda kv: kv[0]))
print("hello".translate(str.maketrans("el", "ip")), "hello".translate(str.maketrans("el", "ip", "o")), "abc".translate({}), "abc".translate({97: 0x1F600}), str.maketrans("ab", "xy", "ab"))


class Table:
    def __getitem__(self, code):
        if code == ord("z"):
            raise LookupError
        if code == ord("y"):
            return None
        return chr(code).upper() * 2


print("xyz".translate(Table()))
print("ab".translate([None] * 97 + ["Q"]))
for call in (lambda: str.maketrans("ab", "x"), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans(5), lambda: "a".translate({97: 1.5}), lambda: "a".translate({97: -1}), lambda: "a".replace("a", 1), lambda: "a".replace("a", "b", "c")):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
