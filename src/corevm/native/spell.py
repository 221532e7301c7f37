"""How LLVM's text spells IR types, names, constants and signatures. Effects: none."""

from __future__ import annotations

from corevm.ir.type import BOOL, F32, F64, PTR, REF, Signature, Type

TYPE = {"bool": "i1", "f32": "float", "f64": "double", "ptr": "ptr", "ref": "ptr", "value": "i64"} | {
    f"i{n}": f"i{n}" for n in (8, 16, 32, 64)
}
PARAM = TYPE | {"bool": "i1 zeroext"}
RESULT = TYPE | {"bool": "zeroext i1"}
POINTERS = (PTR, REF)

ESCAPES = [f"\\{n:02X}" if n < 32 or n > 126 or n in (34, 92) else chr(n) for n in range(256)]


def quote(name: str) -> str:
    """An LLVM global's name, quoted. A name starting with byte 1 would be special; `vm.` in front rules that out."""
    return '@"' + "".join(ESCAPES[b] for b in name.encode()) + '"'


def string(text: str) -> str:
    return '"' + "".join(ESCAPES[b] for b in text.encode()) + '"'


def result_type(signature: Signature) -> str:
    results = signature.results
    if not results:
        return "void"
    if len(results) == 1:
        return TYPE[results[0].name]
    return "{ " + ", ".join(TYPE[t.name] for t in results) + " }"


def define_type(signature: Signature) -> str:
    """The result's type in a definition or declaration, with its attributes."""
    return RESULT[signature.results[0].name] if len(signature.results) == 1 else result_type(signature)


def call_type(signature: Signature) -> str:
    """The type written at a call: the result's, or the whole function type for varargs."""
    if signature.varargs:
        return f"{result_type(signature)} (" + ", ".join([*(TYPE[t.name] for t in signature.params), "..."]) + ")"
    return define_type(signature)


def constant_text(type_: Type, bits: int) -> str:
    """An LLVM constant of a type from its bits."""
    if type_ is BOOL:
        return "true" if bits else "false"
    if type_ is F64:
        return f"0x{bits:016X}"
    if type_ is F32:
        return f"bitcast (i32 {bits} to float)"
    if type_ in POINTERS:
        return f"inttoptr (i64 {bits} to ptr)" if bits else "null"
    return str(bits)
