class Manager:
    def __enter__(self):
        print("enter")
        return "value"

    def __exit__(self, kind, error, trace):
        print("exit", kind is None)


with Manager() as m:
    print(m)
