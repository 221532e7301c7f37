from collections import defaultdict, namedtuple
from itertools import groupby
from operator import attrgetter

DATA = """region,product,units,price
north,apple,10,1.25
south,apple,4,1.30
north,pear,7,2.00
east,"fig, dried",3,10.5
south,pear,x,2.10
north,apple,5,1.25
east,apple,,1.2
west,"a ""q"" b",1,0.99
"""


def parse_line(line):
    fields, cur, quoted, i = [], [], False, 0
    while i < len(line):
        c = line[i]
        if quoted:
            if c == '"' and line[i + 1 : i + 2] == '"':
                cur.append('"')
                i += 1
            elif c == '"':
                quoted = False
            else:
                cur.append(c)
        elif c == '"':
            quoted = True
        elif c == ",":
            fields.append("".join(cur))
            cur = []
        else:
            cur.append(c)
        i += 1
    if quoted:
        raise ValueError("unterminated quote")
    return [*fields, "".join(cur)]


header, *lines = DATA.strip().splitlines()
Row = namedtuple("Row", header.split(","))
rows, errors = [], []
for number, line in enumerate(lines, 2):
    try:
        region, product, units, price = parse_line(line)
        rows.append(Row(region, product, int(units), float(price)))
    except ValueError as error:
        errors.append((number, str(error)))
print(len(rows), errors)
totals = defaultdict(lambda: [0, 0.0])
for r in rows:
    t = totals[r.product]
    t[0] += r.units
    t[1] += r.units * r.price
print(f"{'product':<12}|{'units':>6}|{'revenue':>10}|{'share':>7}")
print("-" * 12 + "+" + "-" * 6 + "+" + "-" * 10 + "+" + "-" * 7)
grand = sum(t[1] for t in totals.values())
for product, (units, revenue) in sorted(totals.items(), key=lambda kv: -kv[1][1]):
    print(f"{product:<12}|{units:>6d}|{revenue:>10,.2f}|{revenue / grand:>7.1%}")
print(f"{'total':<12}|{sum(t[0] for t in totals.values()):>6}|{grand:>10.2f}|{1:>7.0%}")
for region, group in groupby(sorted(rows, key=attrgetter("region", "product")), key=attrgetter("region")):
    group = list(group)
    best = max(group, key=lambda r: (r.units * r.price, r.product))
    print(region, [r.product for r in group], best.product, sum(r.units for r in group))


def pivot(rows, row, col, value):
    table = defaultdict(dict)
    for r in rows:
        table[getattr(r, row)][getattr(r, col)] = table[getattr(r, row)].get(getattr(r, col), 0) + value(r)
    columns = sorted({c for d in table.values() for c in d})
    yield [row, *columns]
    for key in sorted(table):
        yield [key, *(table[key].get(c, "-") for c in columns)]


for line in pivot(rows, "region", "product", lambda r: r.units):
    print("\t".join(map(str, line)))


class Query:
    def __init__(self, rows):
        self.rows = list(rows)

    def where(self, **conditions):
        def ok(r):
            for key, value in conditions.items():
                name, _, op = key.partition("__")
                actual = getattr(r, name)
                if not {"": actual == value, "gt": op == "gt" and actual > value, "lt": op == "lt" and actual < value, "in": op == "in" and actual in value}[op]:
                    return False
            return True

        return Query(filter(ok, self.rows))

    def order(self, name):
        return Query(sorted(self.rows, key=attrgetter(name.lstrip("-")), reverse=name[0] == "-"))

    def select(self, *names):
        return [tuple(getattr(r, n) for n in names) for r in self.rows]

    def __len__(self):
        return len(self.rows)


q = Query(rows)
print(q.where(region="north").select("product", "units"), q.where(units__gt=4, price__lt=2).order("-units").select("region", "units"), len(q.where(product__in=("pear", "kiwi"))))
try:
    q.where(nope=1)
    print(len(q.where(nope=1)))
except AttributeError as error:
    print(error)
try:
    parse_line('a,"b')
except ValueError as error:
    print(error)
