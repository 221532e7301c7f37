import atexit

atexit.register(print, "first registered")
atexit.register(lambda: print("second registered"))


@atexit.register
def third():
    print("third registered")


def never():
    print("never")


atexit.register(never)
atexit.unregister(never)
print("main done")
raise SystemExit(0)
