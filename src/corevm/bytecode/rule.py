r"""What the verifier asks of an instruction: a few words beside its definition, parsed here.

    @instruction(raises=True, rules="window:callee,args=argc,lost names:names=argc")

Clauses are separated by spaces. `NAME:SPEC,SPEC...` speaks of the operand NAME, a bare word of the whole instruction.

| of a register | the verifier sees to it that |
|---|---|
| (nothing) | it holds a value: written on every path, not `undefined` |
| `maybe` | it holds a value or `undefined` |
| `cell list map set tuple`, also `map\|undefined` | it certainly holds what this frame made as such |
| `bound` | (with `maybe`) where the instruction goes on, the register is not `undefined` |
| `taken` | likewise, where its jump is taken |
| `dead` | nothing reads the register afterwards before it is written again |
| `fused` | likewise where the instruction runs fused with the one before it, which then need not write the register |

| of a window | |
|---|---|
| `reads=COUNT` | that many registers from its first hold values |
| `at=N`, `maybe=N` | register N of the window holds a value; a value or `undefined` |
| `map=N`, `cell=N` | register N of the window holds a map or `undefined`; a cell |
| `callee`, `args=COUNT` | the call window's callee and arguments hold values, and lie in the frame; `method=COUNT`: at least one argument |
| `cells=COUNT` | that many registers hold cells |
| `parts=FLAGS;WHAT;WHAT...` | for each bit set in the operand FLAGS the next register(s): `value`, `tuple`, `map` or `cells(CODE)` |
| `writes=COUNT`, `sets=N`, `unsets=N` | written: that many registers, or one, with values; one that may become `undefined` |
| `lost` | what lies from its first register on is garbage afterwards |

| of a constant (operand kind Const, or a Word that is an index) | |
|---|---|
| (nothing), `constant` | any constant but code |
| `string`, `tuple`, `code` | its type |
| `names`, `names=COUNT`, `names<COUNT` | a tuple of different strings, at most COUNT, fewer than COUNT |
| `names?` | such a tuple, or none |

| of a number | |
|---|---|
| `free` | the index of a name in the code's `free_names` |
| `small` | a Word of -2**31 to 2**31 - 1 |
| `count` | a Word of 0 to 2**15 |
| `register`, `held` | 0 (not of `held`), or the number of a register plus 1: that holds a value |
| `pair(A;B)` | a Word: bits 0-15 a constant index of which A holds, bits 16-31 one of which B holds |

| of the instruction | |
|---|---|
| `gives=WHAT` | its result is a `cell list map set tuple`, `undefined`, a value or undefined (`maybe`), or what the operand WHAT holds |
| `ends` | control never goes on behind it (a Branch is always taken) |
| `offers` | it writes only where its jump is taken |
| `spends` | it spends a reduction when it jumps: only such jumps go backwards |
| `starts` | the first instruction of a generator, and nowhere else |
| `generator`, `plain` | only in generators, only in others |
| `internal` | in no module |

COUNT is a sum of terms: `3`, `argc`, `2*count`, `len(keys)` (of a constant tuple), `free(code)` (free names of constant code).
"""

from __future__ import annotations

from corevm.bytecode.model import Record
from corevm.errors import BytecodeError

FLAGS = frozenset({"ends", "offers", "spends", "starts", "generator", "plain", "internal"})
STATES = frozenset({"cell", "list", "map", "set", "tuple", "undefined"})
REGISTER_WORDS = frozenset({"maybe", "bound", "taken", "dead", "fused"})
WINDOW_WORDS = frozenset({"callee", "lost"})
WINDOW_COUNTS = frozenset({"reads", "args", "method", "cells", "writes", "at", "maybe", "map", "cell", "sets", "unsets"})
CONSTANT_WORDS = frozenset({"constant", "string", "tuple", "code", "names", "names?"})
NUMBER_WORDS = frozenset({"free", "small", "count", "register", "held"})


class Term(Record):
    """factor * (number | operand | len(operand) | free(operand)); `what`: "number", "operand", "len", "free"."""

    __slots__ = ("factor", "name", "number", "what")

    def __init__(self, factor: int, what: str, name: str = "", number: int = 0) -> None:
        self.factor, self.what, self.name, self.number = factor, what, name, number


Count = tuple[Term, ...]


class Clause(Record):
    """One requirement on an operand: `word`, with a count or further words where it has them."""

    __slots__ = ("count", "word", "words")

    def __init__(self, word: str, count: Count = (), words: tuple[str, ...] = ()) -> None:
        self.word, self.count, self.words = word, count, words


class Rules(Record):
    """A parsed rule text."""

    __slots__ = ("flags", "gives", "operands")

    def __init__(self) -> None:
        self.operands: dict[str, list[Clause]] = {}
        self.flags: set[str] = set()
        self.gives = ""


def refuse(text: str, seen: str, wanted: str) -> BytecodeError:
    return BytecodeError(f"the verifier rule {text!r} is wrong", code="BC190", seen=seen, wanted=wanted)


def parse_count(text: str, whole: str) -> Count:
    return tuple(parse_term(part, whole) for part in text.split("+"))


def parse_term(text: str, whole: str) -> Term:
    if text.isdecimal():
        return Term(1, "number", "", int(text))
    first, star, rest = text.rpartition("*")
    factor = int(first) if first.isdecimal() else 1
    what, opening, name = rest.partition("(")
    if not opening:
        what, name = "operand", rest
    elif what in ("len", "free") and name.endswith(")"):
        name = name[:-1]
    else:
        name = ""
    if not name.isidentifier() or (star and not first.isdecimal()):
        raise refuse(whole, text, "a number, an operand's name, N*NAME, len(NAME) or free(NAME)")
    return Term(factor, what, name)


def parse_clause(text: str, whole: str) -> Clause:
    if text.startswith("names<"):
        return Clause("fewer", parse_count(text[6:], whole))
    if text.startswith("pair("):
        if not text.endswith(")"):
            raise refuse(whole, text, "pair(A;B)")
        return Clause("pair", (), tuple(text[5:-1].split(";")))
    word, _, rest = text.partition("=")
    if rest:
        if word == "parts":
            return Clause("parts", (), tuple(rest.split(";")))
        if word not in WINDOW_COUNTS and word != "names":
            raise refuse(whole, word, ", ".join(sorted(WINDOW_COUNTS)))
        return Clause(word, parse_count(rest, whole))
    if word in REGISTER_WORDS | WINDOW_WORDS | CONSTANT_WORDS | NUMBER_WORDS:
        return Clause(word)
    parts = tuple(word.split("|"))
    if not set(parts) <= STATES:
        raise refuse(whole, word, "a word of corevm.bytecode.rule")
    return Clause("state", (), parts)


def parse_rules(text: str) -> Rules:
    """Raises: BytecodeError BC190."""
    rules = Rules()
    for clause in text.split():
        if clause.startswith("gives="):
            rules.gives = clause[6:]
        elif ":" in clause:
            name, _, specs = clause.partition(":")
            rules.operands[name] = [parse_clause(spec, text) for spec in specs.split(",")]
        elif clause in FLAGS:
            rules.flags.add(clause)
        else:
            raise refuse(text, clause, ", ".join(sorted(FLAGS)))
    return rules
