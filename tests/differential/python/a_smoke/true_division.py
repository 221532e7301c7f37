print(7 / 2)
print(6 / 3)
print(-1 / 4)
