words = ("hello World", "ÀÉÎ straße", "ǆ ǅ Ǆ", "ΑΣ ΣΑΣ.", "ﬁ ﬂ", "they're bill's 3rd", "İi ıI", "ß", "", "123", "ŉ", "aB1cD")
for w in words:
    print(ascii([w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold()]))
for w in ("abc", "ABC", "Abc", "Abc Def", "aBc", "123", "a1", "A1", "", " ", "ǅ", "ª", "Ⅷ", "A b", "Hello World's"):
    print(ascii(w), w.islower(), w.isupper(), w.istitle())
print("MASSE".casefold() == "Maße".casefold(), "ß".upper(), len("ß".upper()), "ﬃ".upper(), "x".upper() is not None, "abc".upper().lower() == "abc")
