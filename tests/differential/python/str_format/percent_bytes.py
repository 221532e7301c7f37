print(b"%d %s %b" % (1, b"x", b"y"), b"%5d|%-5d|%05d" % (1, 2, 3), b"%x %X %o" % (255, 255, 8), b"%c%c" % (65, b"b"), b"%a %r" % ("é", "x"), b"%.2f" % 1.5, b"%%" % (), b"%(k)s" % {b"k": b"v"}, bytearray(b"%s") % b"q", type(bytearray(b"%d") % 1).__name__)
for template, value in ((b"%s", "x"), (b"%d", "x"), (b"%b", 5), (b"%c", 256), (b"%c", b"ab"), (b"%s", ()), (b"%d", (1, 2))):
    try:
        print(template % value)
    except (TypeError, ValueError, OverflowError) as error:
        print(template, value, type(error).__name__, error)


class B:
    def __bytes__(self):
        return b"B!"


print(b"%s|%b" % (B(), B()), b"%s" % memoryview(b"mv"), b"%s" % bytearray(b"ba"), b"%10s|%-10s|%.2s" % (b"a", b"b", b"cde"))
