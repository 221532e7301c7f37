from string import Template, Formatter, ascii_letters, digits, punctuation, capwords

t = Template("$who likes ${what} $$5 ${who}x")
print(t.substitute(who="tim", what="kung pao"), t.safe_substitute(who="a"), Template("$a $b").safe_substitute({"a": 1}), t.template)
for text, args in (("$a", {}), ("$", {}), ("$ x", {}), ("${a", {"a": 1}), ("$1", {})):
    try:
        print(Template(text).substitute(args))
    except (KeyError, ValueError) as error:
        print(type(error).__name__, error)
print(list(Formatter().parse("a{b!r:>{w}}c{{d}}{}")), Formatter().format("{0} {x:>3}", 1, x=2), capwords("hello wORLD  foo"), len(ascii_letters), digits, punctuation)
rows = [("name", "qty", "price"), ("apple", 3, 1.5), ("banana split", 12, 20.25), ("kiwi", 100, 0.333)]
widths = [max(len(f"{row[i]}") for row in rows) for i in range(3)]
for i, (a, b, c) in enumerate(rows):
    print(f"{a:<{widths[0]}}|{b:>{widths[1]}}|{c:>{widths[2]}}" if i == 0 else f"{a:<{widths[0]}}|{b:>{widths[1]}d}|{c:>{widths[2]}.2f}")
    if not i:
        print("+".join("-" * w for w in widths))


class Upper(Formatter):
    def convert_field(self, value, conversion):
        return str(value).upper() if conversion == "u" else super().convert_field(value, conversion)

    def get_value(self, key, args, kwargs):
        return kwargs.get(key, f"?{key}?") if isinstance(key, str) else super().get_value(key, args, kwargs)


print(Upper().format("{0!u} {x} {y!u}", "abc", x=1))
