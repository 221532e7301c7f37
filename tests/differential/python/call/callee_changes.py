"""Call sites whose callees change between native and other functions, classes, methods of several kinds."""


def native_like(x, *more):
    return ("guest", x) + more


class Own:
    def get(self, *args):
        return ("Own.get", args)

    def upper(self):
        return "Own.upper"

    def join(self, items):
        return ("Own.join", list(items))


class Mapping(dict):
    def get(self, key, default="none of them"):
        return ("Mapping.get", dict.get(self, key, default))


class Late(dict):
    pass


def get(x, key):
    return x.get(key)


def get2(x, key, default):
    return x.get(key, default)


def upper(x):
    return x.upper()


def join(x, items):
    return x.join(items)


receivers = [{"k": 1}, Own(), Mapping(k=2), Late(k=3), {"k": 4}]
for turn in range(4):
    for order in (receivers, receivers[::-1], receivers[:1] * 3 + receivers[1:2] * 3):
        print([get(x, "k") for x in order], [get2(x, "z", 0) for x in order])
    if turn == 1:
        Late.get = lambda self, *args: ("late", args)
    if turn == 2:
        del Late.get
        Own.get = dict(k="of a dict").get
for turn in range(3):
    print([upper(x) for x in ("a", b"b", Own(), "c", Own())], [join(x, ["p", "q"]) for x in (",", Own(), "-")], join(b"+", [b"r", b"s"]))
    try:
        upper(3)
    except AttributeError as e:
        print(e)
    for wrong in (lambda: get({}, []), lambda: get2({}, [], 1), lambda: join(",", [1]), lambda: upper(str)):
        try:
            wrong()
        except TypeError as e:
            print(e)


def call_it(x):
    return function(x)


def call_hash(x):
    return hash(x)


for function in (abs, native_like, str, abs, lambda x: x * 2, Own().get, [].append, dict.fromkeys, abs):
    for turn in range(2):
        print(call_it("ab") if function not in (abs,) else call_it(-2), end=" ")
print()
print(call_hash(3))
hash = native_like
print(call_hash(3), call_hash(4))
hash = len
print(call_hash("abc"))
del hash
print(call_hash(5))


def counts(text):
    found = {}
    for c in text:
        found[c] = found.get(c, 0) + 1
    return sorted(found.items())


print(counts("hello world"), counts("again"))
