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
        ("/srv/a b", "", f"git+file:///srv/a%20b@{OID}"),
        ("../a", "", ""),
    ],
)
def test_the_clone_of_a_manager_gives_the_requirement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, fetched: str, expected: str
) -> None:
    """The url has no credentials, and a tag or commit. A path from an unknown folder gives nothing."""
    folder = tmp_path / "a folder"
    clone(folder, url, fetched)
    install(monkeypatch, f'{{"url": "{folder.as_uri()}"}}')
    assert program.requirement() == (f"authguard @ {expected}" if expected else None)


@pytest.mark.parametrize("stated", [None, "{}", "[]", "no JSON", '{"url": "https://forge.example/a.whl"}'])
def test_without_a_clone_only_the_name_is_returned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str | None
) -> None:
    """The name is right only for a package of an index: otherwise it may be another program.

    The repository in the current directory is the user's own, not authguard's.
    """
    clone(tmp_path, "https://forge.example/of-the-user", f"{OID}\t\ttag 'v9' of x\n")
    monkeypatch.chdir(tmp_path)
    install(monkeypatch, stated)
    assert program.requirement() == ("authguard" if stated is None else None)


@pytest.mark.parametrize("url", ["https://forge.example/a", "../a"])
def test_the_note_has_commands_that_can_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    """Each command is at the end of its line. Without a known origin, no package is named."""
    clone(tmp_path, url, "")
    install(monkeypatch, f'{{"url": "{tmp_path.as_uri()}"}}')
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["/env/bin/git-authguard"])
    program.note_program()
    first, *helps = capsys.readouterr().err.splitlines()
    assert first == "authguard: git authguard is not on your PATH, so a printed command does not run yet"
    assert helps[-1] == "  = help: or run it without an install: /env/bin/git-authguard"
    wanted = f"uv tool install 'authguard @ git+https://forge.example/a@{OID}'"
    named = [f"  = help: install it, with uv or with pipx: {wanted}"] if "://" in url else []
    assert helps[:-1] == named
