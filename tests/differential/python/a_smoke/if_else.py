x = 5
if x > 3:
    print("big")
else:
    print("small")
if x == 0:
    print("zero")
elif x == 5:
    print("five")
else:
    print("other")
if not x:
    print("no")
print("done")
