limit = 2000
sieve = (1 << limit) - 1 & ~3
p = 2
while p * p < limit:
    if sieve >> p & 1:
        mask = 0
        for multiple in range(p * p, limit, p):
            mask |= 1 << multiple
        sieve &= ~mask
    p += 1
primes = [i for i in range(limit) if sieve >> i & 1]
print(len(primes), primes[:10], primes[-3:], sum(primes))
print(bin(sieve).count("1") == len(primes), sieve.bit_length(), (~sieve).bit_length())
print(sieve % (10**9 + 7))
rule, cells = 30, 1 << 40
for _ in range(12):
    print(bin(cells)[2:].rjust(81, "0").replace("0", ".").replace("1", "#")[20:62])
    cells = (cells << 1) ^ (cells | cells >> 1)
    cells &= (1 << 81) - 1
