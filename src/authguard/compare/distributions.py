"""The names of Linux distributions and of their releases, as they are in the names of folders and files."""

from __future__ import annotations

import re

DISTRIBUTION = r"ubuntu|debian|fedora|centos|rhel|alpine"
DISTRIBUTION_RELEASE = (
    r"el\d+|fc\d*|trusty|xenial|bionic|focal|jammy|noble|stretch|buster|bullseye|bookworm|trixie|sid"
)


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
