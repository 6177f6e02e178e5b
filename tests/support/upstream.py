"""A stand-in upstream: a small monorepo, the repository of its client, and servers for both.

The conftest of tests/ registers its fixtures. `made_upstream` is one upstream for all tests, `upstream` a copy for one
test. `http`, `daemon` (git's own) and `files` (tarballs and others) are servers. They serve `at_hand`: the copy if the
test has one, otherwise the shared upstream. servers.py describes how to make a server refuse, wait or break off.

The monorepo has the tags `version/2026.2.0` (annotated) and `version/2026.2.1`, between which uv.lock,
web/package-lock.json, go.mod, go.sum and the packages that Go imports move, and `version/2026.2.2`, in which no such
file moves. The client has `v3.2026.2.0`, `v3.2026.2.1`, then `v3.2026020.2`, a release candidate, and `nightly`, which
moves.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.repos import Repo
from tests.support.servers import Files, GitDaemon, HttpGit

if TYPE_CHECKING:
    from collections.abc import Iterator

MONOREPO = "monorepo.git"
CLIENT = "client-go.git"

_UV_LOCK = """\
version = 1
requires-python = "==3.14.*"

[[package]]
name = "authentik"
version = "{release}"
source = {{ editable = "." }}
dependencies = [
    {{ name = "django" }},
    {{ name = "sqlparse" }},
]

[[package]]
name = "django"
version = "{django}"
source = {{ registry = "https://index.example/simple" }}
sdist = {{ url = "https://files.example/django-{django}.tar.gz", hash = "sha256:{digit}{digit}" }}

[[package]]
name = "sqlparse"
version = "0.5.3"
source = {{ registry = "https://index.example/simple" }}
sdist = {{ url = "https://files.example/sqlparse-0.5.3.tar.gz", hash = "sha256:0b0b" }}
"""
_PYPROJECT = """\
[project]
name = "authentik"
version = "{release}"
requires-python = "==3.14.*"
dependencies = ["django", "sqlparse"]

[tool.uv.workspace]
members = ["packages/common"]
"""
_MEMBER = '[project]\nname = "common"\nversion = "1.0"\n'
_PACKAGE_LOCK = """\
{{
  "name": "web",
  "version": "{release}",
  "lockfileVersion": 3,
  "packages": {{
    "": {{ "name": "web", "version": "{release}", "dependencies": {{ "lit": "^3" }} }},
    "node_modules/lit": {{
      "version": "{lit}",
      "resolved": "https://npm.example/lit/-/lit-{lit}.tgz",
      "integrity": "sha512-{lit}"
    }}
  }}
}}
"""
_GO_MOD = """\
module goauthentik.io

go 1.25

