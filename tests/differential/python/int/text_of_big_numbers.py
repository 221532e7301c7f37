n = 1
for i in range(1, 60):
    n *= i
print(n)
print(str(-n)[:12], len(str(n)))
for power in (18, 19, 27, 28, 36, 37, 100):
    for delta in (-1, 0, 1):
        text = str(10**power + delta)
        print(len(text), text[:3], text[-3:], int(text) == 10**power + delta)
a = int("123456789" * 40)
print(a % 1000000007, str(a) == "123456789" * 40)
print(hex(a)[:20], hex(a)[-10:], oct(a)[-10:], bin(a)[-20:], len(bin(a)))
print(int(hex(a), 16) == a, int(bin(a), 2) == a, int(oct(a), 8) == a)
base36 = "zyxwvut" * 9
print(int(base36, 36))
print(repr(10**21), f"{10**21}", "%d" % 10**21, "{:,}".format(10**21), f"{-10**21:_}")
