"""Numbers of the kernel's layouts that the host needs too, which does not load the kernel for them. Effects: none."""

# a frame's words, from its base: corevm.kernel.frame
FRAME_WORDS = 5
EXTRA, FUNCTION, CODE, CALLER, LINK = -5, -4, -3, -2, -1
WINDOW_CALLEE = 1  # of a call window, counted from its first register

# an object's header, in bytes: corevm.kernel.object
SHAPE_OFFSET, GC_OFFSET, LOCK_OFFSET, KIND_OFFSET = 0, 4, 5, 6

# a fusion table: corevm.isa.define, corevm.kernel.load
THROUGH_SHIFT = 14  # above the opcode the field the second instruction has the first's result in
FUSED_OPCODE_MASK = (1 << THROUGH_SHIFT) - 1

# corevm.kernel.hot
HOT_ENTRIES = 256  # of Runtime.hot_counts
NEXT, END, RECORDERS, SHAPES = 0, 1, 2, 8  # words of a recording
HEAD_WORDS = FUNCTION, CODE, LINK  # of the frame's head, in a record
OPERANDS = 4  # of a record
RECORD_WORDS = 2 + len(HEAD_WORDS) + OPERANDS
