class State:
    def on(self, event, m):
        handler = getattr(self, "on_" + event, None)
        if handler is None:
            raise ValueError(f"{type(self).__name__} cannot {event}")
        return handler(m)

    def __repr__(self):
        return type(self).__name__


class Locked(State):
    def on_coin(self, m):
        m.coins += 1
        return Unlocked()

    def on_push(self, m):
        m.log.append("blocked")
        return self


class Unlocked(State):
    def on_coin(self, m):
        m.coins += 1
        return self

    def on_push(self, m):
        m.log.append("through")
        return Locked()


class Turnstile:
    def __init__(self):
        self.state, self.coins, self.log = Locked(), 0, []

    def __getattr__(self, event):
        if event.startswith("_"):
            raise AttributeError(event)

        def fire():
            old = self.state
            self.state = old.on(event, self)
            self.log.append(f"{old}-{event}->{self.state}")
            return self

        return fire


t = Turnstile()
t.push().coin().coin().push().push()
print(t.log, t.coins, t.state)
try:
    t.kick()
except ValueError as error:
    print(error)


def number_machine():
    table = {
        "start": {"sign": "signed", "digit": "int", "dot": "dot"},
        "signed": {"digit": "int", "dot": "dot"},
        "int": {"digit": "int", "dot": "frac", "exp": "exp"},
        "dot": {"digit": "frac"},
        "frac": {"digit": "frac", "exp": "exp"},
        "exp": {"sign": "expsign", "digit": "expint"},
        "expsign": {"digit": "expint"},
        "expint": {"digit": "expint"},
    }
    accept = {"int", "frac", "expint"}

    def kind(c):
        return "digit" if c in "0123456789" else "sign" if c in "+-" else "dot" if c == "." else "exp" if c in "eE" else None

    def run(text):
        state = "start"
        for c in text:
            state = table[state].get(kind(c))
            if state is None:
                return False
        return state in accept

    return run


valid = number_machine()
print([(s, valid(s)) for s in ("1", "-1.5", ".5", "1.", ".", "1e5", "1e", "1e+5", "--1", "", "1.2.3", "e5", "0x1")])


def coroutine_parser():
    result, word, depth = [], "", 0
    while True:
        c = yield
        if c is None:
            if word:
                result.append(word)
            return result
        if c == "(":
            depth += 1
            if depth == 1:
                continue
        elif c == ")":
            depth -= 1
            if depth < 0:
                raise ValueError("unbalanced")
            if depth == 0:
                result.append(("group", word))
                word = ""
                continue
        elif c == " " and depth == 0:
            if word:
                result.append(word)
            word = ""
            continue
        word += c


def parse(text):
    p = coroutine_parser()
    next(p)
    try:
        for c in text:
            p.send(c)
        p.send(None)
    except StopIteration as stop:
        return stop.value


print(parse("a bc (d (e f) g) h"), parse(""))
try:
    parse("a) b")
except ValueError as error:
    print(error)


def traffic():
    while True:
        for colour, ticks in (("green", 3), ("yellow", 1), ("red", 2)):
            for left in range(ticks, 0, -1):
                emergency = yield f"{colour}{left}"
                if emergency:
                    yield "flashing"
                    break
            else:
                continue
            break


lights = traffic()
print([next(lights) for _ in range(8)], lights.send("siren"), [next(lights) for _ in range(3)])
