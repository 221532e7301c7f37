import math
import operator as op
from functools import reduce


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__()
        if isinstance(names, str):
            self[names] = list(values)
        else:
            if len(names) != len(values):
                raise TypeError(f"wanted {len(names)} arguments, got {len(values)}")
            self.update(zip(names, values))
        self.outer = outer

    def find(self, name):
        env = self
        while env is not None:
            if name in env:
                return env
            env = env.outer
        raise NameError(f"unbound: {name}")


class Proc:
    def __init__(self, params, body, env):
        self.params, self.body, self.env = params, body, env

    def __call__(self, *args):
        return evaluate(self.body, Env(self.params, args, self.env))


def read(text):
    tokens = text.replace("(", " ( ").replace(")", " ) ").replace("'", " ' ").split()

    def parse():
        if not tokens:
            raise SyntaxError("unexpected end")
        t = tokens.pop(0)
        if t == "(":
            out = []
            while tokens and tokens[0] != ")":
                out.append(parse())
            if not tokens:
                raise SyntaxError("missing )")
            tokens.pop(0)
            return out
        if t == ")":
            raise SyntaxError("unexpected )")
        if t == "'":
            return ["quote", parse()]
        for kind in (int, float):
            try:
                return kind(t)
            except ValueError:
                pass
        return t

    while tokens:
        yield parse()


def show(x):
    if isinstance(x, list):
        return "(" + " ".join(map(show, x)) + ")"
    return {True: "#t", False: "#f"}.get(x, str(x)) if isinstance(x, bool) else "<proc>" if callable(x) else str(x)


GLOBAL = Env()
GLOBAL.update({"+": lambda *a: sum(a), "*": lambda *a: reduce(op.mul, a, 1), "-": lambda a, *r: -a if not r else reduce(op.sub, r, a), "/": op.truediv, "<": op.lt, ">": op.gt, "=": op.eq, "car": lambda x: x[0], "cdr": lambda x: x[1:], "cons": lambda a, b: [a] + b, "list": lambda *a: list(a), "null?": lambda x: x == [], "not": op.not_, "length": len, "map": lambda f, x: [f(v) for v in x], "apply": lambda f, x: f(*x), "mod": op.mod, "sqrt": math.sqrt, "#t": True, "#f": False})


def evaluate(x, env=GLOBAL):
    while True:
        if isinstance(x, str):
            return env.find(x)[x]
        if not isinstance(x, list):
            return x
        head, *rest = x or ["quote", []]
        if head == "quote":
            return rest[0]
        if head == "if":
            test, yes, *no = rest
            x = yes if evaluate(test, env) is not False else no[0] if no else False
        elif head == "define":
            name, *body = rest
            if isinstance(name, list):
                env[name[0]] = Proc(name[1:], ["begin", *body], env)
            else:
                env[name] = evaluate(body[0], env)
            return None
        elif head == "set!":
            env.find(rest[0])[rest[0]] = evaluate(rest[1], env)
            return None
        elif head == "lambda":
            return Proc(rest[0], ["begin", *rest[1:]], env)
        elif head == "let":
            x = [["lambda", [n for n, _ in rest[0]], *rest[1:]], *[v for _, v in rest[0]]]
        elif head == "begin":
            for e in rest[:-1]:
                evaluate(e, env)
            x = rest[-1]
        else:
            f, *args = [evaluate(e, env) for e in x]
            if isinstance(f, Proc):
                x, env = f.body, Env(f.params, args, f.env)
            else:
                return f(*args)


PROGRAM = """
(define (fact n) (if (< n 2) 1 (* n (fact (- n 1))))) (fact 20)
(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n)))) (loop 3000 0)
(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n))) (define c (counter)) (c) (c)
(map (lambda (x) (* x x)) '(1 2 3)) ((lambda args args) 1 2 3) (let ((x 2) (y 3)) (* x y))
(define (filter p l) (if (null? l) '() (if (p (car l)) (cons (car l) (filter p (cdr l))) (filter p (cdr l)))))
(filter (lambda (x) (= (mod x 2) 1)) '(1 2 3 4 5)) '(a (b . c) 1.5) (if #f 1) (/ 1 4) (not #f) (apply + '(1 2 3)) car
"""
for form in read(PROGRAM):
    value = evaluate(form)
    if value is not None:
        print(show(value))
for bad in ("(undefined 1)", "(fact", ")", "(fact 1 2)", "(car '())", "(1 2)", "(/ 1 0)"):
    try:
        for form in read(bad):
            print(show(evaluate(form)))
    except (NameError, SyntaxError, TypeError, IndexError, ZeroDivisionError) as error:
        print(bad, type(error).__name__, error)
