import json

data = {"s": "é\n\"\\/\x01", "i": [0, -1, 10**20, 2**63], "f": [0.1, 1e100, -0.0, 1.0], "n": None, "b": [True, False], "o": {}, "l": [], "nested": {"a": {"b": [1, [2]]}}, "t": (1, 2)}
text = json.dumps(data)
print(text)
print(json.loads(text) == {**data, "t": [1, 2]})
print(json.dumps(data, ensure_ascii=False)[:20], json.dumps({"b": 1, "a": [1, {"c": 2}]}, indent=2, sort_keys=True), json.dumps([1, {"a": 2}], separators=(",", ":")), json.dumps([[], {}, [1]], indent=1), json.dumps({1: 2, None: 3, True: 4, 1.5: 5}), json.dumps("😀"), json.dumps(float("nan")), json.dumps([float("inf"), -float("inf")]), sep="\n")
print(json.loads('[1, 1.0, 1e2, -0, "\\u00e9\\ud83d\\ude00\\n", true, null, NaN, Infinity]'), json.loads(' {"a" : [ ] } '), json.loads("123"), json.loads(b'"bytes"'), type(json.loads("1.0")).__name__, json.loads('{"k": 1, "k": 2}'), json.loads('"\\/"'))
for bad in ("", "{'a': 1}", '{"a" 1}', "[1 2]", '"abc', '"\\x"', "tru", "01", "1.", "[", '{"a":', "nul", '"\n"', "[1] 2", "-", '"\\u12"'):
    try:
        print(json.loads(bad))
    except json.JSONDecodeError as error:
        print(repr(bad), error.msg if "property name" not in error.msg and "trailing comma" not in error.msg else "...", error.lineno, isinstance(error, ValueError))
for bad in ({1, 2}, object, 1j, b"x", {(1, 2): 3}, [lambda: 0]):
    try:
        print(json.dumps(bad))
    except TypeError as error:
        print(str(error).split(" at 0x")[0])
loop = []
loop.append(loop)
try:
    json.dumps(loop)
except ValueError as error:
    print(error)
try:
    json.dumps(float("nan"), allow_nan=False)
except ValueError as error:
    print(type(error).__name__)
print(json.dumps({(1,): 2, "a": 1}, skipkeys=True), json.dumps({1j}, default=lambda o: sorted(map(str, o))), json.loads('{"a": 1.5}', parse_float=lambda s: "F" + s), json.loads("[1, 2]", parse_int=str), json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d)), json.loads('{"a": 1, "a": 2}', object_pairs_hook=list))


class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, complex):
            return {"re": o.real, "im": o.imag}
        return super().default(o)


class I(int):
    def __repr__(self):
        return "custom"


print(json.dumps([1 + 2j], cls=Enc), json.dumps(I(5)), "".join(Enc().iterencode([1, {"a": 2j}])), json.JSONDecoder().raw_decode('[1] tail'))
import io

buffer = io.StringIO()
json.dump({"x": [1]}, buffer)
print(buffer.getvalue(), json.load(io.StringIO('{"y": 2}')))
