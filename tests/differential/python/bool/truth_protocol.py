log = []


class B:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        log.append("bool")
        return self.value


class L:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        log.append("len")
        return self.n


class Both(B, L):
    def __init__(self, value, n):
        self.value, self.n = value, n


for obj in (B(True), B(False), L(0), L(3), Both(True, 0), Both(False, 5)):
    print(bool(obj), not obj, "yes" if obj else "no", [1 for _ in "x" if obj], (obj and 1) == 1, log)
    log.clear()


def attempt(obj):
    for action in (bool, lambda o: not o, lambda o: 1 if o else 0, lambda o: o and 1):
        try:
            print(action(obj))
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)


attempt(B(1))
attempt(B("x"))
attempt(L(-1))
attempt(L(1.5))
attempt(L("a"))


class Deny:
    __bool__ = None


attempt(Deny())
