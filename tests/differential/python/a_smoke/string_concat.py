a = "foo"
b = a + "bar"
print(b)
print(a * 3)
print(len(b))
print(b == "foobar", b != "foobar", "a" < "b")
