def f(a):
    for i in a:
        with open(i) as x, a.lock:
            if x:
                break
            return x.read()
