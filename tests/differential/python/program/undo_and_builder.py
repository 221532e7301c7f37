class Undo:
    def __init__(self):
        self.text, self.done, self.undone = "", [], []

    def do(self, command, *args):
        undo = getattr(self, command)(*args)
        self.done.append((command, args, undo))
        self.undone.clear()
        return self

    def insert(self, at, s):
        self.text = self.text[:at] + s + self.text[at:]
        return lambda: setattr(self, "text", self.text[:at] + self.text[at + len(s) :])

    def delete(self, at, n):
        gone = self.text[at : at + n]
        self.text = self.text[:at] + self.text[at + n :]
        return lambda: self.insert(at, gone)

    def undo(self):
        command, args, back = self.done.pop()
        back()
        self.undone.append((command, args))
        return self

    def redo(self):
        command, args = self.undone.pop()
        self.done.append((command, args, getattr(self, command)(*args)))
        return self


u = Undo().do("insert", 0, "hello").do("insert", 5, " world").do("delete", 0, 1)
print(u.text, u.undo().text, u.undo().text, u.redo().text, u.redo().text, u.do("insert", 0, "J").text, len(u.undone))
try:
    u.redo()
except IndexError as error:
    print(error)


class Builder:
    def __init__(self):
        self._parts = []

    def __getattr__(self, tag):
        if tag.startswith("_"):
            raise AttributeError(tag)

        def make(*children, **attrs):
            a = "".join(f' {k.rstrip("_")}="{v}"' for k, v in attrs.items())
            self._parts.append(f"<{tag}{a}>{''.join(map(str, children))}</{tag}>")
            return self

        return make

    def __str__(self):
        return "".join(self._parts)


print(Builder().div("text", class_="c", id=1).p(Builder().b("bold"), " tail"))
