log = []


class T:
    def __init__(self, name):
        self.__dict__["name"] = name

    def __setattr__(self, attr, value):
        log.append(f"{self.name}.{attr}={value}")

    def __setitem__(self, key, value):
        log.append(f"{self.name}[{key}]={value}")

    def __getitem__(self, key):
        log.append(f"{self.name}[{key}]")
        return 1


def f(name):
    log.append(f"f({name})")
    return T(name)


def v(x):
    log.append(f"v({x})")
    return x


def show():
    print(" ".join(log))
    log.clear()


f("a").x = v(1)
show()
f("a")[v("k")] = v(1)
show()
f("a").x, f("b")[v("k")] = v(1), v(2)
show()
f("a").x = f("b").y = v(3)
show()
f("a")[v("k")] += v(5)
show()
f("a").x, *f("b").y = v(1), v(2), v(3)
show()
(f("a").x, f("b").x), f("c").x = (v(1), v(2)), v(3)
show()
x = [v(i) for i in (1, 2)], {v("k"): v("v")}, (v("t"),), v("a") + v("b")
show()
[*v([1]), v(2), *v([3])]
show()
print(v(1), *v([2, 3]), v(4), *v(()), sep=v("-"))
show()
for f("loop").x in v([1, 2]):
    log.append("body")
show()
v(1) if v(0) else v(2)
show()
v(1) < v(2) < v(3)
show()
v("a") + v("b") * v(3)
show()
lambda a=v("default"): v("never")
show()
f("d")[v(1) : v(2) : v(3)]
show()
try:
    f("a").x, f("b").x = v(1), v(1) / 0
except ZeroDivisionError:
    show()
try:
    f("a").x, f("b").x = [v(1)]
except ValueError:
    show()
