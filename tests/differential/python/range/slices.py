# Slices and subscripts of ranges, and of bytes.
for r in (range(10), range(3, 40, 7), range(10, 0, -3), range(0), range(1 << 70), range(-5, 1 << 65, 1 << 62)):
    for low in (None, 0, 1, 3, 100, -1, -2, -100, 1 << 80, -(1 << 80)):
        for high in (None, 0, 2, 3, 100, -1, -3, -100, 1 << 80):
            print(r[low:high], r[low:high:2], end=" ")
    print()
    for i in (0, 1, -1, 50, -50):
        try:
            print(r[i], end=" ")
        except IndexError as error:
            print(error, end=" ")
    try:
        print(len(r))
    except OverflowError as error:
        print(error)
data = b"bytes of \xff"
for i in range(-12, 12):
    try:
        print(data[i], end=" ")
    except IndexError as error:
        print(error, end=" ")
print(len(data), len(b""))
