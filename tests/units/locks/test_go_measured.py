"""The rules for go.mod are compared with Go itself: the files that `go mod vendor` and `go mod download` write."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from authguard.locks import compare
from tests.support.gomodules import publish

if TYPE_CHECKING:
    from pathlib import Path

BASE = """module example.org/tool

go 1.17

require (
\texample.org/direct v1.0.0
\texample.org/idle v1.0.0
\texample.org/leaf v1.0.0 // indirect
\texample.org/test v1.0.0
)
"""
SOURCES = {
    "main.go": 'package main\n\nimport _ "example.org/direct"\n\nfunc main() {}\n',
    "main_test.go": 'package main\n\nimport _ "example.org/test"\n',
}
FLAGS = "-mod=mod -modcacherw"


@pytest.fixture(scope="session")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module proxy of four small modules, each in two versions."""
    root = tmp_path_factory.mktemp("proxy")
    for version in ("v1.0.0", "v1.1.0"):
        for name in ("leaf", "idle", "test"):
            publish(root, f"example.org/{name}", version, "", f"package {name}\n\n// {version}\n")
        needs = "require example.org/leaf v1.0.0\n"
        source = f'package direct\n\nimport _ "example.org/leaf"\n\n// {version}\n'
        publish(root, "example.org/direct", version, needs, source)
    return root


class Bench:
    """Runs Go on a main module and returns the files that it writes."""

    def __init__(self, proxy: Path, room: Path) -> None:
        """Work in `room`, with the modules of `proxy`."""
        self.room = room
        self.proxy = proxy

    def run(self, folder: Path, *words: str, flags: str = FLAGS) -> None:
        """Run `go`, without the caches and settings of this machine."""
        names = {"GOPATH": "gopath", "GOCACHE": "cache", "GOMODCACHE": "modules"}
        caches = {name: str(folder.parent / f"{folder.name}-{where}") for name, where in names.items()}
        fixed = {"GOPROXY": f"file://{self.proxy}", "GOSUMDB": "off", "GOTOOLCHAIN": "local", "GOENV": "off"}
        env = {"PATH": os.environ["PATH"], "HOME": str(self.room), "GOFLAGS": flags, **fixed, **caches}
        subprocess.run(["go", *words], cwd=folder, env=env, check=True, capture_output=True)

    def left(self, name: str, mod: str, *, proxy: bool) -> tuple[dict[str, str], bytes]:
        """The files that the mode writes (path → digest), and the go.sum."""
        folder = self.room / name
        folder.mkdir()
        (folder / "go.mod").write_text(mod)
        for path, text in SOURCES.items():
            (folder / path).write_text(text)
        self.run(folder, "mod", "download", "all")
        self.run(folder, "mod", "vendor")
        if proxy:
            shutil.rmtree(f"{folder}-modules")
            self.run(folder, "mod", "download", flags="-modcacherw")
        root = self.room / f"{name}-modules/cache/download" if proxy else folder / "vendor"
        files = [path for path in sorted(root.rglob("*")) if path.is_file() and "sumdb" not in path.parts]
        digests = {
            str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        }
        return digests, (folder / "go.sum").read_bytes()


MORE = ")\n\nreplace "
CASES = [
    ("direct-moved", "direct v1.0.0", "direct v1.1.0", "moved", "moved"),
    ("test-import-moved", "test v1.0.0", "test v1.1.0", "moved", "moved"),
    ("not-imported-moved", "idle v1.0.0", "idle v1.1.0", "moved", "moved"),
    ("not-imported-gone", "\texample.org/idle v1.0.0\n", "", "moved", "moved"),
    ("indirect-moved", "leaf v1.0.0", "leaf v1.1.0", "moved", "moved"),
    ("indirect-mark", " // indirect", "", "same", "same"),
    ("go-line", "go 1.17", "go 1.21", "same", "same"),
    ("go-line-crossing", "go 1.17", "go 1.16", "unknown", "unknown"),
    ("toolchain", "go 1.17\n", "go 1.21\n\ntoolchain go1.21.1\n", "same", "same"),
    ("comment", "module", "// a remark\nmodule", "same", "same"),
    ("replacement-idle", ")\n", MORE + "example.org/none => example.org/idle v1.1.0\n", "moved", "unknown"),
    ("replacement", ")\n", MORE + "example.org/direct => example.org/direct v1.1.0\n", "moved", "moved"),
    ("exclude", ")\n", ")\n\nexclude example.org/direct v1.1.0\n", "unknown", "unknown"),
    ("retract", ")\n", ")\n\nretract v1.1.0\n", "same", "same"),
]  # fmt: skip


@pytest.mark.needs("go")
@pytest.mark.parametrize("proxy_mode", [False, True], ids=["vendor", "proxy"])
def test_answers_agree_with_go(proxy: Path, tmp_path: Path, proxy_mode: bool) -> None:
    """An answer is "moved" only if Go writes other files, and "same" only if Go writes the same files."""
    bench = Bench(proxy, tmp_path)
    before, before_sum = bench.left("base", BASE, proxy=proxy_mode)
    assert before
    for name, old, new, vendor, cache in CASES:
        changed = BASE.replace(old, new)
        assert changed != BASE, name
        after, after_sum = bench.left(name, changed, proxy=proxy_mode)
        answer = compare(
            "go",
            {"go.mod": BASE.encode(), "go.sum": before_sum},
            {"go.mod": changed.encode(), "go.sum": after_sum},
            {"proxyVendor": proxy_mode},
        )
        assert answer.decision == (cache if proxy_mode else vendor), (name, answer)
        if answer.decision != "unknown":
            assert (answer.decision == "moved") == (before != after), (name, answer)
