def quick(a):
    if len(a) < 2:
        return a
    p = a[len(a) // 2]
    return quick([x for x in a if x < p]) + [x for x in a if x == p] + quick([x for x in a if x > p])


def merge(a):
    if len(a) < 2:
        return a
    m = len(a) // 2
    left, right, out, i, j = merge(a[:m]), merge(a[m:]), [], 0, 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            out.append(right[j])
            j += 1
        else:
            out.append(left[i])
            i += 1
    return out + left[i:] + right[j:]


def heap(a):
    a = a[:]

    def sift(i, n):
        while 2 * i + 1 < n:
            c = 2 * i + 1
            if c + 1 < n and a[c + 1] > a[c]:
                c += 1
            if a[i] >= a[c]:
                return
            a[i], a[c] = a[c], a[i]
            i = c

    for i in range(len(a) // 2, -1, -1):
        sift(i, len(a))
    for n in range(len(a) - 1, 0, -1):
        a[0], a[n] = a[n], a[0]
        sift(0, n)
    return a


def insertion(a):
    a = a[:]
    for i in range(1, len(a)):
        x, j = a[i], i
        while j and a[j - 1] > x:
            a[j] = a[j - 1]
            j -= 1
        a[j] = x
    return a


def radix(a):
    for shift in range(0, 32, 8):
        buckets = [[] for _ in range(256)]
        for x in a:
            buckets[x >> shift & 255].append(x)
        a = [x for b in buckets for x in b]
    return a


def shell(a):
    a = a[:]
    gap = len(a) // 2
    while gap:
        for i in range(gap, len(a)):
            x = a[i]
            while i >= gap and a[i - gap] > x:
                a[i] = a[i - gap]
                i -= gap
            a[i] = x
        gap //= 2
    return a


data, seed = [], 42
for _ in range(300):
    seed = seed * 1664525 + 1013904223 & 0xFFFFFFFF
    data.append(seed)
want = sorted(data)
for f in (quick, merge, heap, insertion, radix, shell):
    print(f.__name__, f(data) == want, f([]), f([5]), f([2, 1, 2]))
