"""What CPython's tests import as test.support.interpreters, of which a compiled program has none."""

raise ModuleNotFoundError("there are no interpreters within the interpreter", name="test.support.interpreters")
