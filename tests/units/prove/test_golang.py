"""The environment in which go runs: the module proxies of the user."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.golang import go_environment
from authguard.prove.dependencies.programs import Programs
from tests.support.gomodules import publish
from tests.support.servers import Files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs("go")


def proxies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stated: str, *, is_open: bool = True) -> str:
    """Return GOPROXY of go for a GOPROXY of the user, who has an empty module cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GOENV", "off")
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "none"))
    monkeypatch.setenv("GOPROXY", stated)

    def nothing(*_: object) -> None:
        raise AssertionError

    tools = Tools(nothing, nothing, nothing, Programs(), is_open=is_open)  # type: ignore[arg-type]
    return go_environment(tools, "go")["GOPROXY"]


@pytest.mark.parametrize(
    ("stated", "used"),
    [
        (
            "https://a.example.org,https://b.example.org,direct",
            "https://a.example.org,https://b.example.org,off",
        ),
        ("https://a.example.org|https://b.example.org", "https://a.example.org|https://b.example.org,off"),
        ("https://a.example.org|direct", "https://a.example.org,off"),
        ("https://a.example.org,off,https://b.example.org", "https://a.example.org,off"),
        (
            "https://a.example.org|https://b.example.org,direct",
            "https://a.example.org|https://b.example.org,off",
        ),
        ("direct", "off"),
        ("off", "off"),
    ],
)
def test_the_proxies_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stated: str, used: str
) -> None:
    """Each proxy keeps the mark after it, no proxy after `off` is asked, and `direct` is removed."""
    assert proxies(monkeypatch, tmp_path, stated) == used


def test_proxies_that_are_not_allowed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If not every host may be asked, only directories are left."""
    stated = "https://a.example.org|file:///proxy,https://b.example.org"
    assert proxies(monkeypatch, tmp_path, stated, is_open=False) == "file:///proxy,off"


@pytest.mark.parametrize(("mark", "code"), [("|", 0), (",", 1)])
def test_a_proxy_that_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mark: str, code: int) -> None:
    """Go asks the next proxy after `|`, and stops at `,`, as it does for the user."""
    (tmp_path / "files").mkdir()
    publish(tmp_path / "proxy", "example.org/one", "v1.0.0", "", "package one\n")
    with Files(tmp_path / "files") as server:
        server.refuse = 500
        used = proxies(monkeypatch, tmp_path, f"{server.url}{mark}file://{tmp_path}/proxy")
        env = {**os.environ, "GOPROXY": used, "GOMODCACHE": str(tmp_path / "mod"), "GOFLAGS": "-modcacherw"}
        words = ["go", "mod", "download", "example.org/one@v1.0.0"]
        done = subprocess.run(
            words,
            cwd=tmp_path,
            env={**env, "GONOSUMDB": "*", "GOSUMDB": "off"},
            capture_output=True,
            check=False,
        )
    assert done.returncode == code, done.stderr
