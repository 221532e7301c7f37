"""The codes of the IR room, each once, with its text. Effects: none.

IR0xx building and linking, IR1xx the verifier, IR2xx the text form, IR3xx the binary form, IR4xx passes, IR9xx traps of
the reference executor.
"""

from __future__ import annotations

CODES: dict[str, str] = {
    # building and linking
    "IR010": "an instruction is appended after the block's terminator",
    "IR011": "a name is defined twice among the linked modules",
    "IR012": "a name is used that no linked module defines",
    # the verifier
    "IR100": "a name in the module's tables is not the thing's own name",
    "IR101": "a block does not end in a terminator",
    "IR102": "a terminator stands before the end of its block",
    "IR103": "a value is defined twice",
    "IR104": "a value is used where its definition does not dominate",
    "IR105": "a jump goes to a block that is not in the function",
    "IR106": "a jump's arguments are not its target's parameters",
    "IR107": "the entry block is not as the function's signature says, or is jumped to",
    "IR108": "a tail call's callee has another convention or other results than the caller",
    "IR109": "the op does not exist at this type",
    "IR110": "the number of operands is wrong",
    "IR111": "an operand has the wrong type",
    "IR112": "the results are not those of the op",
    "IR113": "an immediate is wrong",
    "IR114": "a conversion between types that the op does not convert",
    "IR115": "a function is named that the module neither declares nor defines",
    "IR116": "a data item is named that the module does not have",
    "IR117": "a C function is named that the module does not declare",
    "IR118": "a call's arguments or results are not its signature's",
    "IR119": "a return's values are not the function's results",
    "IR120": "a terminator's targets or cases are wrong",
    "IR121": "a block is listed twice",
    "IR122": "a function's attributes are wrong",
    "IR123": "a data item is malformed",
    "IR124": "an instruction's op is not of the op table",
    "IR125": "a declaration is not as its definition",
    # the text form
    "IR201": "this is no token of the text form",
    "IR202": "the text form says something else here",
    "IR203": "a string holds a wrong escape",
    "IR204": "a type is missing, unknown or out of place",
    "IR205": "the file number is not in the file table",
    "IR206": "a name or number is defined twice",
    "IR207": "a value or block is used but never defined",
    "IR208": "there is no such op",
    "IR209": "the results are not those of the op",
    "IR210": "a constant does not fit its type",
    # the binary form
    "IR301": "this is not the binary form of a module",
    "IR302": "the binary form has another version",
    "IR303": "the binary form is cut off",
    "IR304": "the binary form is malformed",
    "IR305": "the module cannot be written in the binary form",
    # passes
    "IR401": "inline functions call each other in a circle",
    "IR402": "inlining grew a function over the limit",
    "IR403": "inlining moved a use of data into a module that cannot have a copy of it",
    # the reference executor
    "IR900": "the reference executor met undefined behaviour",
    "IR901": "signed arithmetic overflowed",
    "IR902": "division by zero, or a quotient that does not fit",
    "IR903": "a shift count is the width or more",
    "IR904": "a memory access is outside every live region",
    "IR905": "a memory access crosses the end of its region",
    "IR906": "a region was used after its life ended",
    "IR907": "constant data was written",
    "IR908": "a bool in memory was neither 0 nor 1",
    "IR909": "an atomic access was not aligned",
    "IR910": "an assertion does not hold",
    "IR911": "an unreachable instruction was reached",
    "IR912": "an indirect call went to an address that is no function",
    "IR913": "an indirect call's signature is not its callee's",
    "IR914": "the call depth is over the limit",
    "IR915": "the step limit is used up",
    "IR916": "a C function has no simulation",
    "IR917": "a C function was called with arguments it does not allow",
    "IR918": "the areas of a memcopy overlap",
    "IR919": "the executor met a malformed function",
    "IR920": "the program called abort",
}
