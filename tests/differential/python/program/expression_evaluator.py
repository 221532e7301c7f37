import operator


class ParseError(Exception):
    pass


BINARY = {"+": (1, "L", operator.add), "-": (1, "L", operator.sub), "*": (2, "L", operator.mul), "/": (2, "L", operator.truediv), "//": (2, "L", operator.floordiv), "%": (2, "L", operator.mod), "^": (4, "R", operator.pow), "<": (0, "L", operator.lt), "==": (0, "L", operator.eq)}


def lex(text):
    i, out = 0, []
    while i < len(text):
        c = text[i]
        if c == " ":
            i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."):
                j += 1
            out.append(float(text[i:j]) if "." in text[i:j] else int(text[i:j]))
            i = j
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum():
                j += 1
            out.append(("name", text[i:j]))
            i = j
        elif text[i : i + 2] in BINARY:
            out.append(text[i : i + 2])
            i += 2
        elif c in "()," or c in BINARY:
            out.append(c)
            i += 1
        else:
            raise ParseError(f"bad character {c!r} at {i}")
    return out


class Parser:
    def __init__(self, text):
        self.toks, self.pos = lex(text), 0

    def peek(self):
        return self.toks[self.pos] if self.pos < len(self.toks) else None

    def take(self, want=None):
        t = self.peek()
        if t is None or (want is not None and t != want):
            raise ParseError(f"wanted {want or 'something'}, got {t if t is not None else 'end'}")
        self.pos += 1
        return t

    def expr(self, least=0):
        left = self.unary()
        while isinstance(op := self.peek(), str) and op in BINARY and BINARY[op][0] >= least:
            level, side, _ = BINARY[self.take()]
            left = (op, left, self.expr(level + 1 if side == "L" else level))
        return left

    def unary(self):
        if self.peek() == "-":
            self.take()
            return ("neg", self.expr(3))
        return self.atom()

    def atom(self):
        t = self.take()
        if t == "(":
            e = self.expr()
            self.take(")")
            return e
        if isinstance(t, tuple):
            if self.peek() != "(":
                return t
            self.take()
            args = []
            while self.peek() != ")":
                args.append(self.expr())
                if self.peek() == ",":
                    self.take()
            self.take(")")
            return ("call", t[1], args)
        if isinstance(t, str):
            raise ParseError(f"unexpected {t}")
        return t


def evaluate(e, env):
    if not isinstance(e, tuple):
        return e
    if e[0] == "name":
        return env[e[1]]
    if e[0] == "neg":
        return -evaluate(e[1], env)
    if e[0] == "call":
        return env[e[1]](*[evaluate(a, env) for a in e[2]])
    return BINARY[e[0]][2](evaluate(e[1], env), evaluate(e[2], env))


env = {"pi": 3.25, "x": 10, "max": max, "sq": lambda v: v * v}
for text in ("1 + 2 * 3", "(1+2)*3", "2^3^2", "-2^2", "10 - 4 - 3", "7 // 2 + 7 % 4", "max(1, x, sq(4)) - pi", "1 < 2 == 1", "1.5*4", "2 * -3", "--5", "x / 4", "1 +", "(1", "1 $ 2", "y", "1/0", "sq(1,2)", "1 2", ")", ""):
    try:
        p = Parser(text)
        tree = p.expr()
        if p.peek() is not None:
            raise ParseError(f"left over {p.peek()!r}")
        print(text, "=", evaluate(tree, env), tree)
    except (ParseError, KeyError, ZeroDivisionError) as error:
        print(text, "!", type(error).__name__, error)
    except TypeError as error:
        print(text, "! TypeError")
