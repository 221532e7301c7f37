log = []


class A:
    def __lt__(self, other):
        log.append("A.lt")
        return NotImplemented

    def __gt__(self, other):
        log.append("A.gt")
        return NotImplemented

    def __eq__(self, other):
        log.append("A.eq")
        return NotImplemented


class B:
    def __gt__(self, other):
        log.append("B.gt")
        return "B says"

    def __eq__(self, other):
        log.append("B.eq")
        return NotImplemented

    def __ne__(self, other):
        log.append("B.ne")
        return "B ne"


class C(A):
    def __gt__(self, other):
        log.append("C.gt")
        return "C first"

    def __eq__(self, other):
        log.append("C.eq")
        return "C eq"


def show(call):
    try:
        print(repr(call()), log)
    except TypeError as error:
        print(error, log)
    log.clear()


a, b, c = A(), B(), C()
show(lambda: a < b)
show(lambda: a > b)
show(lambda: a < a)
show(lambda: a == b)
show(lambda: a != b)
show(lambda: b != a)
show(lambda: a == a)
show(lambda: a < c)
show(lambda: a == c)
show(lambda: a != c)
show(lambda: a <= b)
show(lambda: a < 1)
show(lambda: 1 < b)
show(lambda: 1 == a)
show(lambda: A() == A())
show(lambda: [a] == [a])
show(lambda: [a] < [b])
show(lambda: (1, a) == (1, b))
