for spec in ("", "d", "5", "<5", ">5", "^5", "05", "+", "+5", " ", "-", "=+6", "x", "X", "#x", "#X", "o", "#o", "b", "#b", "#010b", ",", "_", "010,", "_x", "_b",
             "c", "e", ".2f", "%", "*^9", "x<8", "=8", "0=8", "+,", "n", "08_b", "#_x", ">+9,", "é>6"):
    out = []
    for value in (0, 65, -42, 1234567):
        try:
            out.append(format(value, spec))
        except (ValueError, OverflowError) as error:
            out.append(str(error))
    print(repr(spec), out)
print(format(2**70, ","), format(-(2**70), "_"), format(2**70, "x"), format(2**70, "_b")[:20], format(10**30, "+030,d"), format(10**20, "e"), format(True, "d"), format(True), format(True, "5"))
