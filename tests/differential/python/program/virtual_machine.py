import operator

OPS = {"add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.floordiv, "lt": operator.lt, "eq": operator.eq}


class VMError(Exception):
    def __init__(self, pc, message):
        super().__init__(f"at {pc}: {message}")
        self.pc = pc


def assemble(source):
    labels, code = {}, []
    for line in source.splitlines():
        line = line.split(";")[0].strip()
        if not line:
            continue
        if line.endswith(":"):
            labels[line[:-1]] = len(code)
            continue
        name, _, arg = line.partition(" ")
        code.append((name, arg.strip() or None))
    return [(name, labels[arg] if arg in labels else int(arg) if arg and arg.lstrip("-").isdigit() else arg) for name, arg in code]


class VM:
    def __init__(self, code, fuel=20000):
        self.code, self.stack, self.calls, self.vars, self.out, self.fuel = code, [], [], {}, [], fuel

    def pop(self):
        if not self.stack:
            raise VMError(self.pc, "stack underflow")
        return self.stack.pop()

    def run(self):
        self.pc = 0
        while True:
            if self.fuel <= 0:
                raise VMError(self.pc, "out of fuel")
            self.fuel -= 1
            try:
                name, arg = self.code[self.pc]
            except IndexError:
                raise VMError(self.pc, "fell off the end") from None
            self.pc += 1
            if name == "halt":
                return self.out
            handler = getattr(self, "op_" + name, None)
            if handler:
                handler(arg)
            elif name in OPS:
                b, a = self.pop(), self.pop()
                try:
                    self.stack.append(int(OPS[name](a, b)))
                except ZeroDivisionError as error:
                    raise VMError(self.pc - 1, "division by zero") from error
            else:
                raise VMError(self.pc - 1, f"unknown instruction {name}")

    def op_push(self, arg):
        self.stack.append(arg)

    def op_dup(self, _):
        x = self.pop()
        self.stack += [x, x]

    def op_swap(self, _):
        b, a = self.pop(), self.pop()
        self.stack += [b, a]

    def op_load(self, name):
        if name not in self.vars:
            raise VMError(self.pc - 1, f"no variable {name}")
        self.stack.append(self.vars[name])

    def op_store(self, name):
        self.vars[name] = self.pop()

    def op_jump(self, target):
        self.pc = target

    def op_jz(self, target):
        if not self.pop():
            self.pc = target

    def op_call(self, target):
        self.calls.append(self.pc)
        self.pc = target

    def op_ret(self, _):
        self.pc = self.calls.pop()

    def op_print(self, _):
        self.out.append(self.pop())


FACT = """
 push 1
 store acc
 push 20
 store n
loop:
 load n
 jz done
 load acc
 load n
 mul
 store acc
 load n
 push 1
 sub
 store n
 jump loop
done:
 load acc
 print
 push 15
 call fib   ; recursive
 print
 halt
fib:
 dup
 push 2
 lt
 jz rec
 ret
rec:
 dup
 push 1
 sub
 call fib
 swap
 push 2
 sub
 call fib
 add
 ret
"""
vm = VM(assemble(FACT), 60000)
print(vm.run(), vm.fuel, vm.stack, vm.vars, len(vm.code))
for bad in ("add", "push 1\npush 0\ndiv", "nope", "load x", "x:\njump x", "push 1", "push 1\njz 5\nhalt", "ret"):
    try:
        print(VM(assemble(bad)).run())
    except VMError as error:
        print(repr(bad), error, error.pc, type(error.__cause__).__name__)
    except IndexError as error:
        print(repr(bad), "IndexError", error)
