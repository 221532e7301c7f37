try:
    print(1 // 0)
except ZeroDivisionError:
    print("caught")
try:
    print([1][5])
except IndexError as e:
    print("index:", e)
try:
    undefined_name
except NameError as e:
    print(e)