require (
\tgithub.com/gorilla/mux {mux}
\tgolang.org/x/sync v0.19.0
)
"""
_GO_SUM = (
    "github.com/gorilla/mux {mux} h1:{digit}=\ngithub.com/gorilla/mux {mux}/go.mod h1:{digit}{digit}=\n"
    "golang.org/x/sync v0.19.0 h1:s=\ngolang.org/x/sync v0.19.0/go.mod h1:ss=\n"
)
_GO = "package {package}\n\nimport (\n{imports})\n"


class Upstream:
    """Two repositories with work trees, and bare copies of them for a server, below `served`."""

    def __init__(self, root: Path, object_format: str = "sha1", *, make: bool = True) -> None:
        """Make everything below a directory; make=False uses an existing upstream."""
        self.root = root
        self.served = root / "served"
        self.files = root / "files"
        options = (f"--object-format={object_format}", "--template=")
        self.monorepo = Repo(root / "monorepo", *options, init=make)
        self.client = Repo(root / "client-go", *options, init=make)
        if make:
            self.files.mkdir()
            for name in (MONOREPO, CLIENT):
                Repo(self.served / name, "--bare", *options)
            self._fill_monorepo()
            self._fill_client()
            self.publish()

    def copy(self, root: Path) -> Upstream:
        """Copy the upstream into another directory."""
        shutil.copytree(self.root, root, symlinks=True)
        return Upstream(root, make=False)

    def publish(self) -> None:
        """Update the served repositories with every pushed, moved and deleted ref of the others."""
        for repo, name in ((self.monorepo, MONOREPO), (self.client, CLIENT)):
            repo.git("push", "--quiet", "--mirror", str(self.served / name))
            Repo(self.served / name, init=False).git("update-server-info")

    def release(self, version: str, **moved: str) -> str:
        """Commit a release of the monorepo. Returns its commit; the caller makes the tag.

        `moved` sets the other moves: django, lit, mux (versions) and imports (of main.go, separated by spaces).
        """
        said = {"django": "5.2.11", "lit": "3.3.1", "mux": "v1.8.0", "imports": "fmt", **moved}
        text = {"release": version, "digit": said["django"][-1], **said}
        imports = "".join(f'\t"{one}"\n' for one in said["imports"].split())
        repo = self.monorepo
        repo.write("pyproject.toml", _PYPROJECT.format(**text)).write("uv.lock", _UV_LOCK.format(**text))
        repo.write("web/package.json", f'{{ "name": "web", "version": "{version}" }}\n')
        repo.write("web/package-lock.json", _PACKAGE_LOCK.format(**text))
        repo.write("go.mod", _GO_MOD.format(**text)).write("go.sum", _GO_SUM.format(**text))
        repo.write("cmd/server/main.go", _GO.format(package="main", imports=imports))
        repo.write("version.txt", f"{version}\n")
        return repo.commit(f"release {version}")

    def move_tag(self, name: str) -> str:
        """Move a tag of the client to a new commit, and publish it. Returns the commit."""
        self.client.write(
            "moved.txt", f"{name} once more\n" * (1 + self.client.git("log", "--oneline").count("\n"))
        )
        commit = self.client.commit(f"move {name}")
        self.client.git("tag", "--force", name)
        self.publish()
        return commit

    def archive(self, repo: Repo, rev: str, file: str, *options: str) -> Path:
        """Let `git archive` write a tarball or zip of a revision to `files`. Returns the path."""
        path = self.files / file
        path.parent.mkdir(parents=True, exist_ok=True)
        name = path.name
        for ending in (".tar.gz", ".tgz", ".tar", ".zip"):
            name = name.removesuffix(ending)
        repo.git("archive", f"--prefix={name}/", f"--output={path}", *options, rev)
        return path

    def _fill_monorepo(self) -> None:
        repo = self.monorepo
        repo.write("README.md", "# A monorepo\n").write("packages/common/pyproject.toml", _MEMBER)
        repo.write("internal/web/web.go", _GO.format(package="web", imports='\t"github.com/gorilla/mux"\n'))
        repo.write("lifecycle/run", "#!/bin/sh\nexec true\n")
        (repo.path / "lifecycle/run").chmod(0o755)
        repo.link("LOCK", "web/../uv.lock").link("ui", "web").link("outside", "../elsewhere").link(
            "none", "nowhere"
        )
        repo.link("turn", "turn")
        self.release("2026.2.0")
        repo.git("tag", "--annotate", "--message=release", "version/2026.2.0")
        self.release(
            "2026.2.1", django="5.2.12", lit="3.3.2", mux="v1.8.1", imports="fmt golang.org/x/sync/errgroup"
        )
        repo.git("tag", "version/2026.2.1")
        self.release(
            "2026.2.2", django="5.2.12", lit="3.3.2", mux="v1.8.1", imports="fmt golang.org/x/sync/errgroup"
        )
        repo.git("tag", "version/2026.2.2")
        repo.write("CHANGES", "after the release\n").commit("after the release")

    def _fill_client(self) -> None:
        repo = self.client
        repo.write("go.mod", "module goauthentik.io/api/v3\n")
        for tag in ("v3.2026.2.0", "v3.2026.2.1", "v3.2026020.2", "v3.2026020.3-rc1", "nightly"):
            repo.write("version.go", f'package api\n\nconst Version = "{tag}"\n').commit(tag)
            repo.git("tag", tag)


@pytest.fixture(scope="session")
def made_upstream(tmp_path_factory: pytest.TempPathFactory) -> Upstream:
    """The upstream that each test copies."""
    return Upstream(tmp_path_factory.mktemp("upstream"))


@pytest.fixture
def upstream(made_upstream: Upstream, tmp_path: Path) -> Upstream:
    """An upstream that the test may change."""
    return made_upstream.copy(tmp_path / "upstream")


@pytest.fixture
def at_hand(request: pytest.FixtureRequest, made_upstream: Upstream) -> Upstream:
    """The upstream of the servers: the upstream of the test if the test has one, else the shared upstream."""
    own = "upstream" in request.fixturenames
    found: Upstream = request.getfixturevalue("upstream") if own else made_upstream
    return found


@pytest.fixture
def http(at_hand: Upstream) -> Iterator[HttpGit]:
    """The upstream over HTTP: `http.url`/monorepo.git and client-go.git."""
    with HttpGit(at_hand.served) as server:
        yield server


@pytest.fixture
def daemon(at_hand: Upstream) -> Iterator[GitDaemon]:
    """The upstream by the protocol of git."""
    with GitDaemon(at_hand.served) as server:
        yield server


@pytest.fixture
def files(upstream: Upstream) -> Iterator[Files]:
    """The directory `upstream.files` over HTTP; upstream.archive() puts tarballs there."""
    with Files(upstream.files) as server:
        yield server
