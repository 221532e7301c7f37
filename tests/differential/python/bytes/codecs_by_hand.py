def b64(data):
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    out = bytearray()
    for i in range(0, len(data), 3):
        chunk = data[i : i + 3]
        n = int.from_bytes(chunk + bytes(3 - len(chunk)), "big")
        out += bytes(alphabet[n >> s & 63] for s in (18, 12, 6, 0))[: len(chunk) + 1]
        out += b"=" * (3 - len(chunk))
    return bytes(out)


def rle(data):
    out, i = bytearray(), 0
    while i < len(data):
        j = i
        while j < len(data) and data[j] == data[i] and j - i < 255:
            j += 1
        out += bytes((j - i, data[i]))
        i = j
    return out


def unrle(data):
    return b"".join(bytes([data[i + 1]]) * data[i] for i in range(0, len(data), 2))


def utf8(code):
    if code < 0x80:
        return bytes([code])
    if code < 0x800:
        return bytes([0xC0 | code >> 6, 0x80 | code & 63])
    if code < 0x10000:
        return bytes([0xE0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63])
    return bytes([0xF0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63])


def hexdump(data):
    for i in range(0, len(data), 16):
        row = data[i : i + 16]
        text = "".join(chr(c) if 32 <= c < 127 else "." for c in row)
        print(f"{i:08x}  {row.hex(' '):<47}  |{text}|")


def varint(n):
    out = bytearray()
    while True:
        out.append(n & 127 | (128 if n > 127 else 0))
        n >>= 7
        if not n:
            return bytes(out)


print(b64(b""), b64(b"f"), b64(b"fo"), b64(b"foo"), b64(b"foobar\xff"))
data = b"aaaabbbc" + bytes(300)
print(rle(data), unrle(rle(data)) == data)
print(all(utf8(c) == chr(c).encode() for c in (0, 65, 127, 128, 2047, 2048, 65535, 65536, 0x10FFFF)))
hexdump(bytes(range(40)) + b"The end \xe9")
print([varint(n) for n in (0, 1, 127, 128, 300, 2**40)], b"xor"[0] ^ b"key"[0], bytes(a ^ b for a, b in zip(b"secret", b"key" * 2)).hex())
s = list(range(256))
j = 0
for i in range(256):
    j = (j + s[i] + b"Key"[i % 3]) % 256
    s[i], s[j] = s[j], s[i]
i = j = 0
out = bytearray()
for c in b"Plaintext":
    i = (i + 1) % 256
    j = (j + s[i]) % 256
    s[i], s[j] = s[j], s[i]
    out.append(c ^ s[(s[i] + s[j]) % 256])
print(out.hex())
