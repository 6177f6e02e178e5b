"""Builds the sdist and the wheel of a release twice, compares them, and prints the command that tags it.

Usage: make release, or scripts/release.py --tag v0.1.0 in the workflow of a tag.

Refuses if the work tree differs from HEAD, if CHANGELOG.md has no section for the version, and if its tag exists
already. With --tag it must exist, be that of the version, and be HEAD. Nothing is uploaded or tagged.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from packaging.metadata import Metadata

ROOT = Path(__file__).resolve().parent.parent


def git(*arguments: str) -> str:
    """Return the output of git."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def version() -> str:
    """Return the version of the sources."""
    text = (ROOT / "src" / "authguard" / "__init__.py").read_text()
    match = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if match is None:
        sys.exit("release: src/authguard/__init__.py has no __version__")
    return match[1]


def demand_ready(number: str, tag: str | None) -> None:
    """Exit with a message if nothing can be released; ``tag`` is the tag that is released, if it exists already."""
    if git("status", "--porcelain"):
        sys.exit("release: the work tree differs from HEAD")
    if tag is not None and tag != f"v{number}":
        sys.exit(f"release: the tag is {tag}, and the version is {number}")
    if tag is not None and tag not in git("tag", "--points-at", "HEAD").split():
        sys.exit(f"release: {tag} is not HEAD")
    if tag is None and git("tag", "--list", f"v{number}"):
        sys.exit(f"release: the tag v{number} exists; raise __version__ first")
    if not re.search(rf"^## \[?{re.escape(number)}\b", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE):
        sys.exit(f"release: CHANGELOG.md has no section for {number}")


def build(directory: Path) -> dict[str, str]:
    """Build into a directory; returns the SHA-256 of each file by its name."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": git("log", "-1", "--format=%ct")}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(directory)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(directory.iterdir())}


def demand_metadata(directory: Path) -> None:
    """Raise an error if an index would refuse the metadata of a file."""
    for file in directory.iterdir():
        if file.suffix == ".whl":
            with zipfile.ZipFile(file) as wheel:
                (name,) = [each for each in wheel.namelist() if each.endswith(".dist-info/METADATA")]
                data = wheel.read(name)
        else:
            with tarfile.open(file) as sdist:
                found = sdist.extractfile(f"{file.name.removesuffix('.tar.gz')}/PKG-INFO")
                data = found.read() if found is not None else b""
        Metadata.from_email(data, validate=True)


def main() -> None:
    """Build dist/, and print the files and the commands that are left."""
    parser = argparse.ArgumentParser(description="Build a release twice and compare.")
    parser.add_argument("--tag", help="the tag that is released; without it the command that tags is printed")
    tag: str | None = parser.parse_args().tag
    number = version()
    demand_ready(number, tag)
    built = build(ROOT / "dist" / number)
    with tempfile.TemporaryDirectory() as again:
        if build(Path(again)) != built:
            sys.exit("release: two builds of one commit differ")
    demand_metadata(ROOT / "dist" / number)
    for name, digest in built.items():
        print(f"{digest}  dist/{number}/{name}")
    if tag is None:
        print(f"\ngit tag --sign --message 'authguard {number}' v{number} && git push origin v{number}")


if __name__ == "__main__":
    main()
