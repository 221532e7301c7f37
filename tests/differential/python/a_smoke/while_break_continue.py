i = 0
while True:
    i += 1
    if i == 3:
        continue
    if i > 6:
        break
    print(i)
print("end", i)
