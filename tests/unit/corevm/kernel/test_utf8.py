"""UTF-8 against Python's codec, in each error mode."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from corevm.kernel import bytes_text, string, utf8
from corevm.testing.text import EXECUTORS, checked, machine, texts

pytestmark = pytest.mark.parametrize("executor", EXECUTORS)

pieces = st.one_of(
    st.binary(max_size=6), texts.map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"\xed\xa0\x80", b"\xf0\x90", b"\xe2\x82", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xff", b"\xf0\x9f\x98\x80", b"a" * 20]),
)  # fmt: skip
raw = st.lists(pieces, max_size=5).map(b"".join)


def test_decode(executor: str) -> None:
    m = machine(executor)

    @checked(executor, data=raw)
    def check(data: bytes) -> None:
        for number, mode in enumerate(utf8.ERROR_MODES):
            try:
                wanted, fault = data.decode("utf-8", mode), (-1, -1)
            except UnicodeDecodeError as e:
                wanted, fault = "unicode_decode", (e.start, e.end)
            assert m.outcome(bytes_text.decode_bytes_utf8, data, number) == wanted, mode
            assert m.call(utf8.scan_utf8, m.buffer(data), len(data), number)[2:4] == fault, mode

    check()


def test_encode(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=texts)
    def check(a: str) -> None:
        for number, mode in enumerate(utf8.ERROR_MODES):
            try:
                wanted = a.encode("utf-8", mode)
            except UnicodeEncodeError:
                wanted = "unicode_encode"
            assert m.outcome(bytes_text.encode_string_utf8, a, number) == wanted, mode

    check()
    assert m.outcome(string.utf8_length, "aé\ud800", utf8.STRICT) == "unicode_encode"


def test_all_sequences_of_two_bytes(executor: str) -> None:
    m = machine(executor)
    step = 1 if executor == "native" else 37
    for first in range(0x80, 0x100, step):
        for second in range(0, 0x100, step):
            data = bytes([first, second, 0x80, 0x41])
            address = m.buffer(data)
            code, taken = m.call(utf8.decode_sequence, address, 0, 4)
            try:
                wanted = data.decode()
                assert code == ord(wanted[0]) and taken == len(wanted[0].encode())
            except UnicodeDecodeError as e:
                if e.start == 0:
                    assert code == utf8.FAULT and taken == e.end
                else:
                    assert chr(code).encode() == data[:taken]


def test_latin(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=texts, data=st.binary(max_size=20))
    def check(a: str, data: bytes) -> None:
        for name, limit in (("ascii", 127), ("latin-1", 255)):
            try:
                wanted: object = a.encode(name)
                fault = -1
            except UnicodeEncodeError as e:
                wanted, fault = "unicode_encode", e.start
            assert m.outcome(bytes_text.encode_string_latin, a, limit) == wanted
            assert m.text(bytes_text.first_above, a, limit) == fault
            try:
                wanted = data.decode(name)
            except UnicodeDecodeError:
                wanted = "unicode_decode"
            assert m.outcome(bytes_text.decode_bytes_latin, data, limit) == wanted

    check()
