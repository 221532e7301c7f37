"""Containers that `default` changes while they are being encoded."""

import json


class X:
    pass


def cleared(o):
    items.clear()
    return 0


items = [X(), X(), 1, 2, 3]
print(json.dumps(items, default=cleared))


def grown(o):
    if len(items) < 50:
        items.append(X())
    return len(items)


items = [X()]
print(json.dumps(items, default=grown))


class Odd(dict):
    def items(self):
        return [(1, 2), ("a",)]


for options in ({}, {"indent": 1}, {"sort_keys": True}):
    try:
        print(json.dumps(Odd(a=1), **options))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
