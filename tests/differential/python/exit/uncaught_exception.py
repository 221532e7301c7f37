class MyError(Exception):
    pass


def f():
    try:
        print("raising")
        raise MyError("uncaught")
    finally:
        print("cleanup")


print("before")
f()
print("never")
