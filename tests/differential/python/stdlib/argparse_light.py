import argparse

p = argparse.ArgumentParser(prog="tool", add_help=False)
p.add_argument("name")
p.add_argument("rest", nargs="*", type=int)
p.add_argument("-v", "--verbose", action="count", default=0)
p.add_argument("--flag", action="store_true")
p.add_argument("--no-flag", dest="flag", action="store_false")
p.add_argument("-o", "--out", default="x", choices=["x", "y"])
p.add_argument("--num", type=float, metavar="N")
p.add_argument("--items", nargs=2, action="append")
print(vars(p.parse_args(["a"])))
print(vars(p.parse_args("a 1 2 -vv --flag -o y --num=2.5 --items p q --items r s".split())))
print(p.parse_known_args(["a", "--unknown"])[1], p.parse_args(["--verb", "n"]).verbose, vars(p.parse_args(["--", "-n"]))["name"])


class Quiet(argparse.ArgumentParser):
    def error(self, message):
        raise ValueError(message)


q = Quiet(prog="q")
q.add_argument("n", type=int)
q.add_argument("--mode", required=True)
for args in ([], ["x", "--mode", "a"], ["1"], ["1", "--mode"], ["1", "2", "--mode", "a"]):
    try:
        print(q.parse_args(args))
    except ValueError as error:
        print(error)
sub = Quiet(prog="main")
subs = sub.add_subparsers(dest="cmd")
a = subs.add_parser("add")
a.add_argument("x", type=int)
a.set_defaults(run=lambda ns: ns.x + 1)
ns = sub.parse_args(["add", "41"])
print(ns.cmd, ns.run(ns))
group = Quiet()
g = group.add_mutually_exclusive_group()
g.add_argument("--a", action="store_const", const=5)
g.add_argument("--b", action="store_true")
print(group.parse_args(["--a"]).a)
try:
    group.parse_args(["--a", "--b"])
except ValueError as error:
    print("not allowed" in str(error))
print(p.format_usage().split()[0:2], argparse.Namespace(x=1) == argparse.Namespace(x=1), argparse.Namespace(x=1, y="s"))
