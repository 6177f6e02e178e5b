"""What a file was built for, by its name and folders: a distribution, a compiler, a language, and their versions."""

from __future__ import annotations

import re

DISTRIBUTION = r"ubuntu|debian|fedora|centos|rhel|alpine"
DISTRIBUTION_RELEASE = (
    r"el\d+|fc\d*|trusty|xenial|bionic|focal|jammy|noble|stretch|buster|bullseye|bookworm|trixie|sid"
)

ENVIRONMENTS = frozenset(
    {
        "alpine", "android", "api", "centos", "cp", "cuda", "cudnn", "debian", "electron", "el", "fedora",
        "gcc", "glibc", "gnu", "go", "ios", "java", "jdk", "jre", "kernel", "kodi", "libc", "linux", "mac",
        "macos", "mc", "minecraft", "msvc", "musl", "node", "osx", "pg", "php", "postgresql", "py", "python",
        "qt", "rocm", "ros", "ruby", "rust", "scala", "sdk", "torch", "ubuntu", "win", "windows",
    }
)  # fmt: skip
"""Words before a version in the name of a file that name what the file was built for."""

_BUILT_FOR = r"(?<![a-z0-9])([a-z]{2,12})[-_.]?(\d{1,6}(?:\.\d{1,6}){0,3})(?![a-z0-9])"
_WIDTHS = ("32", "64", "86")
_LONGEST_NAME = 200


def are_for_two_environments(one: str, other: str) -> bool:
    """Tell whether two names of files have two versions of what they were built for: `node18` and `node20`.

    Long names are not compared. The width of a machine (`win32`, `linux64`) is no version.
    """
    if max(len(one), len(other)) > _LONGEST_NAME:
        return False
    first, second = (
        {
            word: number
            for word, number in re.findall(_BUILT_FOR, name.lower())
            if word in ENVIRONMENTS and number not in _WIDTHS
        }
        for name in (one, other)
    )
    return any(first[word] != second[word] for word in first.keys() & second.keys())


def are_of_other_distributions(one: str, other: str) -> bool:
    """Tell whether two paths of urls differ in a folder that names two distributions, or two releases of one.

    A package with one version is built for each of them.
    """
    before, after = (path.lower().split("/")[:-1] for path in (one, other))
    names = rf"(?:{DISTRIBUTION}|{DISTRIBUTION_RELEASE})(?:[-_.]?\d+(?:\.\d+)*)?"
    return len(before) == len(after) and any(
        mine != its and all(re.fullmatch(names, each) for each in (mine, its))
        for mine, its in zip(before, after, strict=True)
    )
