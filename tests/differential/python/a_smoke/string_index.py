s = "hello"
print(s[0], s[4], s[-1])
print(s[1:3])
print(s[:2], s[3:])
print("ell" in s, "x" in s)
for c in s:
    print(c)
