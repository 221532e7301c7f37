"""Streams of zlib and of digests, piece by piece; what gzip and zipfile make of them."""
import zlib, hashlib, random, io, gzip, zipfile
random.seed(5)
data = bytes(random.choices(b"abcdefgh \n", k=300_000)) + bytes(100_000)
c = zlib.compressobj(6)
out = [c.compress(data[:1000]), c.flush(zlib.Z_SYNC_FLUSH)]
print(zlib.decompressobj().decompress(b"".join(out)) == data[:1000])
other = c.copy()
out.append(c.compress(data[1000:])); out.append(c.flush())
packed = b"".join(out)
print(zlib.decompress(packed) == data, zlib.crc32(data), zlib.adler32(data))
d = zlib.decompressobj()
whole, pos = b"", 0
steps = 0
while not d.eof:
    piece = d.decompress(d.unconsumed_tail or packed[pos:pos + 5000], 777)
    if not d.unconsumed_tail: pass
    whole += piece
    steps += 1
    if not d.unconsumed_tail:
        pos += 5000
print(whole == data, steps > 400, d.unused_data, d.eof)
d = zlib.decompressobj()
print(len(d.decompress(packed + b"rest")), d.unused_data, d.eof, d.flush())
raw = zlib.compressobj(wbits=-15, zdict=b"abc")
r = raw.compress(b"abcabcabc") + raw.flush()
print(zlib.decompressobj(wbits=-15, zdict=b"abc").decompress(r))
for f in (lambda: zlib.decompress(b"junk"), lambda: zlib.decompressobj().decompress(b"junk"), lambda: zlib.decompressobj().decompress(b"", -1), lambda: zlib.compress("x"), lambda: zlib.compressobj(77)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(zlib.Z_BEST_SPEED, zlib.MAX_WBITS, zlib.DEF_BUF_SIZE, type(c).__name__)
for n in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b"):
    h = hashlib.new(n)
    for i in range(0, len(data), 7919): h.update(data[i:i + 7919])
    k = h.copy(); k.update(b"more")
    print(n, h.hexdigest() == hashlib.new(n, data).hexdigest(), h.hexdigest()[:16], k.hexdigest()[:16], h.hexdigest()[:16], hashlib.new(n, b"x").hexdigest()[:12])
h = hashlib.shake_128()
for i in range(20): h.update(data[:10_000])
print(h.hexdigest(8))
b = io.BytesIO()
with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a.txt", data); z.writestr("b/c.txt", "hi")
with zipfile.ZipFile(b) as z:
    print(z.namelist(), z.read("a.txt") == data, z.open("a.txt").read(10), z.testzip())
g = gzip.compress(data, mtime=0); print(gzip.decompress(g) == data)
with gzip.GzipFile(fileobj=io.BytesIO(g)) as f: print(sum(1 for _ in f))
