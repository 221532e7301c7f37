d = {"a": 1, "b": 2}


class Unhashable:
    __hash__ = None

    def __eq__(self, other):
        return True


for call in (lambda: d["zz"], lambda: d[5], lambda: d[("t", 1)], lambda: d.pop("zz"), lambda: {}.popitem(), lambda: d[[]], lambda: {[]: 1}, lambda: {}[{}], lambda: d.get([]), lambda: [] in d, lambda: d.update(5), lambda: d.update([1]), lambda: d.update(["abc"]), lambda: d.update([("a",)]), lambda: dict([1, 2]), lambda: dict(1), lambda: dict(1, 2), lambda: d < d, lambda: d + d, lambda: d | [1], lambda: d.foo, lambda: {Unhashable(): 1}, lambda: hash(d), lambda: d.setdefault([], 1), lambda: d.pop(), lambda: dict.fromkeys(5), lambda: {**5}, lambda: d[{1}], lambda: d[slice(1)] if False else d[None]):
    try:
        print(call())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__, error, repr(error.args) if isinstance(error, KeyError) else "")
try:
    del d["zz"]
except KeyError as error:
    print(repr(error), error.args[0])
print(d.pop("zz", None), d.pop("zz", "dflt"), d.get("zz"), d.get("zz", 3), d.get("a", 3), "a" in d, "a" not in d, len(d), bool({}), bool(d))
