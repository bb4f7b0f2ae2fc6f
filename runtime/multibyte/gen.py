"""Writes the tables of the packages below this folder: what the codecs of CPython 3.13 say.

Run with CPython 3.13, from whose codecs the facts are taken: python3.13 gen.py [FOLDER].
table.go says what is in the files.
"""

import os
import struct
import sys

ILLEGAL = "illegal multibyte sequence"


def word(seq):
    """The number that stands for a sequence of up to three bytes.

    A sequence of three is 0x8F with two bytes of its own, of which the second loses its high bit.
    """
    if len(seq) == 3:
        assert seq[0] == 0x8F and seq[2] >= 0x80
        return seq[1] << 8 | seq[2] & 0x7F
    return int.from_bytes(seq)


def order(code, three):
    """The key by which the first of several sequences for a character is the one that is written."""
    return (three and code >= 0x100 and not code & 0x80, code)


class Charset:
    def __init__(self, name, three=False):
        self.name, self.three = name, three
        self.dec, self.enc, self.illegal = {}, {}, []
        for lead in range(256):
            first = bytes([lead])
            try:
                self.dec[lead] = first.decode(name)
                continue
            except UnicodeDecodeError as e:
                if e.reason == ILLEGAL:
                    self.illegal.append(lead)
                    continue
            for trail in range(256):
                seq = bytes([lead, trail])
                if three and lead == 0x8F:
                    for last in range(0xA1, 0xFF):
                        self.look(seq + bytes([last]))
                else:
                    self.look(seq)
        for c in range(0x110000):
            try:
                seq = chr(c).encode(name)
            except UnicodeEncodeError:
                continue
            if len(seq) < 3 or three:
                self.enc[c] = word(seq)

    def look(self, seq):
        try:
            self.dec[word(seq)] = seq.decode(self.name)
        except UnicodeDecodeError:
            pass

    def section(self, base):
        """The bytes that make this charset of the sequences base."""
        out = bytearray([len(self.name)]) + self.name.encode()
        out += bytes([len(self.illegal)]) + bytes(self.illegal)
        runs = []
        for code in sorted(set(self.dec) | set(base)):
            if self.dec.get(code) != base.get(code):
                gone = code not in self.dec
                if not runs or runs[-1][0] + len(runs[-1][1]) != code or runs[-1][2] != gone:
                    runs.append((code, [], gone))
                runs[-1][1].append(self.dec.get(code))
        out += struct.pack(">H", len(runs))
        for start, texts, gone in runs:
            out += struct.pack(">HH", start, len(texts) | gone << 15)
            for text in texts if not gone else ():
                out += (b"\xff\xff" if len(text) > 1 else b"") + text.encode("utf-16-be")
        inverse = {}
        for code in sorted(self.dec, key=lambda code: order(code, self.three)):
            if len(self.dec[code]) == 1:
                inverse.setdefault(ord(self.dec[code]), code)
        other = [c for c in sorted(set(inverse) | set(self.enc)) if inverse.get(c) != self.enc.get(c)]
        out += struct.pack(">H", len(other))
        for c in other:
            out += struct.pack(">IH", c, self.enc.get(c, 0))
        print(f"{self.name}: {len(self.dec)} sequences, {sum(len(t) for _, t, _ in runs)} in the table, {len(other)} characters otherwise, {len(out)} bytes")
        return bytes(out)


def shifted(row, cell, second=False):
    """The sequence of Shift JIS for a row and a cell of JIS X 0208 or 0213, counted from 0."""
    if second:
        rows = [1, 8, 3, 4, 5, 12, 13, 14, 15, *range(78, 95)]
        if row + 1 not in rows:
            return None
        row = rows.index(row + 1) + (0xF0 - 0xC1) * 2
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row & 1 else cell + 0x40 + (cell >= 63)
    return lead << 8 | trail


def shift(dec):
    """The sequences of an EUC as those of Shift JIS."""
    out = {}
    for code, text in dec.items():
        if code >= 0xA1A1 or code >= 0xA121 and not code & 0x80:
            s = shifted((code >> 8) - 0xA1, (code & 0x7F) - 0x21, second=not code & 0x80)
            if s is not None:
                out[s] = text
    return out


def four():
    """The runs of four-byte sequences of GB 18030 for characters below U+10000: their numbers and characters."""
    runs = []
    for n in range(12600 * 4):
        seq = bytes([0x81 + n // 12600, 0x30 + n // 1260 % 10, 0x81 + n // 10 % 126, 0x30 + n % 10])
        try:
            c = ord(seq.decode("gb18030"))
        except UnicodeDecodeError:
            continue
        if runs and runs[-1][0] + runs[-1][2] == n and runs[-1][1] + runs[-1][2] == c:
            runs[-1][2] += 1
        else:
            runs.append([n, c, 1])
        assert chr(c).encode("gb18030") == seq, (seq, c)
    print(f"gb18030: {len(runs)} runs of four bytes")
    return b"".join(struct.pack(">HHH", *r) for r in runs)


def write(folder, name, *parts):
    with open(os.path.join(folder, name), "wb") as f:
        f.write(b"".join(parts))


folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))

gbk = Charset("gbk")
write(folder, "cn/tables.bin", gbk.section({}), Charset("gb2312").section(gbk.dec), Charset("gb18030").section(gbk.dec))
write(folder, "cn/four.bin", four())

big5 = Charset("big5")
write(folder, "tw/tables.bin", big5.section({}), Charset("cp950").section(big5.dec))
write(folder, "hk/tables.bin", Charset("big5hkscs").section(big5.dec))

cp949 = Charset("cp949")
write(folder, "kr/tables.bin", cp949.section({}), Charset("euc_kr").section(cp949.dec), Charset("johab").section({}))

euc = Charset("euc_jp", three=True)
sjis = Charset("shift_jis")
euc2004 = Charset("euc_jis_2004", three=True)
sjis2004 = Charset("shift_jis_2004")
write(
    folder, "jp/tables.bin",
    euc.section({}),
    sjis.section(shift({code: text for code, text in euc.dec.items() if code & 0x80})),
    Charset("cp932").section(sjis.dec),
    euc2004.section(euc.dec),
    Charset("euc_jisx0213", three=True).section(euc2004.dec),
    sjis2004.section(shift(euc2004.dec)),
    Charset("shift_jisx0213").section(sjis2004.dec),
)
