"""Pyta's own flags of a code unit (CodeUnit.flags): the compiler sets them, the kernel reads them in Code.flags from LANGUAGE_FLAGS_SHIFT on."""

FLAG_NAMESPACE = 1  # register 0 is the parameter `.namespace`, the frame's locals: class bodies, exec, eval
FLAG_CLASS_BODY = 2
FLAG_MODULE = 4  # the locals are the globals
FLAG_NESTED = 8  # defined inside a function
FLAG_FUTURE_ANNOTATIONS = 16
FLAG_GENERATOR_EXPRESSION = 32
FLAG_LAMBDA = 64
FLAG_INSPECTS_LOCALS = 128  # locals() may be called here: every local is set or undefined at any time
FLAG_UNTRACED = 256  # stands for native code (pyta/lib): tracebacks do not show its frames
FLAG_CLEANS_UP = 512  # has `try` or `with`: a generator that is forgotten is closed
ATTRIBUTE_COUNT_SHIFT = 16  # of a class body: 8 bits, how many attributes its methods assign to their first parameter (at most 255)
FLAG_ITERABLE_COROUTINE = 1 << 24  # set by types.coroutine, not by the compiler
