# Prints, for each module named in the arguments, the names in it; those that
# "import *" gives have a star. A module that cannot be imported has no line.
import sys

for name in sys.argv[1:]:
    m = load(name)
    if m is None:
        continue
    exported = getattr(m, "__all__", None)
    if exported is None:
        exported = [n for n in dir(m) if not n.startswith("_") and not isinstance(getattr(m, n), type(sys))]
    print(name, *sorted(n + "*" if n in exported else n for n in dir(m)))
