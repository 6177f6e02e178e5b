"""Platforms by their names: which entry of a set of one hash a platform a hash is."""

from __future__ import annotations

import re

_PLATFORM = re.compile(
    r"(?:x86_64|aarch64|i[36]86|armv\d\w*|riscv64|powerpc64\w*|ppc64\w*|s390x|amd64|arm64|x64|x86)"
    r"(?:[-_](?:linux|darwin|macos|windows|musl|gnu|apple|unknown|pc)[\w.-]*)?"
    r"|(?:linux|darwin|macos|osx|win32|windows)[-_]\w+"
)


def is_platform(name: str) -> bool:
    """Tell whether an attribute's name is that of a platform: x86_64-linux, aarch64-darwin, linux-x64, amd64."""
    return _PLATFORM.fullmatch(name) is not None


def platform_of(names: list[str], path: str) -> tuple[str | None, object]:
    """Return (platform, group) of a hash by the attribute names that lead to it; (None, None) for no platform.

    The entries of one platform set share their group.
    """
    for number, name in enumerate(names):
        if is_platform(name):
            return name, ("names", path, tuple(names[:number]), tuple(names[number + 1 :]))
    return None, None
