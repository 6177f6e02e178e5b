"""The requirement for an installer, made from the clone of a hook manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.cli import program

if TYPE_CHECKING:
    from pathlib import Path

OID = "0123456789abcdef0123456789abcdef01234567"


def clone(folder: Path, url: str, fetched: str) -> None:
    """Write the files of a clone of a url at a commit; ``fetched`` is its FETCH_HEAD."""
    git = folder / ".git"
    git.mkdir(parents=True)
    (git / "config").write_text(f'[remote "origin"]\n\turl = {url}\n')
    (git / "HEAD").write_text(f"{OID}\n")
    (git / "FETCH_HEAD").write_text(fetched)


def install(monkeypatch: pytest.MonkeyPatch, stated: str | None) -> None:
    """Replace the direct_url.json of the installed authguard by a text; None means that there is no such file."""

    class Distribution:
        def read_text(self, name: str) -> str | None:
            return stated

    monkeypatch.setattr("importlib.metadata.distribution", lambda name: Distribution())


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
    """The url of the clone without credentials, and its tag or commit; for a path, the name in the index."""
    folder = tmp_path / "a folder"
    clone(folder, url, fetched)
    install(monkeypatch, f'{{"url": "{folder.as_uri()}"}}')
    assert program.requirement() == (f"authguard @ {expected}" if expected else "authguard")


@pytest.mark.parametrize("stated", [None, "{}", "[]", "no JSON", '{"url": "https://forge.example/a.whl"}'])
def test_without_a_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str | None) -> None:
    """Only the name is returned: the repository in the current directory is the user's own, not authguard's."""
    clone(tmp_path, "https://forge.example/of-the-user", f"{OID}\t\ttag 'v9' of x\n")
    monkeypatch.chdir(tmp_path)
    install(monkeypatch, stated)
    assert program.requirement() == "authguard"
