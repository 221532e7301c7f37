"""The reference page of an instruction set, from its definitions."""

from __future__ import annotations

from corevm.isa.define import InstructionDefinition, InstructionSet

HEAD = """# Instructions

Generated from their definitions (`python -m corevm.isa.emit.doc`); do not edit. Kinds of operands and results:
[execution](../design/execution.md). The first operand named `a` is the result's register. Words in front of a Cache are counted
without it. Rules are what the verifier asks beside the kinds (`corevm.bytecode.rule`). A language's set has more: its own, and those
it has made by the factories of `corevm.isa.op` (attributes, cells, doubles, members, truth, global variables).
"""


def operand_text(d: InstructionDefinition) -> str:
    return ", ".join(f"{o.name} `{o.kind.name}`" for o in d.encoded)


def row(number: int, d: InstructionDefinition) -> str:
    meaning = " ".join(d.doc.split()).replace("|", "\\|")
    rules = f"`{d.rules}`".replace("|", "\\|") if d.rules else ""
    cells = (str(number), f"`{d.name}`", operand_text(d), d.result.name, str(d.word_count), "yes" if d.function.raises else "", rules, meaning)
    return "| " + " | ".join(cells) + " |"


def reference_page(instructions: InstructionSet, head: str = HEAD) -> str:
    """The page in Markdown."""
    out = [
        head,
        f"{len(instructions)} instructions.",
        "",
        "| number | instruction | operands | result | words | may raise | rules | meaning |",
        "|---|---|---|---|---|---|---|---|",
    ]
    out += [row(number, d) for number, d in enumerate(instructions.definitions)]
    if instructions.fusions:
        out += ["", "## Fusions", "", "| first | then | first's register |", "|---|---|---|"]
        out += [f"| `{f.first}` | `{f.second}` | {'kept' if f.keeps else 'lost'} |" for f in instructions.fusions]
    return "\n".join(out) + "\n"


def core_page() -> str:
    """The page of the core instructions: docs/reference/instructions.md."""
    from corevm.isa.define import definitions_of  # lazy: loads the Micro compiler
    from corevm.isa.op import control

    return reference_page(InstructionSet(definitions_of(control)))


if __name__ == "__main__":
    print(core_page(), end="")
