"""What earlier builds leave for later ones of each module: its symbols, its IR and its object, by the digest of what they follow from.

So a build after an edit finishes and writes only the modules which the edit reaches, not all to find that their texts are the same.
An entry is an item of the object cache: a line of JSON, and the IR. It names the object by the hash of its text, and says which of the module's functions other
modules used then: that is the one thing of the link plan that a module's text depends on (an image imports nothing), and it may
be another with other modules beside it.

Effects: reads and writes the cache folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import copy
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from corevm.engine.divide import divided
from corevm.ir.archive import Packed
from corevm.ir.digest import ModuleDigests
from corevm.ir.module import Module
from corevm.native.cache import ObjectCache, object_key
from corevm.native.lower import Target
from corevm.native.text import LinkPlan, Symbols

FORMAT = 1
_MAKERS = ("ir", "ir/pass_", "native", "isa/emit", "engine")  # folders whose code makes text of IR


class KeptModule(NamedTuple):
    """What an earlier build made of a module. `shared`: those of its functions that other modules used then; `object_key`: "" if it defines nothing."""

    symbols: Symbols
    packed: Packed
    shared: list[str]
    object_key: str


class KeptModules:
    """The modules of one image that earlier builds have left.

    Attributes:
        found: by a module's number.
    """

    def __init__(self, modules: list[Module], context: dict[str, str], objects: ObjectCache, level: str, target: Target) -> None:
        self._names = [m.name for m in modules]
        self._digests = divided(ModuleDigests(modules, context).of, modules)
        self._objects, self._target = objects, target
        self._look_up(level)

    def _look_up(self, level: str, is_draft: bool = False) -> None:
        self._level = level
        self._keys = [object_key(f"{FORMAT} {_maker()} {digest} {is_draft}", level, self._target) for digest in self._digests]
        self.found: dict[int, KeptModule] = {}
        for number, key in enumerate(self._keys):
            content = self._objects.get(key)
            if content is not None:
                head, _, packed = content.partition(b"\n")
                symbols, functions, shared, its_object = json.loads(head)
                self.found[number] = KeptModule(Symbols(*symbols), Packed(self._names[number], functions, packed), shared, its_object)

    def of_drafts(self, level: str) -> KeptModules:
        """What drafts at a level have left of the same modules."""
        other = copy(self)
        other._look_up(level, True)
        return other

    def objects(self, plan: LinkPlan) -> dict[int, bytes]:
        """The objects that are what this plan would make of their modules, by a module's number."""
        found = {}
        for number, kept in self.found.items():
            if kept.object_key and kept.shared == _shared(kept.symbols, plan):
                content = self._objects.get(kept.object_key)
                if content is not None:
                    found[number] = content
        return found

    def keep(self, number: int, symbols: Symbols, packed: Packed, plan: LinkPlan, text: str) -> None:
        """Leave a module for later builds. Its object may not be there yet: without it the entry is none."""
        its_object = object_key(text, self._level, self._target) if symbols.defined else ""
        head = json.dumps([symbols, packed.functions, _shared(symbols, plan), its_object])
        self._objects.put(self._keys[number], head.encode() + b"\n" + packed.content)


def _shared(symbols: Symbols, plan: LinkPlan) -> list[str]:
    return [name for name in symbols.defined if plan.shared is None or name in plan.shared]


@cache
def _maker() -> str:
    """The hash of the code that makes text of IR."""
    total = blake2b(digest_size=20)
    root = Path(__file__).parent.parent
    for path in sorted(_files(root)):
        total.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def _files(root: Path) -> Iterable[Path]:
    return (path for folder in _MAKERS for path in (root / folder).glob("*.py"))
