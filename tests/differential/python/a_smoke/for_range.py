for i in range(5):
    print(i)
for i in range(2, 10, 3):
    print(i)
for i in range(5, 0, -2):
    print(i)
print(i)
