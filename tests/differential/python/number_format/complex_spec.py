for value in (0j, 1 + 2j, -1.5 - 2.25j, complex(0, -0.0), complex("nan+infj"), 1e20 + 1e-20j):
    for spec in ("", ".2f", "10.1f", "<20.1f", "e", "g", "+.1f", ",.2f", ">15"):
        try:
            print(repr(format(value, spec)), end=" ")
        except ValueError as error:
            print(error, end=" ")
    print()
for spec in ("05", "=10", "d", "%"):
    try:
        print(format(1j, spec))
    except ValueError as error:
        print(repr(spec), error)
print(f"{3 + 4j}", "%s %r" % (1j, -1j), "{!s:>8}|{!r:<8}|".format(1j, 2j))
