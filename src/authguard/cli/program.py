"""The way to get `git authguard` on PATH, if a hook manager runs it in its own environment."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from authguard.cli.output import note
from authguard.printable import without_credentials
from authguard.rules.words import command

_URL = re.compile(r"^\s*url\s*=\s*(\S+)\s*$", re.MULTILINE)
_TAG = re.compile(r"^[0-9a-f]+\t\ttag '([^']+)' of ")
_SCP = re.compile(r"([\w.-]+@[\w.-]+):(?!/)(.+)\Z")


def note_program() -> None:
    """If a hook manager runs authguard outside of PATH, print the way to install it, so that printed commands work."""
    if "PRE_COMMIT" not in os.environ:
        return
    from shutil import which  # this import takes a third of a repeated check

    here = os.path.dirname(os.path.abspath(sys.argv[0]))
    others = [
        each
        for each in os.get_exec_path()
        if os.path.abspath(each) not in (here, os.path.dirname(sys.executable))
    ]
    if which("git-authguard", path=os.pathsep.join(others)):
        return
    install = command("uv", "tool", "install", requirement())
    full = command(os.path.join(here, "git-authguard"))
    note(
        f"git authguard is not on your PATH: to install it, {install} (or pipx install);"
        f" or use {full} instead"
    )


def requirement() -> str:
    """Return the requirement for an installer to install this same authguard: its repository and tag, or its name."""
    from importlib.metadata import PackageNotFoundError, distribution
    from json import loads
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        url = urlsplit(loads(distribution("authguard").read_text("direct_url.json") or "{}")["url"])
    except (PackageNotFoundError, ValueError, LookupError, TypeError):
        return "authguard"  # authguard was installed from a package index
    if url.scheme != "file":
        return "authguard"
    return f"authguard{_of_clone(Path(url2pathname(url.path), '.git'))}"


def _of_clone(git: Path) -> str:
    """Return ` @ git+URL@REV` of the clone that a hook manager made, or no text."""
    try:
        url = _URL.search((git / "config").read_text())
        rev = (git / "HEAD").read_text().strip()
        tag = _TAG.match((git / "FETCH_HEAD").read_text())
    except (OSError, ValueError):
        return ""
    if url is None or (tag is None and not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", rev)):
        return ""
    address = without_credentials(url[1])
    scp = _SCP.match(address)
    if scp is not None:
        address = f"ssh://{scp[1]}/{scp[2]}"
    return f" @ git+{address}@{tag[1] if tag is not None else rev}" if "://" in address else ""
