"""Child processes of a test, for events that would end the test: a kill, a limit, the loss of root's rights."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS = ("open", "replace", "fsync", "fchmod", "unlink", "posix_spawnp")
"""The calls of `os` in a repair: a child may be killed between any two of them."""


def in_child(act: Callable[[], object]) -> tuple[int, str]:
    """Run a function in a child. Returns its exit status (negative for a signal) and its exception, "" for none."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            act()
            said = ""
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        said = file.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def killed_at(number: int, act: Callable[[Callable[[], None]], object]) -> bool:
    """Run something in a child that is killed before a call of `CALLS`. Returns whether the child came to that call.

    Args:
        number: the number of the call, counted after ``act`` called its argument.
        act: the function to run; it calls its argument when the counting begins.
    """
    status, said = in_child(lambda: act(lambda: _count(number)))
    assert said == ""
    return status == -signal.SIGKILL


def _count(number: int) -> None:
    left = number

    def hooked(original: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **options)

        return call

    for name in CALLS:
        setattr(os, name, hooked(getattr(os, name)))


def without_rights() -> None:
    """Give up root's power over permissions (in a child), so that modes restrict root too."""
    if os.geteuid() != 0 or sys.platform != "linux":
        return
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "capset")
