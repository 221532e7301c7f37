operators = {
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "<<": lambda a, b: a << b,
    ">>": lambda a, b: a >> b,
}
for name, op in operators.items():
    for a, b in ((1, 1.5), (1.5, 1), ("a", 1), (None, 1), (1, [1]), (1j, 2)):
        try:
            print(name, op(a, b))
        except TypeError as error:
            print(name, error)
for value in (1.5, "a", None, []):
    try:
        print(~value)
    except TypeError as error:
        print(error)
print(type(True & True).__name__, type(True & 1).__name__, True ^ True, type(True | False).__name__, type(True << 1).__name__)
