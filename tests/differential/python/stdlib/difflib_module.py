import difflib

print("\n".join(difflib.unified_diff("a b c".split(), "a x c".split(), lineterm="")), difflib.get_close_matches("appel", ["ape", "apple", "peach"]), round(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), 3))
a = "one two three four five".split()
b = "one 2 three five six".split()
print([(op, a[i:j], b[k:l]) for op, i, j, k, l in difflib.SequenceMatcher(None, a, b).get_opcodes()])
print("\n".join(difflib.ndiff(["hello", "world"], ["hallo", "world", "x"])))
print(list(difflib.restore(difflib.ndiff(a, b), 2)) == b)
s = difflib.SequenceMatcher(lambda c: c == " ", "private Thread currentThread;", "private volatile Thread currentThread;")
print(round(s.ratio(), 3), s.find_longest_match(0, 29, 0, 38), len(s.get_matching_blocks()))
