"""Options of pins that change the files of a commit. Some tools write an option only if it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.judgement import Move
from authguard.outputs.model import Input

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput

PIN_OPTIONS = frozenset({"submodules", "lfs", "exportIgnore", "fetchSubmodules", "leaveDotGit", "deepClone"})


def option_moved(name: str, old: FixedOutput, new: FixedOutput) -> list[Move]:
    """Return the move of an option of a pin; without the option, it is off.

    The archive of a forge lacks the files that exportIgnore leaves out, so a clone in its place has this option.
    """
    off = Input(name, "how", ("const", "False"), "false", True)
    before, after = old.input(name) or off, new.input(name) or off
    types = {each.form for pin in (old, new) if (each := pin.input("type")) is not None}
    is_same = before.form == after.form or (name == "exportIgnore" and len(types) > 1)
    return [] if is_same else [Move(name, "how", before, after)]


def is_gained_or_lost(name: str, old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether only one of two pins states an option."""
    return name in PIN_OPTIONS and (old.input(name) is None) != (new.input(name) is None)
