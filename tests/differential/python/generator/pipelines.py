def numbers():
    n = 0
    while True:
        n += 1
        yield n


def take(n, it):
    for _, x in zip(range(n), it):
        yield x


def where(p, it):
    return (x for x in it if p(x))


def chunk(it, n):
    batch = []
    for x in it:
        batch.append(x)
        if len(batch) == n:
            yield batch
            batch = []
    if batch:
        yield batch


def window(it, n):
    buf = []
    for x in it:
        buf.append(x)
        if len(buf) > n:
            buf.pop(0)
        if len(buf) == n:
            yield tuple(buf)


def primes():
    found = []
    for n in numbers():
        if n > 1 and all(n % p for p in found if p * p <= n):
            found.append(n)
            yield n


def merge(*its):
    heads = []
    for i, it in enumerate(map(iter, its)):
        for x in it:
            heads.append([x, i, it])
            break
    while heads:
        heads.sort(key=lambda h: h[:2])
        x, i, it = heads[0]
        yield x
        try:
            heads[0][0] = next(it)
        except StopIteration:
            heads.pop(0)


print(list(take(10, primes())), list(take(5, where(lambda x: x % 3 == 0, numbers()))), list(chunk(range(7), 3)), list(window("abcd", 2)), list(merge([1, 4, 7], [2, 5], [], [3, 3])))


def averager():
    total = count = 0
    average = None
    while True:
        x = yield average
        total += x
        count += 1
        average = total / count


a = averager()
next(a)
print([a.send(x) for x in (10, 20, 60)])


def scheduler(tasks):
    queue = list(tasks)
    while queue:
        name, task = queue.pop(0)
        try:
            yield name, next(task)
            queue.append((name, task))
        except StopIteration:
            yield name, "done"


def countdown(n):
    while n:
        yield n
        n -= 1


print(list(scheduler([("a", countdown(2)), ("b", countdown(3))])))


def sieve(n):
    yield 2
    it = range(3, n, 2)
    while it:
        p, *rest = it
        yield p
        it = [x for x in rest if x % p]


print(list(sieve(60)), sum(take(100, numbers())))


def consume():
    received = []
    try:
        while True:
            received.append((yield len(received)))
    finally:
        print("received", received)


c = consume()
next(c)
for word in "a b c".split():
    c.send(word)
c.close()
