import random

r = random.Random(42)
print([r.random() for _ in range(3)], [r.randint(1, 100) for _ in range(8)], r.randrange(0, 100, 7), r.uniform(1, 2), r.getrandbits(100), r.choice("abcdef"), r.choices([1, 2, 3], k=5), r.choices("ab", weights=[1, 9], k=6), r.sample(range(1000), 5))
x = list(range(10))
r.shuffle(x)
print(x, r.gauss(0, 1), r.triangular(0, 1, 0.5), r.expovariate(1), r.betavariate(1, 2), r.randbytes(4).hex(), r.normalvariate(5, 2))
random.seed("text seed")
a = [random.random(), random.randint(0, 10**30)]
random.seed("text seed")
print(a == [random.random(), random.randint(0, 10**30)], a)
state = random.getstate()
b = random.random()
random.setstate(state)
print(random.random() == b, random.Random(5).random() == random.Random(5).random(), random.Random(-5).random() == random.Random(5).random(), random.Random(2**100).random(), random.Random(b"bytes").random())
for bad in (lambda: r.randint(5, 1), lambda: r.choice([]), lambda: r.sample([1], 5), lambda: r.randrange(0), lambda: r.choices([1], weights=[1, 2]), lambda: r.sample(5, 1)):
    try:
        print(bad())
    except (ValueError, IndexError, TypeError) as error:
        print(type(error).__name__)
counts = [0] * 6
for _ in range(3000):
    counts[r.randrange(6)] += 1
print(counts, sum(r.random() < 0.25 for _ in range(2000)), sorted(r.sample("abcdefgh", 8)))


def monte_carlo(n):
    inside = 0
    for _ in range(n):
        x, y = r.random(), r.random()
        inside += x * x + y * y <= 1
    return inside


print(monte_carlo(5000))
