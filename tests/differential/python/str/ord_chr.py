print(ord("a"), ord("é"), ord("€"), ord("😀"), ord("\0"), chr(97), ascii(chr(0x10FFFF)), ascii(chr(0xD800)), chr(True) == "\x01", ord(b"a"), ord(bytearray(b"z")))
for call in (lambda: chr(-1), lambda: chr(0x110000), lambda: ord(""), lambda: ord("ab"), lambda: ord(5), lambda: chr("a"), lambda: ord(b""), lambda: chr(1.0)):
    try:
        print(call())
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error if not isinstance(error, OverflowError) else "")
print("".join(chr(c) for c in range(97, 123)), [ord(c) for c in "az AZ09"], "".join(map(chr, [72, 105])), all(ord(chr(c)) == c for c in range(0, 0x110000, 4099)))
rot13 = "".join(chr((ord(c) - 97 + 13) % 26 + 97) if c.islower() else chr((ord(c) - 65 + 13) % 26 + 65) if c.isupper() else c for c in "Hello, World!")
print(rot13)


def caesar(text, key):
    out = []
    for c in text:
        if c.isalpha() and c.isascii():
            base = ord("A") if c.isupper() else ord("a")
            c = chr((ord(c) - base + key) % 26 + base)
        out.append(c)
    return "".join(out)


print(caesar("The Quick Brown Fox, é!", 3), caesar(caesar("Zebra", 25), -25), caesar("", 5))
