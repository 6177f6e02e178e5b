"""The requirement for an installer, made from the clone of a hook manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.cli import program

if TYPE_CHECKING:
    from pathlib import Path

OID = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("url", "fetched", "expected"),
    [
        ("https://forge.example/a", f"{OID}\t\ttag 'v0.1.0' of x\n", "git+https://forge.example/a@v0.1.0"),
        ("git@forge.example:o/a.git", f"{OID}\t\tx\n", f"git+ssh://git@forge.example/o/a.git@{OID}"),
        ("https://u:secret@forge.example/a", "", f"git+https://forge.example/a@{OID}"),
        ("/srv/a", "", ""),
    ],
)
def test_the_clone_of_a_manager(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, fetched: str, expected: str
) -> None:
    """Its url without credentials, and its tag or else its commit; a path needs the index."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text(f'[remote "origin"]\n\turl = {url}\n')
    (tmp_path / ".git" / "HEAD").write_text(f"{OID}\n")
    (tmp_path / ".git" / "FETCH_HEAD").write_text(fetched)

    class Distribution:
        def read_text(self, name: str) -> str:
            return f'{{"url": "file://{tmp_path}"}}'

    monkeypatch.setattr("importlib.metadata.distribution", lambda name: Distribution())
    assert program.requirement() == (f"authguard @ {expected}" if expected else "authguard")


def test_without_a_clone(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation from an index has its name alone."""

    class Distribution:
        def read_text(self, name: str) -> None:
            return None

    monkeypatch.setattr("importlib.metadata.distribution", lambda name: Distribution())
    assert program.requirement() == "authguard"
