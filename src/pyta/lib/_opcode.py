"""The host's bytecode, which `opcode` and `dis` describe. (Level: guest.)"""

from _pyta import host as _host


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """What an instruction adds to the stack."""
    return _host("module.call", "pyta.host.opcode", "stack_effect", opcode, oparg, jump)


def get_executor(*, code, offset):
    raise ValueError("no executor exists")


def _predicate(name, instructions):
    def is_one(opcode):
        return opcode in instructions

    is_one.__name__ = is_one.__qualname__ = name
    return is_one


def _getter(name, answer):
    def get():
        return answer

    get.__name__ = get.__qualname__ = name
    return get


def _enter():
    held, answers = _host("module.call", "pyta.host.opcode", "facts")
    for name, instructions in held:
        globals()[name] = _predicate(name, frozenset(instructions))
    for name, answer in answers:
        globals()[name] = _getter(name, answer)


_enter()
ENABLE_SPECIALIZATION = True
