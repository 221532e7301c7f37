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
