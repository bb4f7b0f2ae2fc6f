"""What CPython's tests import from test.test_import, which itself is about the importing of
files while a program runs.
"""



def no_rerun(reason):
    return lambda test: test
