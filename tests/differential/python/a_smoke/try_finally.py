def f(x):
    try:
        if x:
            raise ValueError("bad")
        return "ok"
    except ValueError as e:
        return "error " + str(e)
    finally:
        print("finally")


print(f(0))
print(f(1))
