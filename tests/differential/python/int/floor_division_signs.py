values = [-9, -8, -7, -3, -2, -1, 1, 2, 3, 7, 8, 9]
for a in values:
    for b in values:
        q, r = a // b, a % b
        if (q, r) != divmod(a, b) or q * b + r != a or (r != 0 and (r < 0) != (b < 0)) or abs(r) >= abs(b):
            print("wrong", a, b, q, r)
print([a // 3 for a in values])
print([a % 3 for a in values])
print([a // -3 for a in values])
print([a % -3 for a in values])
big = 10**25
for a in (big + 7, -big - 7, big - 7, 7 - big):
    for b in (10**12, -10**12, 3, -3, 10**30, -10**30, 1, -1, big, -big):
        q, r = divmod(a, b)
        print(a, b, q, r, q * b + r == a)
