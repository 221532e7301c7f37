print(True + True, True - False, True * 3, True / 2, True // 1, True % 2, True**2, -True, +False, ~True & 3, abs(True), divmod(True, 2))
print(True & False, True | False, True ^ True, True & 1, True | 2, type(True & True).__name__, type(True ^ 1).__name__, True << 2, 8 >> True)
print(True == 1, False == 0, True == 1.0, True == "True", True < 2, False < True, sorted([True, False, 2, -1]))
print(sum([True, True, False]), [10, 20][True], "ab"[False], {True: "t", 1: "one", 1.0: "float", False: "f", 0: "zero"})
print(int(True), float(False), str(True), repr(False), bool("False"), bool(""), bool([]), bool([0]), bool(None), bool(0.0), bool(1j), bool(...))
print(f"{True}", f"{True:d}", f"{True:5}|", f"{True!s:>6}", "%d %s %r %i" % (True, False, True, False), "{:>7}".format(str(True)))
print(isinstance(True, int), issubclass(bool, int), type(True), bool.__mro__, True.__class__.__name__, True.real, True.bit_length(), True.to_bytes(1, "big"))
try:
    class B(bool):
        pass
except TypeError as error:
    print(error)
print(bool(), bool(3), hash(True) == hash(1), max(False, True), min(1, True), max(True, 1), not (), not (0,), not not "x")
