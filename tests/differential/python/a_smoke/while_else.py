i = 0
while i < 3:
    i += 1
else:
    print("no break", i)
while i < 10:
    i += 1
    if i == 5:
        break
else:
    print("not reached")
print(i)
