def f(a):
    try:
        a()
    except (KeyError, ValueError) as e:
        return e
    except OSError:
        raise
    else:
        a = 1
    finally:
        print(a)
    return a
