inf, nan = float("inf"), float("nan")
for value in (0j, -0j, 1j, -1j, 1 + 0j, complex(0, -1), complex(-0.0, 1), complex(1, -0.0), 1.5 - 2.5j, 1e20j, 1e-5 + 1e16j, complex(inf, nan), complex(nan, -inf), complex(0, inf)):
    print(repr(value), str(value))
for text in ("1", "1j", "-j", "+j", "j", "1+2j", " 1-2j ", "(1+2j)", "1e3-1E-3j", "inf+nanj", "-infj", "nan", ".5j", "1_0+2_0j", "1 + 2j", "1+2", "", "1jj", "((1j))", "1+j2", "i", "(1", "1-+2j"):
    try:
        print(repr(text), complex(text))
    except ValueError as error:
        print(repr(text), error)
print(complex(), complex(1), complex(1, 2), complex(1.5, -0.0), complex(real=1, imag=3), complex(1j, 1j), complex(True))
for args in (("1", 2), (1, "2"), (None,), ([],)):
    try:
        print(complex(*args))
    except TypeError as error:
        print("TypeError")
