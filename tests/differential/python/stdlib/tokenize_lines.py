"""Tokens of source texts: what each is and where, the errors and how much comes before them, lines that fail."""

import dis
import inspect
import io
import opcode
import tokenize
from token import tok_name


def show(text):
    for t in tokenize.generate_tokens(io.StringIO(text).readline):
        print(tok_name[t.type], repr(t.string), t.start, t.end, repr(t.line), t.exact_type == t.type)


show("def f(a, *, b: int = 0x1f) -> None:\n    # note\n    return a @ b  # end\n\nx = '''a\nb'''; y = 1_0.5e-3j\n")
show("with a as b:\n  if c:\n\td\n")
show("é = 'ünïcödé' \\\n  + b'z'\n")
print([t.string for t in tokenize.tokenize(io.BytesIO("# coding: latin-1\nx = 'é'\n".encode("latin-1")).readline)])
print([t.string for t in tokenize.tokenize(iter([b"a = 1\n", b"b = 2\n"]).__next__)])
print(tokenize.untokenize(list(tokenize.generate_tokens(io.StringIO("x  =  f( 1,2 )\nif x :\n    pass\n").readline))))


def attempt(lines):
    seen = []
    try:
        for t in tokenize.generate_tokens(lines):
            seen.append(t.string)
    except Exception as e:
        print(type(e).__name__, seen)
    else:
        print("no error", seen)


attempt(io.StringIO("if x:\n    y\n  z\n").readline)
attempt(io.StringIO("x = '''never\nends").readline)
attempt(io.StringIO("f(1,\n").readline)


def failing():
    yield "a = 1\n"
    yield "b = 2\n"
    raise KeyError("no more")


attempt(failing().__next__)
many = list(tokenize.generate_tokens(io.StringIO("x = [1, 2, 3]\n" * 500).readline))
print(len(many), many[-1].start, sum(t.type == tokenize.NUMBER for t in many))
print(inspect.getsource(show))
print(inspect.getsource(failing).count("yield"))
print(dis.stack_effect(opcode.opmap["POP_TOP"]), "stack_effect" in opcode.__all__, dis.opname[opcode.opmap["RETURN_VALUE"]])
