def compile_bf(source):
    ops, stack = [], []
    for c in source:
        if c in "+-<>":
            kind, delta = ("add", 1 if c == "+" else -1) if c in "+-" else ("move", 1 if c == ">" else -1)
            if ops and ops[-1][0] == kind:
                ops[-1][1] += delta
                if ops[-1][1] == 0:
                    ops.pop()
            else:
                ops.append([kind, delta])
        elif c in ".,":
            ops.append(["out" if c == "." else "in", 0])
        elif c == "[":
            stack.append(len(ops))
            ops.append(["open", None])
        elif c == "]":
            if not stack:
                raise SyntaxError("unmatched ]")
            start = stack.pop()
            if len(ops) - start == 2 and ops[-1] == ["add", -1]:
                del ops[start:]
                ops.append(["zero", 0])
                continue
            ops[start][1] = len(ops)
            ops.append(["close", start])
    if stack:
        raise SyntaxError(f"unmatched [ ({len(stack)})")
    return ops


def run(source, data="", limit=200000):
    ops = compile_bf(source)
    tape, ptr, pc, out, steps = [0], 0, 0, [], 0
    data = iter(data)
    while pc < len(ops):
        steps += 1
        if steps > limit:
            raise TimeoutError(f"more than {limit} steps")
        kind, n = ops[pc]
        if kind == "add":
            tape[ptr] = (tape[ptr] + n) % 256
        elif kind == "move":
            ptr += n
            if ptr < 0:
                raise IndexError("left of tape")
            while ptr >= len(tape):
                tape.append(0)
        elif kind == "open":
            if not tape[ptr]:
                pc = n
        elif kind == "close":
            if tape[ptr]:
                pc = n
        elif kind == "zero":
            tape[ptr] = 0
        elif kind == "out":
            out.append(chr(tape[ptr]))
        else:
            tape[ptr] = ord(next(data, "\0"))
        pc += 1
    return "".join(out), steps


HELLO = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++."
print(run(HELLO))
print(run(",[.,]", "echo é"[:4]), run(",[>+<-]>.", "A"), run(",>,<[>+<-]>.", "\x20\x21"))
print(run(">,[>,]<[.<]", "reversed"))
for bad in ("[", "]", "+]", "[[]", "<", "+[]"):
    try:
        print(run(bad, limit=1000))
    except (SyntaxError, IndexError, TimeoutError) as error:
        print(bad, type(error).__name__, error)
print(compile_bf("+++--->><<[-]<<++"), len(compile_bf(HELLO)))
