"""Records a checksum of every property and mapping of str over all code points.
Run: python3.13 record.py > checksums.txt
"""

import unicodedata

PROPS = {
    "alpha": str.isalpha, "printable": str.isprintable, "space": str.isspace, "lower": str.islower,
    "upper": str.isupper, "decimal": str.isdecimal, "digit": str.isdigit, "numeric": str.isnumeric,
    "idstart": str.isidentifier, "idcontinue": lambda c: ("a" + c).isidentifier(),
    "title": lambda c: unicodedata.category(c) == "Lt",
}
MAPS = {"tolower": str.lower, "toupper": str.upper, "totitle": str.title, "fold": str.casefold}


def fnv(data):
    h = 2166136261
    for b in data:
        h = (h ^ b) * 16777619 & 0xFFFFFFFF
    return h


for name, f in PROPS.items():
    print(name, fnv(bytes(f(chr(c)) for c in range(0x110000))))
print("decimalvalue", fnv(bytes(unicodedata.decimal(chr(c), 255) for c in range(0x110000))))
for name, f in MAPS.items():
    print(name, fnv("".join(f(chr(c)) for c in range(0x110000)).encode("utf-8", "surrogatepass")))
