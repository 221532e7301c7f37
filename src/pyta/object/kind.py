"""Pyta's heap kinds, numbered after the kernel's. Append only: kept images hold the numbers."""

from __future__ import annotations

from corevm.kernel.kind import declare_kinds

KINDS: tuple[str, ...] = (
    "type", "complex", "bytearray", "frozenset", "range", "slice", "property", "class_method", "static_method",
    "super", "module", "dict_view", "map_iterator", "sequence_iterator", "range_iterator", "set_iterator", "call_iterator",
    "enumerate", "zip", "map_object", "filter", "reversed", "getset", "slot_descriptor", "mapping_proxy", "traceback",
    "frame", "memoryview", "iterator_state", "text_stream", "method_wrapper", "generic_alias", "union_type", "deque",
    "itertools", "partial", "random", "dict_proxy", "string_iterator", "bytes_iterator", "file", "host_object",
    "default_dict", "counter", "namespace", "cell_view", "async_generator", "coroutine", "item_getter", "lru_cache",
    "list_iterator", "tuple_iterator", "ascii_iterator", "bytearray_iterator", "list_reverse_iterator",
    "long_range_iterator", "dict_keys", "dict_values", "dict_items", "key_iterator", "value_iterator", "item_iterator",
    "reverse_key_iterator", "reverse_value_iterator", "reverse_item_iterator",
    "matcher", "it_count", "it_cycle", "it_repeat", "it_accumulate", "it_chain", "it_compress", "it_dropwhile", "it_takewhile",
    "it_filterfalse", "it_groupby", "it__grouper", "it_islice", "it_pairwise", "it_product", "it_permutations", "it_combinations",
    "it_combinations_with_replacement", "it_starmap", "it__tee", "it_zip_longest", "it_batched", "number_array", "array_iterator", "bytes_io", "string_io", "pattern", "match", "scanner", "json_encoder", "json_scanner", "deque_iterator", "deque_reverse_iterator", "line_stream", "tuple_getter", "attribute_getter",
)  # fmt: skip
declare_kinds("pyta", KINDS)
