NUMERALS = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def to_roman(n):
    if not 0 < n < 4000:
        raise ValueError(f"{n} out of range")
    out = []
    for v, s in NUMERALS:
        k, n = divmod(n, v)
        out.append(s * k)
    return "".join(out)


def from_roman(s):
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    total = 0
    for a, b in zip(s, s[1:] + " "):
        total += -values[a] if values.get(b, 0) > values[a] else values[a]
    if to_roman(total) != s:
        raise ValueError(f"bad numeral {s!r}")
    return total


print([to_roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 3999)], all(from_roman(to_roman(n)) == n for n in range(1, 4000, 7)))
for bad in (0, 4000, "IIII", "VX", "ABC"):
    try:
        print(to_roman(bad) if isinstance(bad, int) else from_roman(bad))
    except (ValueError, KeyError) as error:
        print(type(error).__name__, error)
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def words(n):
    if n < 0:
        return "minus " + words(-n)
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return ONES[n // 100] + " hundred" + (" and " + words(n % 100) if n % 100 else "")
    for power, name in ((12, "trillion"), (9, "billion"), (6, "million"), (3, "thousand")):
        if n >= 10**power:
            rest = n % 10**power
            return words(n // 10**power) + " " + name + ((" and " if rest < 100 else ", ") + words(rest) if rest else "")


for n in (0, 13, 21, 100, 342, 1000, 1001, 12345, 10**6 + 7, 987654321, -5):
    print(n, words(n))
TEXT = """It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness"""
freq = {}
for w in TEXT.lower().replace(",", "").split():
    freq[w] = freq.get(w, 0) + 1
for w, n in sorted(freq.items(), key=lambda kv: (-kv[1], kv[0]))[:5]:
    print(f"{w:<8}{'*' * n:>6} {n / len(freq):6.1%}")


def pig(word):
    head = 0
    while head < len(word) and word[head] not in "aeiou":
        head += 1
    return word[head:] + word[:head] + "ay" if head else word + "way"


print(" ".join(map(pig, "the quick apple string rhythm".split())))


def vigenere(text, key, sign=1):
    out, k = [], 0
    for c in text:
        if c.isalpha():
            base = 65 if c.isupper() else 97
            shift = sign * (ord(key[k % len(key)].lower()) - 97)
            out.append(chr((ord(c) - base + shift) % 26 + base))
            k += 1
        else:
            out.append(c)
    return "".join(out)


secret = vigenere("Attack at Dawn!", "Lemon")
print(secret, vigenere(secret, "Lemon", -1))
MORSE = dict(zip("abcdefghijklmnopqrstuvwxyz", ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..".split()))
coded = " ".join(MORSE[c] for c in "sos" if c in MORSE)
print(coded, "".join({v: k for k, v in MORSE.items()}[m] for m in coded.split()))


def is_palindrome(s):
    s = "".join(filter(str.isalnum, s.lower()))
    return s == s[::-1]


def longest_palindrome(s):
    best = ""
    for i in range(len(s)):
        for a, b in ((i, i), (i, i + 1)):
            while a >= 0 and b < len(s) and s[a] == s[b]:
                a, b = a - 1, b + 1
            if b - a - 1 > len(best):
                best = s[a + 1 : b]
    return best


print(is_palindrome("A man, a plan, a canal: Panama"), longest_palindrome("forgeeksskeegfor"), sorted("listen") == sorted("silent"))
anagrams = {}
for w in "eat tea tan ate nat bat".split():
    anagrams.setdefault("".join(sorted(w)), []).append(w)
print(list(anagrams.values()), "".join(a + b for a, b in zip("ace", "bdf")), " ".join(w[::-1] for w in "reverse each word".split()), "hello world".title().swapcase())
table = str.maketrans("aeiou", "*" * 5)
print(TEXT[:30].translate(table), sum(c in "aeiou" for c in TEXT), max(TEXT.split(), key=len))
