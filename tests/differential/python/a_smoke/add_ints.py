print(1 + 2)
print(7 - 9)
print(6 * 7)
print(-3 + 3)
