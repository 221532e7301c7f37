"""Keyword arguments of native functions: bound by name, refused with CPython's words."""


def show(call):
    try:
        print(call())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, ascii(str(e)))


show(lambda: "a,b".split(sep=","))
show(lambda: "a,b".split(maxsplit=0, sep=","))
show(lambda: "a,b".split(se=","))
show(lambda: "a,b".split(separator=","))
show(lambda: "a,b".split(**{"": ","}))
show(lambda: "a,b".split(",", sep=","))
show(lambda: "a,b".split(",", 1, 2))
show(lambda: "a,b".split(sep=",", maxsplit=1, x=2))
show(lambda: "a".splitlines(keepends=True, x=2))
show(lambda: "a".splitlines(True, x=2))
show(lambda: complex(real=1, imag=2))
show(lambda: complex(imag=1, real=2, x=3))
show(lambda: round(ndigits=2))
show(lambda: sorted([3, 1, 2], reverse=True, key=None))
# names of two-byte code points, whose bytes begin with those of "sep" and "big"
show(lambda: "a,b".split(**{"\u6573\u6170\u6161": ","}))
show(lambda: (1).to_bytes(2, "\u6962\u6167\u6161"))
show(lambda: (1).to_bytes(2, "big"))
