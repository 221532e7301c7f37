class MyError(Exception):
    pass


def f():
    raise MyError("boom")


try:
    f()
except MyError as e:
    print(type(e).__name__, e, e.args)
else:
    print("no")
