s = "Hello World"
print(s.upper())
print(s.lower())
print(s.replace("o", "0"))
print(s.split())
print(",".join(["a", "b", "c"]))
print("  x ".strip())
print(s.startswith("Hell"), s.endswith("x"), s.find("W"))
