# csv: lines that can be split at once and lines that cannot, under every dialect option; what is written comes back.
import csv
import io

LINES = ["a,b,c\r\n", "a,b,c\n", "a,b,c\r", "a,b,c", "", "\n", "\r\n", ",\n", ",,,\n", "a\n", " a , b \n", '"a,b",c\n', 'a"b,c\n', '"a""b",c\n', '"a\n', 'b",c\n',
         "a\\,b,c\n", "'x,y',z\n", "1,2.5,x\n", '"1",2\n', "a\tb;c|d\n", "é,\U0001f600,\x00z\n", "a,b\n\n", "a\rb,c\n", "a,b\r\r\n", '""\n', '"",""\n', '"a" b,c\n', "a, \"b\"\n"]
OPTIONS = ({}, {"delimiter": ";"}, {"delimiter": "\t"}, {"delimiter": "|"}, {"quotechar": "'"}, {"quoting": csv.QUOTE_NONE}, {"quoting": csv.QUOTE_ALL}, {"escapechar": "\\"},
           {"skipinitialspace": True}, {"quoting": csv.QUOTE_NONNUMERIC}, {"strict": True}, {"doublequote": False, "escapechar": "\\"}, {"quoting": csv.QUOTE_NONE, "escapechar": "\\"},
           {"dialect": "excel-tab"}, {"dialect": "unix"}, {"delimiter": " "}, {"quotechar": None, "quoting": csv.QUOTE_NONE})


def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e)[:45])


for options in OPTIONS:
    print(options)
    for line in LINES:
        show(lambda: list(csv.reader([line], **options)))
    reader = csv.reader(["a,b\n", '"c\n', 'd",e\n', "f\n"], **options)
    for _ in range(4):
        show(lambda: (next(reader), reader.line_num))
show(lambda: list(csv.reader([b"a"])))
show(lambda: list(csv.reader(5)))
limit = csv.field_size_limit(5)
show(lambda: list(csv.reader(["abcde,f\n"])))
show(lambda: list(csv.reader(["abcdef,f\n"])))
show(lambda: list(csv.reader(["ab,cd,ef,gh\n"])))
csv.field_size_limit(limit)
ROWS = [["a", "b"], ["a,b", 'c"d', "e\nf", "g\rh"], [1, 2.5, None, True], [""], ["", ""], [], ["\\", "'", ";", "\t", " x "], ["é", "|"], (x for x in "xyz"), "str", [float("nan"), 10**20]]
for options in OPTIONS:
    for row in ROWS:
        row = list(row)
        out = io.StringIO()

        def write():
            n = csv.writer(out, **options).writerow(row)
            return n, out.getvalue(), list(csv.reader(io.StringIO(out.getvalue(), newline=""), **options))

        show(write)
out = io.StringIO()
w = csv.DictWriter(out, ["b", "a"], restval="-", lineterminator="!\n")
w.writeheader()
w.writerows([{"a": 1, "b": "x!y"}, {"a": 2}])
print(repr(out.getvalue()))
print([dict(r) for r in csv.DictReader(["b,a\n", "1,2\n", "\n", "3\n", "4,5,6\n"], restval="none", restkey="more")])
show(lambda: csv.writer(io.StringIO()).writerow(5))
