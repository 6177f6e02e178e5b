"""The released files: the same bytes from the same sources, few dependencies, each locked by its hash."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest

from authguard.config.bounded_regex import MAX_PATTERN, BadPattern, compile_pattern
from authguard.errors import Refused

ROOT = Path(__file__).parents[2]


def built(sources: Path, into: Path, date: str) -> dict[str, str]:
    """Build wheel and sdist, and return the hash of each by its name."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(into)],
        cwd=sources,
        env={**os.environ, "SOURCE_DATE_EPOCH": date, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=True,
    )
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in into.iterdir()}


def test_a_build_is_reproducible(tmp_path: Path) -> None:
    """Two builds from two copies with other file times have the same bytes."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    found = []
    for number in (1, 2):
        copy = tmp_path / f"sources{number}"
        for name in filter(None, os.fsdecode(names).split("\0")):
            if name.startswith("tests/cases/") or not (ROOT / name).is_file():
                continue
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
            (copy / name).chmod(0o755 if os.access(ROOT / name, os.X_OK) else 0o644)
            os.utime(copy / name, (1_600_000_000 + number * 1000,) * 2)
        found.append(built(copy, tmp_path / f"out{number}", "1700000000"))
    assert found[0] == found[1]
    assert {name.rpartition(".")[2] for name in found[0]} == {"whl", "gz"}


def test_installed_packages_are_locked_by_hashes() -> None:
    """requirements/run.txt has the version and the hashes of every dependency, and names no host."""
    text = (ROOT / "requirements" / "run.txt").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = dict(re.findall(r"(?m)^([\w.-]+)==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}", text))
    for named in project["dependencies"]:
        assert re.split(r"[<>=~! ;]", named)[0].lower() in {name.lower() for name in locked}
    assert not re.search(r"https?://|--index|--find-links", text)
    assert "google-re2" not in text


SLOW = [
    r"(x+x+)+y",
    r"(a|a)*$b",
    r"([a-z]+)*\d!",
    r"(.*)*,(.*)*,(.*)*,(.*)*;",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
]


@pytest.mark.parametrize("pattern", SLOW)
def test_a_time_limit_ends_a_pattern_that_backtracks(pattern: str) -> None:
    """The check has no answer, and never passes."""
    begun = time.process_time()
    with suppress(Refused):
        compile_pattern(pattern).first(["x" * 60 + "a" * 60])
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "pattern", ["(" * 400, "a{1,70000}{1,70000}", "x" * (MAX_PATTERN + 1), "[", "(?P<", "\\"]
)
def test_a_text_that_is_no_pattern_is_refused(pattern: str) -> None:
    """The refusal comes when the config is read."""
    with pytest.raises(BadPattern):
        compile_pattern(pattern)
