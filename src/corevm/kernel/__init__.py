"""The native kernel, written in Micro: values, memory, collector, objects, strings, numbers, maps, calls (level: kernel)."""
