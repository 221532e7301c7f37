"""Arrays of numbers of one type: a list that checks what it holds. (Level: guest.)"""

import _struct

_SIZES = {"b": 1, "B": 1, "u": 4, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "f": 4, "d": 8}
typecodes = "bBuhHiIlLqQfd"
_NAMES = {"b": "signed char", "B": "unsigned byte integer", "h": "signed short integer", "H": "unsigned short", "i": "signed int",
          "I": "unsigned int", "l": "long", "L": "unsigned long", "q": "long", "Q": "unsigned long"}


class array:
    """array(typecode [, initializer])"""

    __module__ = "array"
    __slots__ = ("typecode", "itemsize", "_items", "_plain", "__dict__", "__weakref__")
    __hash__ = None

    def __new__(cls, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            raise TypeError("array() argument 1 must be a unicode character, not " + type(typecode).__name__)
        if typecode not in _SIZES:
            raise ValueError("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
        self = object.__new__(cls)
        self.typecode = typecode
        self.itemsize = _SIZES[typecode]
        self._items = []
        self._plain = float if typecode == "d" else None  # a type whose objects need no check
        if isinstance(initializer, str):
            if typecode != "u":
                raise TypeError(f"cannot use a str to initialize an array with typecode '{typecode}'")
            self._items = list(initializer)
        elif isinstance(initializer, (bytes, bytearray)):
            self.frombytes(initializer)
        else:
            self.extend(initializer)
        return self

    def _checked(self, x):
        code = self.typecode
        if code == "u":
            if not isinstance(x, str) or len(x) != 1:
                raise TypeError("array item must be a unicode character, not " + type(x).__name__)
            return x
        if code == "d":
            if isinstance(x, str):
                raise TypeError("must be real number, not str")
            return float(x)
        if code == "f":
            if isinstance(x, str):
                raise TypeError("must be real number, not str")
            return _struct.unpack("f", _struct.pack("f", float(x)))[0]
        if not isinstance(x, int):
            if not hasattr(type(x), "__index__"):
                raise TypeError(f"'{type(x).__name__}' object cannot be interpreted as an integer")
            x = x.__index__()
        bits = self.itemsize * 8
        low, high = (0, (1 << bits) - 1) if code.isupper() else (-(1 << bits - 1), (1 << bits - 1) - 1)
        if not low <= x <= high:
            if code in "LQIlqi" and not -(1 << 63) <= x < 1 << 64:
                raise OverflowError("Python int too large to convert to C " + ("unsigned long" if code in "LQI" else "long"))
            if x < low:
                if code in "LQI":
                    raise OverflowError("can't convert negative value to unsigned int")
                raise OverflowError(f"{_NAMES[code]} is less than minimum")
            raise OverflowError(f"{_NAMES[code]} is greater than maximum")
        return int(x)

    def append(self, x, /):
        self._items.append(self._checked(x))

    def extend(self, items, /):
        if isinstance(items, array):
            if items.typecode != self.typecode:
                raise TypeError("can only extend with array of same kind")
            self._items.extend(items._items)
            return
        checked = self._checked
        add = self._items.append
        for x in items:
            add(checked(x))

    fromlist = extend

    def insert(self, i, x, /):
        self._items.insert(i, self._checked(x))

    def pop(self, i=-1, /):
        if not self._items:
            raise IndexError("pop from empty array")
        if not -len(self._items) <= i < len(self._items):
            raise IndexError("pop index out of range")
        return self._items.pop(i)

    def remove(self, x, /):
        try:
            self._items.remove(x)
        except ValueError:
            raise ValueError("array.remove(x): x not in array") from None

    def index(self, x, start=0, stop=9223372036854775807, /):
        try:
            return self._items.index(x, start, stop)
        except ValueError:
            raise ValueError("array.index(x): x not in array") from None

    def count(self, x, /):
        return self._items.count(x)

    def reverse(self):
        self._items.reverse()

    def tolist(self):
        return list(self._items)

    def tobytes(self):
        if self.typecode == "u":
            return "".join(self._items).encode("utf-32-le")
        return _struct.pack(f"={len(self._items)}{_LAYOUT.get(self.typecode, self.typecode)}", *self._items)

    def frombytes(self, data, /):
        data = bytes(data)
        if len(data) % self.itemsize:
            raise ValueError("bytes length not a multiple of item size")
        if self.typecode == "u":
            self._items.extend(data.decode("utf-32-le"))
        else:
            self._items.extend(_struct.unpack(f"={len(data) // self.itemsize}{_LAYOUT.get(self.typecode, self.typecode)}", data))

    def tounicode(self):
        if self.typecode != "u":
            raise ValueError("tounicode() may only be called on unicode type arrays")
        return "".join(self._items)

    def fromunicode(self, text, /):
        if self.typecode != "u":
            raise ValueError("fromunicode() may only be called on unicode type arrays")
        self._items.extend(text)

    def tofile(self, f, /):
        f.write(self.tobytes())

    def fromfile(self, f, n, /):
        data = f.read(n * self.itemsize)
        enough = len(data) == n * self.itemsize
        self.frombytes(data)
        if not enough:
            raise EOFError("read() didn't return enough bytes")

    def byteswap(self):
        size = self.itemsize
        data = self.tobytes()
        self._items = []
        self.frombytes(b"".join([data[i:i + size][::-1] for i in range(0, len(data), size)]))

    def buffer_info(self):
        return id(self), len(self._items)

    def __bytes__(self):
        return self.tobytes()

    def __len__(self):
        return len(self._items)

    def __getitem__(self, i):
        try:
            if type(i) is slice:
                return self._of(self._items[i])
            return self._items[i]
        except IndexError:
            raise IndexError("array index out of range") from None
        except TypeError:
            raise TypeError("array indices must be integers") from None

    def _of(self, items):
        made = array.__new__(array, self.typecode)
        made._items = items
        return made

    def __setitem__(self, i, x):
        if type(i) is slice:
            if not isinstance(x, array):
                raise TypeError(f'can only assign array (not "{type(x).__name__}") to array slice')
            if x.typecode != self.typecode:
                raise TypeError("bad argument type for built-in operation")
            self._items[i] = x._items
            return
        try:
            self._items[i] = x if type(x) is self._plain else self._checked(x)
        except IndexError:
            raise IndexError("array assignment index out of range") from None

    def __delitem__(self, i):
        try:
            del self._items[i]
        except IndexError:
            raise IndexError("array assignment index out of range") from None

    def __iter__(self):
        return iter(self._items)

    def __contains__(self, x):
        return x in self._items

    def __add__(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only append array (not "{type(other).__name__}") to array')
        if other.typecode != self.typecode:
            raise TypeError("bad argument type for built-in operation")
        return self._of(self._items + other._items)

    def __iadd__(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only extend with array (not "{type(other).__name__}")')
        self.extend(other)
        return self

    def __mul__(self, n):
        return self._of(self._items * n)

    __rmul__ = __mul__

    def __imul__(self, n):
        self._items *= n
        return self

    def _compared(self, other, operation):
        if not isinstance(other, array):
            return NotImplemented
        return operation(self._items, other._items)

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, array) else NotImplemented

    def __lt__(self, other):
        return self._items < other._items if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return self._items <= other._items if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return self._items > other._items if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return self._items >= other._items if isinstance(other, array) else NotImplemented

    def __copy__(self):
        return self._of(list(self._items))

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __reduce_ex__(self, protocol):
        if self.typecode == "u":
            return array, ("u", "".join(self._items))
        return array, (self.typecode, list(self._items))

    def __repr__(self):
        if not self._items:
            return f"array('{self.typecode}')"
        if self.typecode == "u":
            return f"array('u', {''.join(self._items)!r})"
        return f"array('{self.typecode}', {self._items!r})"

    def __class_getitem__(cls, item):
        from types import GenericAlias

        return GenericAlias(cls, item)


_LAYOUT = {"l": "q", "L": "Q"}
ArrayType = array


def _array_reconstructor(cls, typecode, mformat_code, items):
    made = cls(typecode)
    made.frombytes(items)
    return made
