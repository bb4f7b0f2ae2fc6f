"""What CPython's tests import as test.support.os_helper."""

import collections.abc
import contextlib
import errno
import os
import stat
import sys
import unittest
import warnings

TESTFN_ASCII = "@test_%d_tmp" % os.getpid()
TESTFN_UNICODE = TESTFN_ASCII + "-\xe0\xf2\u0258\u0141\u011f"
FS_NONASCII = "\xe6"
TESTFN_NONASCII = TESTFN_ASCII + FS_NONASCII
TESTFN_UNENCODABLE = None
TESTFN_UNDECODABLE = os.fsencode(TESTFN_ASCII) + b"\xe7w\xf0"
TESTFN = TESTFN_NONASCII
SAVEDCWD = os.getcwd()


def _skip_unless(able, reason):
    def guard(test):
        return test if able() else unittest.skip(reason)(test)
    return guard


def can_symlink():
    return hasattr(os, "symlink") and sys.platform != "win32"


def can_hardlink():
    return hasattr(os, "link")


def can_xattr():
    return hasattr(os, "setxattr")


def can_chmod():
    return hasattr(os, "chmod")


def can_dac_override():
    """Whether permissions do not hold for this user."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


skip_unless_symlink = _skip_unless(can_symlink, "needs symbolic links")
skip_unless_hardlink = _skip_unless(can_hardlink, "needs hard links")
skip_unless_xattr = _skip_unless(can_xattr, "needs extended attributes")
skip_unless_working_chmod = _skip_unless(can_chmod, "needs os.chmod")
skip_unless_dac_override = _skip_unless(can_dac_override, "needs a user for whom permissions do not hold")
skip_if_dac_override = _skip_unless(lambda: not can_dac_override(), "needs a user for whom permissions hold")


def make_bad_fd():
    """A file descriptor that is closed."""
    fd = os.open(os.devnull, os.O_RDONLY)
    os.close(fd)
    return fd


def unlink(filename):
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(filename)


def rmdir(dirname):
    with contextlib.suppress(FileNotFoundError):
        os.rmdir(dirname)


def rmtree(path):
    """Removes a folder with everything in it, whatever its permissions."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(mode):
        os.unlink(path)
        return
    with contextlib.suppress(OSError):
        os.chmod(path, stat.S_IMODE(mode) | 0o700)
    for name in os.listdir(path):
        rmtree(os.path.join(path, name))
    os.rmdir(path)


@contextlib.contextmanager
def temp_dir(path=None, quiet=False):
    import tempfile
    made = False
    if path is None:
        made, path = True, os.path.realpath(tempfile.mkdtemp())
    else:
        try:
            os.mkdir(path)
            made = True
        except OSError:
            if not quiet:
                raise
    try:
        yield path
    finally:
        if made:
            rmtree(path)


@contextlib.contextmanager
def change_cwd(path, quiet=False):
    saved = os.getcwd()
    try:
        os.chdir(os.path.realpath(path))
    except OSError:
        if not quiet:
            raise
    try:
        yield os.getcwd()
    finally:
        os.chdir(saved)


@contextlib.contextmanager
def temp_cwd(name="tempcwd", quiet=False):
    with temp_dir(path=name, quiet=quiet) as path:
        with change_cwd(path, quiet=quiet) as cwd:
            yield cwd


@contextlib.contextmanager
def temp_umask(umask):
    saved = os.umask(umask)
    try:
        yield
    finally:
        os.umask(saved)


def create_empty_file(filename):
    os.close(os.open(filename, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))


@contextlib.contextmanager
def open_dir_fd(path):
    fd = os.open(path, os.O_RDONLY)
    try:
        yield fd
    finally:
        os.close(fd)


def fs_is_case_insensitive(directory):
    return sys.platform in ("darwin", "win32")


def fd_count():
    return len(os.listdir("/proc/self/fd")) - 1


class FakePath:
    """Has __fspath__, which returns the path or raises it."""

    def __init__(self, path):
        self.path = path

    def __repr__(self):
        return "<FakePath %r>" % (self.path,)

    def __fspath__(self):
        if isinstance(self.path, BaseException) or isinstance(self.path, type) and issubclass(self.path, BaseException):
            raise self.path
        return self.path


class EnvironmentVarGuard(collections.abc.MutableMapping):
    """os.environ, put back when the body is done."""

    def __init__(self):
        self._environ = os.environ
        self._changed = {}

    def _note(self, name):
        if name not in self._changed:
            self._changed[name] = self._environ.get(name)

    def __getitem__(self, name):
        return self._environ[name]

    def __setitem__(self, name, value):
        self._note(name)
        self._environ[name] = value

    def __delitem__(self, name):
        self._note(name)
        if name in self._environ:
            del self._environ[name]

    def keys(self):
        return self._environ.keys()

    def __iter__(self):
        return iter(self._environ)

    def __len__(self):
        return len(self._environ)

    def set(self, name, value):
        self[name] = value

    def unset(self, name, /, *names):
        for n in (name, *names):
            del self[n]

    def copy(self):
        return dict(self)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        for name, value in self._changed.items():
            if value is not None:
                self._environ[name] = value
            elif name in self._environ:
                del self._environ[name]
        os.environ = self._environ
