"""Random locks of npm, Cargo and Go, each with the registry that serves its packages."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.support.gomodules import publish
from tests.support.npm import sri, tarball
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("left", "right", "up", "down", "a", "ab", "abc", "under_score", "dash-ed", "Upper")
VERSIONS = ("1.0.0", "1.0.1", "2.0.0-rc.1", "0.1.0+build.5", "10.20.30")
SCOPES = ("", "", "", "@scope", "@other-scope")
FORMS = ("plain",) * 40 + ("alias", "bundled", "nested", "link") * 8 + ("file", "bare", "gone")


@dataclass(frozen=True)
class NpmEntry:
    """One entry of an npm lock.

    form  plain, alias (under another name), bundled, nested (below another package), link (of a workspace), file (a
          url of this disk), bare (without an integrity), gone (not in the registry).
    """

    name: str
    scope: str
    version: str
    algorithms: tuple[str, ...]
    form: str
    query: str

    @property
    def full(self) -> str:
        """The name with its scope."""
        return f"{self.scope}/{self.name}" if self.scope else self.name

    @property
    def path(self) -> str:
        """The path in a registry."""
        return f"{self.full}/-/{self.name}-{self.version}.tgz"

    def fields(self, root: Path, url: str) -> dict[str, Any]:
        """Publish the package. Returns `version`, `resolved` and `integrity` of the entry."""
        data = tarball(self.full, self.version, "// gone\n" if self.form == "gone" else "")
        place = root / self.path
        place.parent.mkdir(parents=True, exist_ok=True)
        if self.form == "gone":
            place = place.with_suffix(".gone")
        elif not place.exists():
            place.write_bytes(data)
        resolved = f"{url}/{self.path}{self.query}"
        if self.form == "gone":
            resolved = f"{url}/gone/{self.path}"
        if self.form == "file":
            resolved = f"file:../{self.name}.tgz"
        found: dict[str, Any] = {"version": self.version, "resolved": resolved}
        if self.form != "bare":
            found["integrity"] = " ".join(sri(data, one) for one in self.algorithms)
        return found


@dataclass(frozen=True)
class NpmGit:
    """A package that an npm lock takes from git.

    host      the forge.
    spelling  the scheme and user of its url, or "short" (`github:`, in locks of version 1).
    suffix    ".git" or "".
    revision  "commit" or "branch".
    script    the name of its script, "" without one.
    inner     its own lock: "none", "empty", "packages", "version 1", or "git" (a further package from git).
    is_rich   whether it has links, executable files, attributes, a submodule and long names.
    is_sealed whether the lock has an integrity for it, which does not count.
    """

    host: str
    spelling: str
    suffix: str
    revision: str
    script: str
    inner: str
    is_rich: bool
    is_sealed: bool

    def fields(self, root: Path, url: str, version: int) -> dict[str, Any]:
        """Make its repository. Returns its entry in a lock of a version."""
        name, commit = self._repository(root, url)
        place = f"owner/{name}" if self.host != "git.sr.ht" else f"~owner/{name}"
        at = f"{place}{self.suffix}#{commit if self.revision == 'commit' else 'main'}"
        short = self.spelling == "short"
        resolved = f"{'git+ssh://git@' if short else self.spelling}{self.host}/{at}"
        sealed = {"integrity": sri(b"another file")} if self.is_sealed else {}
        if version > 1:
            return {"version": "1.0.0", "resolved": resolved, **sealed}
        if short and self.host != "git.sr.ht":
            resolved = f"{self.host.partition('.')[0]}:{at}"
        return {"version": resolved, "from": resolved, **sealed}

    def _repository(self, root: Path, url: str) -> tuple[str, str]:
        """Make the repository, once. Returns its name and its commit."""
        stated = repr((self.script, self.inner, self.is_rich))
        name = f"npm-{hashlib.sha256(stated.encode()).hexdigest()[:8]}"
        if not (root / name).exists():
            repo = Repo(root / name)
            scripts = {self.script: "exit 1"} if self.script else {}
            repo.write("package.json", json.dumps({"name": name, "version": "1.0.0", "scripts": scripts}))
            lock = self._lock(root, url)
            if lock is not None:
                repo.write("package-lock.json", json.dumps(lock))
            if self.is_rich:
                _enrich(repo, root)
            repo.commit("a package")
        return name, Repo(root / name, init=False).git("rev-parse", "HEAD").strip()

    def _lock(self, root: Path, url: str) -> dict[str, Any] | None:
        """Return the lock in its repository."""
        plain = NpmEntry("inner", "@scope", "1.0.0", ("sha512",), "plain", "")
        if self.inner == "none":
            return None
        if self.inner == "version 1":
            return {"lockfileVersion": 1, "dependencies": {"@scope/inner": plain.fields(root, url)}}
        packages: dict[str, Any] = {"": {"name": "inner"}}
        if self.inner == "packages":
            packages["node_modules/@scope/inner"] = plain.fields(root, url)
        if self.inner == "git":
            deeper = replace(self, inner="packages", revision="commit", script="")
            packages["node_modules/deeper"] = deeper.fields(root, url, 3)
        return {"lockfileVersion": 3, "packages": packages}


def _enrich(repo: Repo, root: Path) -> None:
    """Add the files of a repository that an archive or tar treats in a way of their own."""
    repo.write("bin/run", "#!/bin/sh\n").write("empty", "").write("hidden/a.js", "x")
    (repo.path / "bin/run").chmod(0o755)
    (repo.path / "link").symlink_to("bin/run")
    (repo.path / "dangling").symlink_to("../nowhere")
    repo.write(".gitattributes", "hidden export-ignore\nstamp export-subst\n*.txt text eol=crlf\n")
    repo.write("stamp", "$Format:%H$\n").write("lines.txt", "a\nb\n")
    repo.write(f"{'long' * 20}/{'name' * 20}.js", "long\n").write("\u00fcber.js", "x\n").write("B.js", "x\n")
    inner = root / "npm-inner"
    if not inner.exists():
        Repo(inner).write("a.js", "x\n").commit("inner")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", str(inner), "module")


def npm_gits() -> st.SearchStrategy[NpmGit]:
    """Return packages from git, most of them at a commit of a known forge."""
    return st.builds(
        NpmGit,
        host=st.sampled_from(("github.com",) * 6 + ("bitbucket.org", "git.sr.ht") * 3 + ("gitlab.com",)),
        spelling=st.sampled_from(
            ("git+ssh://git@", "git+https://", "git+https://git@", "ssh://git@", "git://", "short")
        ),
        suffix=st.sampled_from((".git", "")),
        revision=st.sampled_from(("commit",) * 15 + ("branch",)),
        script=st.sampled_from(("", "", "test", "test", "prepare", "install", "prepack")),
        inner=st.sampled_from(("none", "none", "empty", "packages", "version 1", "git")),
        is_rich=st.booleans(),
        is_sealed=st.booleans(),
    )


@dataclass(frozen=True)
class NpmLock:
    """An npm lock: packages of a registry and of git."""

    entries: tuple[NpmEntry, ...]
    gits: tuple[NpmGit, ...]
    version: int
    indent: int | None
    may_be_empty: bool
    is_forced: bool

    def written(self, root: Path, url: str) -> bytes:
        """Publish its packages. Returns its bytes."""
        lock: dict[str, Any] = {"name": "app", "version": "1.0.0", "lockfileVersion": self.version}
        if self.version > 1:
            lock["packages"] = self._packages(root, url)
            for number, one in enumerate(self.gits):
                lock["packages"][f"node_modules/git-{number}"] = one.fields(root, url, self.version)
        if self.version < 3:
            lock["dependencies"] = self._dependencies(root, url)
            for number, one in enumerate(self.gits):
                lock["dependencies"][f"git-{number}"] = one.fields(root, url, 1)
        return json.dumps(lock, indent=self.indent).encode() + b"\n"

    def _packages(self, root: Path, url: str) -> dict[str, Any]:
        found: dict[str, Any] = {"": {"name": "app", "version": "1.0.0", "workspaces": ["packages/*"]}}
        for number, one in enumerate(self.entries):
            fields = one.fields(root, url)
            place = f"node_modules/{one.full}"
            if one.form == "alias":
                place, fields["name"] = f"node_modules/alias-{number}", one.full
            elif one.form == "nested":
                place = f"node_modules/outer-{number}/{place}"
            elif one.form == "bundled":
                fields["inBundle"] = True
                del fields["resolved"], fields["integrity"]
            elif one.form == "link":
                found[f"packages/{one.name}"] = {"version": one.version}
                fields = {"resolved": f"packages/{one.name}", "link": True}
            found[place] = fields
        return found

    def _dependencies(self, root: Path, url: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number, one in enumerate(self.entries):
            fields = one.fields(root, url)
            name, inside = one.full, found
            if one.form == "alias":
                name, fields["version"] = f"alias-{number}", f"npm:{one.full}@{one.version}"
            elif one.form == "bundled":
                fields = {"version": one.version, "bundled": True, "dependencies": {"x": {"version": "1"}}}
            elif one.form in ("link", "file"):
                fields = {"version": f"file:packages/{one.name}"} if self.version == 1 else fields
            elif one.form == "nested" and found:
                inside = next(iter(found.values())).setdefault("dependencies", {})
            inside[name] = fields
        return found


def npm_locks(most_gits: int = 0) -> st.SearchStrategy[NpmLock]:
    """Return locks of up to a dozen packages and some packages from git, versions 1 to 3."""
    algorithms = st.sampled_from((("sha512",), ("sha512",), ("sha512",), ("sha1",), ("sha1", "sha512")))
    entry = st.builds(
        NpmEntry,
        name=st.sampled_from(NAMES[:-1]),
        scope=st.sampled_from(SCOPES),
        version=st.sampled_from(VERSIONS),
        algorithms=algorithms,
        form=st.sampled_from(FORMS),
        query=st.sampled_from(("", "", "", "", "?cache=0&x=y")),
    )
    return st.builds(
        NpmLock,
        entries=st.lists(entry, max_size=3 if most_gits else 12).map(tuple),
        gits=st.lists(npm_gits(), min_size=min(1, most_gits), max_size=most_gits).map(tuple),
        version=st.sampled_from((1, 2, 3)),
        indent=st.sampled_from((None, 2, "\t")),
        may_be_empty=st.booleans(),
        is_forced=st.booleans(),
    )


@dataclass(frozen=True)
class CargoEntry:
    """One crate.

    form  crate (of the registry), other (of a second registry), git, member (of one git repository with other members),
          local (of the workspace or a path), lies (with a wrong checksum), bare (without a checksum).
    """

    name: str
    version: str
    form: str
    selector: str
    submodule: bool


@dataclass(frozen=True)
class CargoLock:
    """A Cargo lock."""

    entries: tuple[CargoEntry, ...]
    version: int
    template: str
    rest: str

    def written(self, root: Path, url: str) -> bytes:
        """Publish its crates and repositories. Returns its bytes."""
        (root / "config.json").write_text(json.dumps({"dl": f"{url}/dl"}))
        (root / "second").mkdir(exist_ok=True)
        (root / "second" / "config.json").write_text(json.dumps({"dl": f"{url}/second/{self.template}"}))
        lines = [f"version = {self.version}\n"] if self.version > 2 else []
        for one in self.entries:
            lines.append(f'\n[[package]]\nname = "{one.name}"\nversion = "{one.version}"\n')
            if one.form in ("git", "member"):
                repository, commit = _repository(root, url, one)
                lines.append(f'source = "git+{url}/{repository}{one.selector}#{commit}"\n')
            elif one.form == "other":
                lines += self._other(root, url, one)
            elif one.form != "local":
                data = f"{one.name} {one.version}".encode()
                place = root / "dl" / one.name / one.version / "download"
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
                checksum = hashlib.sha256(data if one.form != "lies" else b"").hexdigest()
                lines.append('source = "registry+https://github.com/rust-lang/crates.io-index"\n')
                lines.append(f'checksum = "{checksum}"\n' if one.form != "bare" else "")
            if one.version.startswith("1"):
                lines.append(f'dependencies = [\n "{one.name} 0.1.0",\n]\n')
        return "".join([*lines, self.rest]).encode()

    def _other(self, root: Path, url: str, one: CargoEntry) -> list[str]:
        """Publish a crate in the second registry. Returns the lines of its source and checksum."""
        data = f"second {one.name} {one.version}".encode()
        checksum = hashlib.sha256(data).hexdigest()
        size = len(one.name)
        prefix = (
            str(size) if size < 3 else f"3/{one.name[0]}" if size == 3 else f"{one.name[:2]}/{one.name[2:4]}"
        )
        path = self.template if "{" in self.template else self.template + "/{crate}/{version}/download"
        path = path.replace("{crate}", one.name).replace("{version}", one.version)
        path = path.replace("{prefix}", prefix).replace("{lowerprefix}", prefix.lower())
        place = root / "second" / path.replace("{sha256-checksum}", checksum)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        return [f'source = "sparse+{url}/second/"\n', f'checksum = "{checksum}"\n']


def _repository(root: Path, url: str, one: CargoEntry) -> tuple[str, str]:
    """Make a repository of one crate, once. Returns its name and its commit."""
    name = f"{one.name if one.form == 'git' else 'members'}-{'deep' if one.submodule else 'flat'}"
    if not (root / name).exists():
        repo = Repo(root / name)
        repo.write("Cargo.toml", f'[package]\nname = "{one.name}"\n').write("src/lib.rs", "")
        repo.write(".gitattributes", "hidden export-ignore\n").write("hidden", "seen")
        repo.write("run.sh", "#!/bin/sh\n")
        (root / name / "run.sh").chmod(0o755)
        (root / name / "link").symlink_to("run.sh")
        if one.submodule:
            inner = Repo(root / f"{name}-inner")
            inner.write("c/lib.c", "int x;\n").commit("inner")
            repo.git("-c", "protocol.file.allow=always", "submodule", "add", str(inner.path), "inner")
            repo.write(".gitmodules", f'[submodule "inner"]\n\tpath = inner\n\turl = {url}/{name}-inner\n')
        repo.commit("a crate")
    return name, Repo(root / name, init=False).git("rev-parse", "HEAD").strip()


def cargo_locks() -> st.SearchStrategy[CargoLock]:
    """Return locks of up to ten crates, no two of one name and version."""
    entry = st.builds(
        CargoEntry,
        name=st.sampled_from(NAMES),
        version=st.sampled_from(VERSIONS),
        form=st.sampled_from(
            ("crate",) * 40 + ("git", "other", "member") * 8 + ("local",) * 6 + ("lies", "bare")
        ),
        selector=st.sampled_from(("", "?branch=main", "?rev=abc", "?tag=v1")),
        submodule=st.booleans(),
    )
    entries = st.lists(entry, min_size=1, max_size=10, unique_by=lambda one: (one.name, one.version))
    templates = (
        "dl",
        "{crate}/{version}.crate",
        "{prefix}/{crate}/{sha256-checksum}",
        "{lowerprefix}/{crate}-{version}",
    )
    unused = '\n[[patch.unused]]\nname = "unused"\nversion = "1.0.0"\nsource = "git+https://git.example.org/x#0123"\n'
    return st.builds(
        CargoLock,
        entries=entries.map(tuple),
        version=st.sampled_from((2, 3, 4)),
        template=st.sampled_from(templates),
        rest=st.sampled_from(("", "", unused, '\n[metadata]\nkey = "value"\n')),
    )


@dataclass(frozen=True)
class GoModule:
    """A Go module, and the modules of a proxy that it requires.

    required  (number of the module, its version, a package that is imported, a build tag or "").
    replaced  a module that a directory of the source replaces, None without one.
    below     the directory of go.mod.
    work      whether a go.work stands above it; `is_off` switches it off.
    lines     further lines of go.mod.
    parts     further parts of the source: a nested module, a directory named vendor, a test.
    fits      whether deleteVendor is set for a source with vendor, and only for such a source.
    proxied   the option proxyVendor.
    """

    required: tuple[tuple[int, str, str, str], ...]
    replaced: int | None
    below: str
    work: bool
    is_off: bool
    lines: tuple[str, ...]
    parts: tuple[str, ...]
    fits: bool
    proxied: bool

    @property
    def deletes(self) -> bool:
        """The option deleteVendor."""
        return ("vendor" in self.parts) == self.fits

    def written(self, source: Path, proxy: Path) -> str:
        """Write the source and the proxy. Returns the directory of go.mod in the source."""
        shutil.rmtree(proxy, ignore_errors=True)
        module = source / self.below
        (module / "testdata").mkdir(parents=True)
        lines = ["module example.org/app\n", "go 1.18\n", *self.lines]
        for number, version, package, tag in self.required:
            name = f"example.org/m{number}"
            _publish(proxy, number, version)
            lines.append(f"require {name} {version}\n")
            path = f"{name}/{package}" if package else name
            head = f"//go:build {tag}\n\n" if tag else ""
            (module / f"use{number}.go").write_text(f'{head}package main\n\nimport _ "{path}"\n')
        publish(proxy, "example.org/base", "v1.0.0", "", "package base\n")
        for number, version in ((3, "v1.0.0"), (4, "v1.2.3")):  # the targets of `replace`
            if (number, version) not in [one[:2] for one in self.required]:
                _publish(proxy, number, version)
        if self.replaced is not None:
            inner = module / "inner"
            inner.mkdir()
            (inner / "go.mod").write_text(f"module example.org/m{self.replaced}\n\ngo 1.18\n")
            for folder, name in ((".", "m"), ("sub", "sub"), ("other", "other")):
                (inner / folder).mkdir(exist_ok=True)
                (inner / folder / "x.go").write_text(f"package {name}\n\n// inner\n")
            lines.append(f"replace example.org/m{self.replaced} => ./inner\n")
        (module / "main.go").write_text("package main\n\nfunc main() {}\n")
        (module / "testdata" / "t.go").write_text('package t\n\nimport _ "example.org/nowhere"\n')
        (module / "go.mod").write_text("\n".join(lines))
        self._add_parts(module)
        self._tidy(module, proxy, source.parent / "tidy")
        if self.work:
            (source / "go.work").write_text(f"go 1.18\n\nuse ./{self.below}\n")
        return self.below

    def _add_parts(self, module: Path) -> None:
        """Write the further parts of the source."""
        texts = {
            "nested": {
                "deep/go.mod": "module example.org/deep\n",
                "deep/x.go": 'package deep\n\nimport _ "example.org/none"\n',
            },
            "vendor": {
                "vendor/modules.txt": "# example.org/old v1.0.0\n",
                "vendor/example.org/old/a.go": "package old\n",
            },
            "inner vendor": {
                "cmd/vendor/example.org/m0/a.go": "package m\n",
                "cmd/x.go": 'package cmd\n\nimport _ "example.org/m0"\n',
            },
            "test": {"x_test.go": 'package main\n\nimport _ "example.org/m0/other"\n'},
            "hidden": {"_h/x.go": 'package h\n\nimport _ "example.org/m1/other"\n', ".h/x.go": "package h\n"},
            "cgo": {"c/c.go": 'package c\n\n// #include "c.h"\nimport "C"\n', "c/c.h": ""},
        }
        for part in self.parts:
            for path, text in texts[part].items():
                (module / path).parent.mkdir(parents=True, exist_ok=True)
                (module / path).write_text(text)

    def _tidy(self, module: Path, proxy: Path, home: Path) -> None:
        """Run `go mod tidy`, which writes go.sum and adds the indirect requirements."""
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "GOPATH": str(home / "path"),
            "GOPROXY": f"file://{proxy}",
            "GOSUMDB": "off",
            "GOTOOLCHAIN": "local",
            "GOWORK": "off",
            "GOFLAGS": "-mod=mod -modcacherw",
        }
        subprocess.run(["go", "mod", "tidy"], cwd=module, env=env, check=False, capture_output=True)


def _publish(proxy: Path, number: int, version: str) -> None:
    """Publish a version of a module."""
    requires = "\nrequire example.org/base v1.0.0\n" if number % 2 else ""
    more = _RICH if version == "v1.2.3" else _PLAIN
    uses = '\nimport _ "example.org/base"\n' if number % 2 else ""
    publish(proxy, f"example.org/m{number}", version, requires, f"package m\n{uses}", more)


_PLAIN = {"sub/b.go": "package sub\n", "other/c.go": "package other\n", "LICENSE": "mine\n"}
_RICH = {
    **_PLAIN,
    "sub/e.go": 'package sub\n\nimport _ "embed"\n\n//go:embed data all:hidden\nvar Text string\n',
    "sub/data/deep/x.txt": "x\n",
    "sub/hidden/.x": "x\n",
    "sub/b_test.go": 'package sub\n\nimport _ "example.org/base"\n',
    "sub/testdata/x": "x\n",
    "sub/c.c": "int x;\n",
    "sub/c_windows.go": 'package sub\n\nimport "C"\n',
    "sub/PATENTS": "none\n",
    "internal/i.go": "package internal\n",
    "README.md": "read\n",
}
"""The further files of a module: embedded files, tests and C."""
_LINES = (
    "toolchain go1.21.0\n",
    "retract v0.9.0 // broken\n",
    "exclude example.org/m0 v1.2.3\n",
    "replace example.org/m2 => example.org/m3 v1.0.0\n",
    "replace example.org/m4 v1.0.0 => example.org/m4 v1.2.3\n",
    "tool example.org/m1/other\n",
    "godebug default=go1.21\n",
)
_PARTS = ("nested", "vendor", "inner vendor", "test", "hidden", "cgo")


def go_modules() -> st.SearchStrategy[GoModule]:
    """Return modules with up to five requirements."""
    required = st.tuples(
        st.integers(0, 6),
        st.sampled_from(("v1.0.0", "v1.2.3", "v0.0.0-20240101000000-0123456789ab")),
        st.sampled_from(("", "sub", "other")),
        st.sampled_from(("", "", "windows", "neverset && linux", "ignore")),
    )
    return st.builds(
        GoModule,
        required=st.lists(required, min_size=1, max_size=5, unique_by=lambda one: one[0]).map(tuple),
        replaced=st.one_of(st.none(), st.integers(0, 6)),
        below=st.sampled_from((".", "cmd", "deep/er")),
        work=st.sampled_from((False, False, False, True)),
        is_off=st.booleans(),
        lines=st.lists(st.sampled_from(_LINES), max_size=1, unique=True).map(tuple),
        parts=st.lists(st.sampled_from(_PARTS), max_size=2, unique=True).map(tuple),
        fits=st.sampled_from((True, True, True, True, False)),
        proxied=st.sampled_from((False, False, False, True)),
    )
