x, y, name, items, d = 5, 2.5, "bob", [1, 2, 3], {"k": "v", "n": 3}
print(f"{x} {y} {name} {items} {d}", f"{x + 1} {x * y} {name.upper()} {items[0]} {d['k']} {len(items)}", f"{x!r} {name!r} {name!s} {name!a}", f"{{{x}}} {{}} {{x}}", f"{x:5}|{x:<5}|{x:^5}|{x:05d}|{y:.3f}|{name:>6}|{name:*^9}")
print(f"{x:{x}}|{y:{x + 3}.{2}f}|{name:{'*'}^{10}}|{x:{'0'}{8}{'b'}}", f"{x=} {x = } {x+1=} {name=!s} {y=:.2f} {items=} {name = !r:>8}", f"{'nested'} {f'{x}'}")
print(f"{x if x > 3 else y} {x > 3 and 'yes'} {[i * 2 for i in items]} {(lambda v: v + 1)(x)} {dict(a=1)['a']} {({'a': 2})['a']} { {1, 2} == {2, 1} } {x,y} {*items,}", f"{(z := 10)} {z}", f"{x:>{len(name) + 2}}")
print(f"a" "b" f"{x}" 'c', f"{x}" + "{x}", rf"\n{x}\t", f"\n{x}\t|".strip(), fr"{x}\d", f"{'a' 'b'}", f"{x}"f"{y}", f"", f"{''}", f"{None} {True} {...} {()} {[]}", f'{"double"} {name!r}', F"{x}")
print(f"""multi {
    x
} line {name}""")
print(f"{x:,} {10**9:,} {10**9:_} {255:#x} {255:08b} {0.5:.0%} {1e10:g} {-5:+} {5: }", f"{name:.2}|{name:5.1}|{name!r:.3}|", f"{x:}{y:}", f"{'é':>3}" == "  é", f"{3.14159:.{x}f}", f"{'a':{'<'}{5}}|")
print(f"{'{'}{'}'}", f"{'}'}", f"{x!r:^{10}}|", f"{'''a'''}", f"{x :d}", f"{ x }", f"{x:{'d'}}", f"{True:d}", f"{10:x}{11:X}", f"{items[-1]:03}", f"{d['n']:>4}", f"{'%s' % x}", f"{'{}'.format(x)}", f"{x:%}" )
