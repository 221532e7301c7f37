def gen(n):
    for i in range(n):
        yield i * 10


for x in gen(3):
    print(x)
print(list(gen(4)), sum(gen(5)))
g = gen(1)
print(next(g))
try:
    next(g)
except StopIteration:
    print("stop")
