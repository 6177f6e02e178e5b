"""The environment in which go runs: the module proxies of the user."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from typing import TYPE_CHECKING, NoReturn

import pytest

from authguard.prove.dependencies import golang
from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.golang import go_environment
from authguard.prove.dependencies.programs import Programs
from authguard.prove.hashes.limits import Uncomputable
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
def test_only_the_proxies_of_the_user_are_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stated: str, used: str
) -> None:
    """Each proxy keeps the mark after it, no proxy after `off` is asked, and `direct` is removed."""
    assert proxies(monkeypatch, tmp_path, stated) == used


def test_proxies_that_are_not_allowed_are_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If not every host may be asked, only directories are left."""
    stated = "https://a.example.org|file:///proxy,https://b.example.org"
    assert proxies(monkeypatch, tmp_path, stated, is_open=False) == "file:///proxy,off"


@pytest.mark.parametrize(("mark", "code"), [("|", 0), (",", 1)])
def test_the_next_proxy_is_asked_as_by_go(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mark: str, code: int
) -> None:
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


def test_downloaded_modules_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`go mod vendor` reports each module that it downloads, `go mod download` the number of modules each second."""
    for name in ("one", "two"):
        publish(tmp_path / "proxy", f"example.org/{name}", "v1.0.0", "", f"package {name}\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GOPROXY", f"file://{tmp_path / 'proxy'}")
    monkeypatch.setenv("GOSUMDB", "off")
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "none"))
    source = tmp_path / "source"
    source.mkdir()
    (source / "go.mod").write_text(
        "module example.org/tool\n\ngo 1.17\n\nrequire (\n\texample.org/one v1.0.0\n\texample.org/two v1.0.0\n)\n"
    )
    (source / "main.go").write_text(
        'package main\n\nimport (\n\t_ "example.org/one"\n\t_ "example.org/two"\n)\n\nfunc main() {}\n'
    )
    said: list[str] = []
    tools = Tools(_nothing, _nothing, _nothing, Programs(), is_open=True, doing=said.append)
    env = {
        **go_environment(tools, "go"),
        "GOFLAGS": "-mod=mod -modcacherw",
        "GOMODCACHE": str(tmp_path / "other"),
    }
    subprocess.run(["go", "mod", "download", "all"], cwd=source, env=env, check=True, capture_output=True)
    assert golang.digest(tools, str(source), str(source))
    assert said == ["Go modules: 1", "Go modules: 2"]
    shutil.rmtree(source / "vendor")
    said.clear()
    monkeypatch.setattr(golang, "SECOND", 0.001)
    assert golang.digest(tools, str(source), str(source), is_proxied=True)
    assert said
    assert set(said) <= {f"Go modules: {number}" for number in range(3)}


@pytest.mark.parametrize("name", ["go.work", ".git"])
def test_a_workspace_of_another_user_has_no_effect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Every user can write into the directory above the temporary directory; a go.work there has no effect."""
    publish(tmp_path / "proxy", "example.org/one", "v1.0.0", "", "package one\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GOPROXY", f"file://{tmp_path / 'proxy'}")
    monkeypatch.setenv("GOSUMDB", "off")
    source = tmp_path / "source"
    source.mkdir()
    (source / "go.mod").write_text("module example.org/tool\n\ngo 1.17\n")
    (source / "main.go").write_text("package main\n\nfunc main() {}\n")
    tools = Tools(_nothing, _nothing, _nothing, Programs(), is_open=True)
    (tmp_path / name).write_text("go 1.17\n\nuse ./none\n")
    with pytest.raises(Uncomputable, match="nothing to vendor"):
        golang.digest(tools, str(source), str(source))


def test_a_module_that_no_proxy_has_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go would name the `off` that authguard puts after the proxies of the user."""
    (tmp_path / "proxy").mkdir()
    module = tmp_path / "module"
    module.mkdir()
    (module / "go.mod").write_text("module example.org/app\n\ngo 1.18\n\nrequire example.org/none v1.0.0\n")
    (module / "main.go").write_text('package main\n\nimport _ "example.org/none"\n\nfunc main() {}\n')
    sums = [f"example.org/none v1.0.0{part} h1:{'A' * 43}=" for part in ("", "/go.mod")]
    (module / "go.sum").write_text("\n".join(sums) + "\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "none"))
    monkeypatch.setenv("GOPROXY", f"file://{tmp_path}/proxy,direct")
    monkeypatch.setenv("GOSUMDB", "off")
    tools = Tools(_nothing, _nothing, _nothing, Programs(), is_open=True)
    with pytest.raises(Uncomputable, match="no module proxy has it"):
        golang.digest(tools, str(module), str(module))


def test_the_errors_of_a_program_are_kept(tmp_path: Path) -> None:
    """The lines are reported while the program runs, and all of them are in its result."""
    said: list[str] = []
    script = "echo one >&2; echo out; echo two >&2; exit 3"
    ended = Programs().run(["sh", "-c", script], str(tmp_path), dict(os.environ), said.append)
    assert ended == (3, b"out\n", "one\ntwo\n")
    assert said == ["one", "two"]


def test_a_process_that_a_program_leaves_is_not_waited_for(tmp_path: Path) -> None:
    """The process keeps the errors of the program open."""
    begun = time.monotonic()
    script = "echo one >&2; sleep 30 >/dev/null & exit 0"
    ended = Programs().run(["sh", "-c", script], str(tmp_path), dict(os.environ), lambda _: None)
    assert ended == (0, b"", "one\n")
    assert time.monotonic() - begun < 25


def _nothing(*_: object) -> NoReturn:
    raise AssertionError
