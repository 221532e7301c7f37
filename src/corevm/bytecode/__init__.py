"""Bytecode: the model compilers produce, its file format, assembler, disassembler, verifier, loader (level: host)."""
