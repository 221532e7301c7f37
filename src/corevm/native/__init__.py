"""IR to machine code: lower, link, load, call (level: host). The only room that imports llvmlite.

`corevm.native.load`, `.call` and `.link` do not import it: a start from a kept image is one `dlopen`.
"""
