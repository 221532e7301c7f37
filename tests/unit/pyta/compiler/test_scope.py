"""Which name is what: `kinds`, closures, mangling."""

from __future__ import annotations

import pytest

from pyta.compiler.constant import Folder
from pyta.compiler.scope import CELL, FREE, GLOBAL, LOCAL, NAME, NAME_OR_FREE, OUTER, Scope, Scopes
from pyta.syntax.parse import parse


def scope_of(source: str, *path: str, namespace: bool = False) -> Scope:
    """The scope reached by the names of functions, classes and comprehensions."""
    scope = Scopes(parse(source, "x.py"), "x.py", Folder(0), namespace=namespace).module
    for name in path:
        scope = next(child for child in scope.children if child.name == name)
    return scope


def kinds(source: str, *path: str, namespace: bool = False) -> dict[str, int]:
    return scope_of(source, *path, namespace=namespace).kinds


def test_a_bound_name_is_local_and_a_read_one_global() -> None:
    assert kinds("def f(a):\n  b = a + c", "f") == {"a": LOCAL, "b": LOCAL, "c": GLOBAL}


def test_what_an_inner_function_reads_is_a_cell() -> None:
    source = "def f(a, b):\n  def g():\n    return a\n  return b"
    assert kinds(source, "f") == {"a": CELL, "b": LOCAL, "g": LOCAL}
    assert kinds(source, "f", "g") == {"a": FREE}
    assert scope_of(source, "f", "g").free_names == ("a",)


def test_a_name_passes_through_functions_that_do_not_mention_it() -> None:
    source = "def f(a):\n  def g():\n    def h():\n      nonlocal a\n      a = 1\n"
    assert scope_of(source, "f", "g").free_names == ("a",)
    assert kinds(source, "f", "g", "h") == {"a": FREE}


def test_a_global_declaration_hides_the_outer_local_from_inner_functions() -> None:
    source = "def f(x):\n  def g():\n    global x\n    def h():\n      return x"
    assert kinds(source, "f")["x"] == LOCAL
    assert kinds(source, "f", "g", "h") == {"x": GLOBAL}


def test_a_global_declaration_anywhere_holds_for_the_module() -> None:
    source = "x = 1\ny = 2\ndef f():\n  global x"
    assert kinds(source, namespace=True) == {"x": GLOBAL, "y": NAME, "f": NAME}


def test_a_comprehension_needs_no_cell_for_what_it_reads_itself() -> None:
    source = "def f(a):\n  return [a + b for b in a]"
    assert kinds(source, "f") == {"a": LOCAL}
    assert kinds(source, "f", "<listcomp>") == {"b": LOCAL, "a": OUTER}


def test_a_comprehension_needs_cells_for_what_functions_in_it_read() -> None:
    source = "def f(a):\n  return [lambda: a + b for b in a]"
    assert kinds(source, "f") == {"a": CELL}
    assert kinds(source, "f", "<listcomp>") == {"b": CELL, "a": OUTER}


def test_a_generator_expression_is_a_function() -> None:
    source = "def f(a):\n  return (a + b for b in a)"
    assert kinds(source, "f") == {"a": CELL}
    assert kinds(source, "f", "<genexpr>") == {".0": LOCAL, "b": LOCAL, "a": FREE}


def test_a_walrus_binds_outside_its_comprehensions() -> None:
    source = "def f(a):\n  return [[(x := b) for b in c] for c in a]"
    scope = scope_of(source, "f")
    assert scope.kinds == {"a": LOCAL, "x": LOCAL}
    assert scope.walrus == {"x"}
    assert kinds("[(x := b) for b in c]", "<listcomp>")["x"] == GLOBAL
    assert kinds("def f():\n  any((x := b) for b in c)", "f")["x"] == CELL


def test_a_class_sees_its_own_names_its_methods_do_not() -> None:
    source = "def f(a, b):\n  class C:\n    a = a\n    c = b\n    def m(self):\n      return a"
    assert kinds(source, "f", "C")["a"] == NAME
    assert kinds(source, "f", "C")["b"] == NAME_OR_FREE
    assert kinds(source, "f", "C", "m") == {"self": LOCAL, "a": FREE}
    assert scope_of(source, "f", "C").free_names == ("a", "b")


def test_super_makes_the_class_cell() -> None:
    source = "class C:\n  def m(self):\n    return [super().m() for _ in self]\n  def n(self):\n    pass"
    assert scope_of(source, "C").class_cell
    assert scope_of(source, "C", "m").free_names == ("__class__",)
    assert scope_of(source, "C", "n").free_names == ()


@pytest.mark.parametrize(
    ("name", "mangled"),
    [("__x", "_C__x"), ("__x__", "__x__"), ("_x", "_x"), ("__", "__"), ("__a.b", "__a.b")],
)
def test_private_names_are_mangled(name: str, mangled: str) -> None:
    assert scope_of("class _C: pass", "_C").mangle(name) == mangled


def test_a_class_of_underscores_mangles_nothing() -> None:
    assert scope_of("class __: pass", "__").mangle("__x") == "__x"


def test_names_are_mangled_wherever_they_stand() -> None:
    source = "class C:\n  def m(self, __a):\n    import __b\n    global __c\n    for __d in (): pass\n    self.__e = 1"
    assert set(kinds(source, "C", "m")) == {"self", "_C__a", "_C__b", "_C__c", "_C__d"}


def test_deletion_is_noted_also_of_an_exception_s_name() -> None:
    source = "def f(a):\n  del a\n  try: pass\n  except E as e: pass"
    assert scope_of(source, "f").deleted == {"a", "e"}
