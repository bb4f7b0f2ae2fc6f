"""Writes properties.bin and names.bin: what the module unicodedata of CPython 3.13 says.

Run with CPython 3.13, from whose module the facts are taken: python3.13 gen.py [FOLDER].
Both files are compressed (DEFLATE); read.go says what is in them.
"""

import ctypes
import os
import sys
import unicodedata
import zlib

N = 0x110000
chars = [chr(c) for c in range(N)]
old = unicodedata.ucd_3_2_0


def varint(n):
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def record(db, c):
    numeric = db.numeric(c, None)
    return (
        db.category(c), db.bidirectional(c), db.combining(c), db.mirrored(c), db.east_asian_width(c),
        db.decimal(c, -1) + 1, db.digit(c, -1) + 1, "" if numeric is None else repr(numeric),
    )


def runs(indices):
    out, start = [], 0
    for c in range(1, N + 1):
        if c == N or indices[c] != indices[start]:
            out.append((c - start, indices[start]))
            start = c
    return varint(len(out)) + b"".join(varint(n) + varint(i) for n, i in out)


def properties():
    numbers = {}
    now = [numbers.setdefault(record(unicodedata, c), len(numbers)) for c in chars]
    then = [numbers.setdefault(record(old, c), len(numbers)) for c in chars]
    lists = [sorted({r[i] for r in numbers}) for i in (0, 1, 4, 7)]
    tags = sorted({d.split()[0] for c in chars if (d := unicodedata.decomposition(c)).startswith("<")})
    out = b"".join((" ".join(x or "-" for x in l) + "\n").encode() for l in [*lists, tags])
    out += varint(len(numbers))
    for category, bidi, combining, mirrored, width, decimal, digit, numeric in numbers:
        out += bytes([lists[0].index(category), lists[1].index(bidi), combining, mirrored, lists[2].index(width), decimal, digit])
        out += varint(lists[3].index(numeric))
    out += runs(now) + runs(then)
    entries, last = [], 0
    for c in range(N):
        d = unicodedata.decomposition(chars[c]).split()
        if not d:
            continue
        tag = tags.index(d.pop(0)) + 1 if d[0].startswith("<") else 0
        composes = not tag and len(d) == 2 and unicodedata.normalize("NFC", chars[c]) == chars[c]
        entries.append(varint(c - last) + bytes([tag << 1 | composes]) + varint(len(d)) + b"".join(varint(int(x, 16)) for x in d))
        last = c
    out += varint(len(entries)) + b"".join(entries)
    # Characters of version 3.2 whose decomposition has been corrected since.
    corrected = []
    for c in range(N):
        if not 0xD800 <= c < 0xE000 and old.category(chars[c]) != "Cn":
            was, now = old.normalize("NFD", chars[c]), unicodedata.normalize("NFD", chars[c])
            if was != now:
                assert len(was) == 1
                corrected.append(varint(c) + varint(ord(was)))
    return out + varint(len(corrected)) + b"".join(corrected)


def internal_name(code):
    """The name under which the module has an alias or a sequence, at a private number."""
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    table = pointer(unicodedata._ucnhash_CAPI, b"unicodedata._ucnhash_CAPI")
    function = ctypes.cast(table, ctypes.POINTER(ctypes.c_void_p))[0]
    getname = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)(function)
    buffer = ctypes.create_string_buffer(300)
    return buffer.value.decode() if getname(code, buffer, 300, 1) else None


def names():
    lines, expected = [], 0
    for c in range(N):
        name = unicodedata.name(chars[c], None)
        if not name or name.startswith(("HANGUL SYLLABLE ", "CJK UNIFIED IDEOGRAPH-")):
            continue
        if c != expected:
            lines.append(f"={c:X}")
        lines.append(name)
        expected = c + 1
    for c in range(0xF0000, 0xF2000):
        if name := internal_name(c):
            text = unicodedata.lookup(name)
            lines.append(name + "=" + " ".join(f"{ord(x):X}" for x in text))
    ideographs, start = [], None
    for c in range(N):
        is_one = unicodedata.name(chars[c], "").startswith("CJK UNIFIED IDEOGRAPH-")
        if is_one and start is None:
            start = c
        if not is_one and start is not None:
            ideographs.append(f"{start:X}-{c - 1:X}")
            start = None
    return "\n".join([" ".join(ideographs), *lines]).encode()


folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
for file, data in [("properties.bin", properties()), ("names.bin", names())]:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    with open(os.path.join(folder, file), "wb") as f:
        f.write(packer.compress(data) + packer.flush())
