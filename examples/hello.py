"""A first program: run it with `pyta examples/hello.py`."""


class Greeter:
    def __init__(self, greeting):
        self.greeting = greeting

    def greet(self, name):
        return self.greeting + ", " + name + "!"


greeter = Greeter("Hello")
for name in ("world", "Pyta"):
    print(greeter.greet(name))
