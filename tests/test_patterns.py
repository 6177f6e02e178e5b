"""Patterns that are compiled when they are asked, and kept in their compiled form."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard import patterns
from authguard.patterns import compiled, lazily


def test_like_compiled() -> None:
    """Every method answers as that of a compiled pattern."""
    for made in (lazily(r"(?i)(A)b?"), re.compile(r"(?i)(A)b?")):
        assert made.sub("x", "ab-A") == "x-x"
        assert made.findall("abA") == ["a", "A"]
        assert made.fullmatch("ab") is not None
        assert made.match("b") is None
        assert [match[1] for match in made.finditer("aB")] == ["a"]


def test_wrong_pattern_shows_at_first_use() -> None:
    """Nothing is compiled before."""
    made = lazily("(")
    with pytest.raises(re.error):
        made.search("")


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What begins a process anew, as far as patterns go."""

    def begin() -> None:
        monkeypatch.setattr(patterns, "_kept", patterns._Kept())
        monkeypatch.setattr(patterns, "_made", {})
        monkeypatch.setattr(patterns, "_registered", [])

    begin()
    return begin


NAMED = r"(?P<name>[a-z]+)=(\d+)"
PATTERNS: tuple[str | bytes, ...] = (
    NAMED,
    rb"(?i)sha(?<![\w-]sha)256",
    r"(?s).*?(a|b)*+\Z",
    "",
    rb"[^\x00-\x7f]",
    "[äöü]+",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_is_kept_matches_alike(
    tmp_path: Path, fresh: Callable[[], None], pattern: str | bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second process takes the pattern from the file, and never compiles it."""
    patterns.keep_in(str(tmp_path))
    assert patterns._kept.pattern(pattern) is not None
    patterns.save()
    fresh()
    monkeypatch.setattr(re, "compile", None)
    patterns.keep_in(str(tmp_path))
    made = patterns._kept.pattern(pattern)
    monkeypatch.undo()
    again = re.compile(pattern)
    assert (made, made.groups, made.groupindex) == (again, again.groups, again.groupindex)


@given(text=st.text(alphabet="ab=01\n", max_size=12))
def test_a_kept_pattern_and_a_compiled_one_agree(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """On any text."""
    directory = tmp_path_factory.getbasetemp() / "kept"
    kept = patterns._Kept()
    kept.begin(str(directory))
    kept.pattern(NAMED)
    kept.save()
    other = patterns._Kept()
    other.begin(str(directory))
    expected = [match.groupdict() for match in re.finditer(NAMED, text)]
    assert patterns._key(NAMED) in other.known
    assert [match.groupdict() for match in other.pattern(NAMED).finditer(text)] == expected


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"a", b"b"),
        lambda data: b"",
        lambda data: b"\n",
        lambda data: data.partition(b"\n")[2],
        lambda data: b"0" * 40 + data[40:],
    ],
)
def test_a_damaged_file_is_as_good_as_none(
    tmp_path: Path, fresh: Callable[[], None], damage: Callable[[bytes], bytes]
) -> None:
    """Patterns are compiled, and the file is whole again afterwards."""
    patterns.keep_in(str(tmp_path))
    compiled("a+")
    patterns.save()
    (file,) = (tmp_path / "authguard").iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    fresh()
    patterns.keep_in(str(tmp_path))
    assert compiled("a+").fullmatch("aa")
    patterns.save()
    assert file.read_bytes() == whole


def test_a_place_that_cannot_be_written(tmp_path: Path, fresh: Callable[[], None]) -> None:
    """Nothing is kept, and nothing is said."""
    (tmp_path / "authguard").write_text("a file")
    patterns.keep_in(str(tmp_path))
    assert compiled("a").match("a")
    patterns.save()
    assert (tmp_path / "authguard").read_text() == "a file"


def test_what_was_registered_is_kept_along(tmp_path: Path, fresh: Callable[[], None]) -> None:
    """The next change may ask for it."""
    lazily("never asked")
    lazily("(")
    patterns.keep_in(str(tmp_path))
    compiled("asked")
    patterns.save()
    fresh()
    patterns.keep_in(str(tmp_path))
    assert set(patterns._kept.known) == {patterns._key("never asked"), patterns._key("asked")}


def test_the_patterns_of_modules_that_nobody_asked_for(
    tmp_path: Path, fresh: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are imported for it, where something is written at all."""
    (tmp_path / "of_another_room.py").write_text(
        "from authguard.patterns import lazily\nlazily('not asked yet')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    patterns.keep_in(str(tmp_path))
    patterns.save(["of_another_room"])
    assert "of_another_room" not in sys.modules
    compiled("asked")
    patterns.save(["of_another_room"])
    del sys.modules["of_another_room"]
    fresh()
    patterns.keep_in(str(tmp_path))
    assert set(patterns._kept.known) == {patterns._key("not asked yet"), patterns._key("asked")}
