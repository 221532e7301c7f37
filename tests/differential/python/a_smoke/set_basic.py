s = {1, 2, 3, 2, 1}
print(len(s), 2 in s, 5 in s)
s.add(9)
print(sorted(s))
print(sorted({1, 2} | {2, 3}), sorted({1, 2} & {2, 3}))
