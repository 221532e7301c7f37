"""The module array. Its type is native (pyta/module/array.py); here is what unpickling calls. (Level: guest.)"""

from collections.abc import MutableSequence

from _pyta import native_type

array = ArrayType = native_type("array")
typecodes = "bBuhHiIlLqQfd"
MutableSequence.register(array)

# What an array was pickled on: by number, the format of the module struct ("u16", "u32": text) and its byte order.
_MACHINE_FORMATS = (
    ("B", ""), ("b", ""), ("H", "<"), ("H", ">"), ("h", "<"), ("h", ">"), ("I", "<"), ("I", ">"), ("i", "<"), ("i", ">"), ("Q", "<"),
    ("Q", ">"), ("q", "<"), ("q", ">"), ("f", "<"), ("f", ">"), ("d", "<"), ("d", ">"), ("u16", "le"), ("u16", "be"), ("u32", "le"),
    ("u32", "be"),
)  # fmt: skip
_OWN = {"b": 1, "B": 0, "u": 20, "h": 4, "H": 2, "i": 8, "I": 6, "l": 12, "L": 10, "q": 12, "Q": 10, "f": 14, "d": 16}


def _array_reconstructor(arraytype, typecode, mformat_code, items, /):
    """Internal. Used for pickling support."""
    if not isinstance(arraytype, type):
        raise TypeError(f"first argument must be a type object, not {type(arraytype).__name__}")
    if not issubclass(arraytype, array):
        raise TypeError(f"{arraytype.__name__} is not a subtype of array.array")
    if not isinstance(typecode, str) or len(typecode) != 1:
        raise TypeError(f"_array_reconstructor() argument 2 must be a unicode character, not {type(typecode).__name__}")
    if typecode not in typecodes:
        raise ValueError("second argument must be a valid type code")
    if not 0 <= mformat_code < len(_MACHINE_FORMATS):
        raise ValueError("third argument must be a valid machine format code.")
    if not isinstance(items, bytes):
        raise TypeError(f"fourth argument should be bytes, not {type(items).__name__}")
    if mformat_code == _OWN[typecode]:
        made = array.__new__(arraytype, typecode)
        made.frombytes(items)
        return made
    code, order = _MACHINE_FORMATS[mformat_code]
    if code[0] == "u":
        return array.__new__(arraytype, typecode, items.decode(f"utf-{code[1:]}-{order}"))
    from struct import calcsize, iter_unpack

    if code not in "fd":
        typecode = code  # the integers it was pickled with
    layout = (order or "=") + code
    if len(items) % calcsize(layout):
        raise ValueError("bytes length not a multiple of item size")
    return array.__new__(arraytype, typecode, [n for n, in iter_unpack(layout, items)])
