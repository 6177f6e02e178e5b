"""Random locks of npm and Cargo, each with the registry that serves its packages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.support.npm import sri, tarball
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("left", "right", "up", "down", "a", "ab", "abc", "under_score", "dash-ed", "Upper")
VERSIONS = ("1.0.0", "1.0.1", "2.0.0-rc.1", "0.1.0+build.5", "10.20.30")
SCOPES = ("", "", "", "@scope", "@other-scope")
FORMS = (
    *("plain",) * 80,
    *("alias", "bundled", "nested", "link") * 8,
    *("bundled package", "deep", "optional", "url", "encoded", "fragment", "unnamed", "not linked") * 4,
    *("file", "bare", "gone"),
)
"""The kinds of entries of an npm lock: most of them are fetched."""
NOISE: tuple[dict[str, Any], ...] = (
    {},
    {"dev": True, "license": "MIT", "engines": {"node": ">=18"}, "funding": {"url": "https://example.org"}},
    {"peer": True, "hasInstallScript": True, "bin": {"a": "bin/a.js"}, "peerDependencies": {"left": "*"}},
    {"optional": True, "os": ["darwin"], "cpu": ["arm64"], "libc": ["glibc"]},
    {"deprecated": "Z\u00fcrich: use another", "requires": {"left": "^1.0.0", "@scope/up": "*"}},
    {"extraneous": True, "dependencies": {"left": "npm:right@^1.0.0"}, "devOptional": True},
)
"""Further fields of an entry that a fetch does not need."""
ROOTS: tuple[dict[str, Any], ...] = (
    {"workspaces": ["packages/*"]},
    {"overrides": {"left": "1.0.1", "up": {"down": "npm:right@1.0.0"}}, "dependencies": {"left": "^1.0.0"}},
    {"resolved": "", "bundleDependencies": ["left"]},
)
"""Fields of the package itself in a lock."""


@dataclass(frozen=True)
class NpmEntry:
    """One entry of an npm lock.

    form  plain, alias (under another name), bundled, bundled package (with a url), nested (below another package), deep
          (below two), optional (for another platform), link (of a workspace), not linked (`link` is false), url
          (required by its url), encoded (%2f in its url), fragment (# in its url), unnamed (without a version), file
          (a url of this disk), bare (without an integrity), gone (not in the registry).
    noise a number of `NOISE`.
    """

    name: str
    scope: str
    version: str
    algorithms: tuple[str, ...]
    form: str
    query: str
    noise: int = 0

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
        if self.form == "encoded":
            resolved = resolved.replace(f"{self.full}/", self.full.replace("/", "%2f") + "/")
        if self.form == "fragment":
            resolved += "#a/b"
        found: dict[str, Any] = {"version": self.version, "resolved": resolved}
        if self.form != "bare":
            found["integrity"] = " ".join(_integrity(data, one) for one in self.algorithms)
        return {**found, **NOISE[self.noise]}


def _integrity(data: bytes, algorithm: str) -> str:
    """Return an integrity; "lie" is that of another file, and "option" has an option."""
    if algorithm == "lie":
        return sri(b"another file")
    return f"{sri(data)}?x" if algorithm == "option" else sri(data, algorithm)


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
    """An npm lock: packages of a registry and of git. `root` is a number of `ROOTS`, `ending` the ends of its lines."""

    entries: tuple[NpmEntry, ...]
    gits: tuple[NpmGit, ...]
    version: int
    indent: int | None
    may_be_empty: bool
    is_forced: bool
    root: int
    ending: str

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
        text = json.dumps(lock, indent=self.indent, ensure_ascii=self.indent is None)
        return (text + "\n").replace("\n", self.ending).encode()

    def _packages(self, root: Path, url: str) -> dict[str, Any]:
        found: dict[str, Any] = {"": {"name": "app", "version": "1.0.0", **ROOTS[self.root]}}
        for number, one in enumerate(self.entries):
            fields = one.fields(root, url)
            place = f"node_modules/{one.full}"
            if one.form == "alias":
                place, fields["name"] = f"node_modules/alias-{number}", one.full
            elif one.form == "nested":
                place = f"node_modules/outer-{number}/{place}"
            elif one.form == "deep":
                place = f"node_modules/outer/node_modules/@scope/inner-{number}/{place}"
            elif one.form == "bundled package":
                fields["inBundle"] = True
            elif one.form == "optional":
                fields |= {"optional": True, "os": ["aix"], "cpu": ["!x64"]}
            elif one.form == "unnamed":
                del fields["version"]
            elif one.form == "not linked":
                fields["link"] = False
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
            fields.pop("dependencies", None)  # in version 1 these are entries
            name, inside = one.full, found
            if one.form == "alias":
                name, fields["version"] = f"alias-{number}", f"npm:{one.full}@{one.version}"
            elif one.form == "url":
                fields["version"] = fields["resolved"]
                del fields["resolved"]
            elif one.form == "bundled package":
                fields |= {"bundled": True, "dependencies": {"x": {**fields, "bundled": False}}}
            elif one.form == "deep":
                inner = {"version": "1.0.0", "bundled": True} if one.noise else one.fields(root, url)
                name, fields = (
                    "@scope/outer",
                    {**inner, "dependencies": {"b": {**inner, "dependencies": {name: fields}}}},
                )
            elif one.form == "optional":
                fields |= {"optional": True, "requires": True}
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
    usual = [*[("sha512",)] * 18, ("sha1",), ("sha1", "sha512"), ("sha512", "sha1")]
    odd = [
        ("sha384",),
        ("sha256", "sha512"),
        ("md5",),
        ("sha512", "sha512"),
        ("lie",),
        ("option",),
        ("sha512", "lie"),
    ]
    algorithms = st.sampled_from((*usual * 8, *odd))
    entry = st.builds(
        NpmEntry,
        name=st.sampled_from(NAMES[:-1]),
        scope=st.sampled_from(SCOPES),
        version=st.sampled_from(VERSIONS),
        algorithms=algorithms,
        form=st.sampled_from(FORMS),
        query=st.sampled_from(("", "", "", "", "?cache=0&x=y")),
        noise=st.integers(0, len(NOISE) - 1),
    )
    return st.builds(
        NpmLock,
        entries=st.lists(entry, max_size=3 if most_gits else 12).map(tuple),
        gits=st.lists(npm_gits(), min_size=min(1, most_gits), max_size=most_gits).map(tuple),
        version=st.sampled_from((1, 2, 3)),
        indent=st.sampled_from((None, 2, "\t")),
        may_be_empty=st.booleans(),
        is_forced=st.booleans(),
        root=st.integers(0, len(ROOTS) - 1),
        ending=st.sampled_from(("\n", "\n", "\n", "\r\n")),
    )


@dataclass(frozen=True)
class CargoEntry:
    """One crate.

    form  crate (of the registry), other (of a second registry), index (of a registry with its index in git), git,
          member (of one git repository with other members), moved (an earlier commit of that repository), suffix
          (that repository under a url with .git), local (of the workspace or a path), lies (with a wrong checksum),
          bare (without a checksum).
    submodule  whether its repository has a submodule with one of its own.
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
    head: str
    ending: str

    def written(self, root: Path, url: str) -> bytes:
        """Publish its crates and repositories. Returns its bytes."""
        (root / "config.json").write_text(json.dumps({"dl": f"{url}/dl"}))
        (root / "second").mkdir(exist_ok=True)
        (root / "second" / "config.json").write_text(json.dumps({"dl": f"{url}/second/{self.template}"}))
        lines = [self.head, f"version = {self.version}\n" if self.version > 2 else ""]
        for one in self.entries:
            lines.append(f'\n[[package]]\nname = "{one.name}"\nversion = "{one.version}"\n')
            if one.form in ("git", "member", "moved", "suffix"):
                repository, commit = _repository(root, url, one)
                suffix = ".git" if one.form == "suffix" else ""
                lines.append(f'source = "git+{url}/{repository}{suffix}{one.selector}#{commit}"\n')
            elif one.form == "index":
                lines.append(
                    f'source = "registry+{url}/index"\nchecksum = "{hashlib.sha256(b"").hexdigest()}"\n'
                )
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
                source = "(registry+https://github.com/rust-lang/crates.io-index)"
                lines.append(f'dependencies = [\n "{one.name} 0.1.0",\n "other 1.0.0 {source}",\n]\n')
            if one.form == "local" and self.version == 3:
                lines.append('replace = "left 1.0.0"\n')
        return "".join([*lines, self.rest]).replace("\n", self.ending).encode()

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
            deep = Repo(root / f"{name}-deep")
            deep.write("d", "deep\n").commit("deep")
            inner.git("-c", "protocol.file.allow=always", "submodule", "add", str(deep.path), "d/deep")
            inner.write(".gitmodules", f'[submodule "deep"]\n\tpath = d/deep\n\turl = {url}/{name}-deep\n')
            inner.commit("a submodule")
            repo.git("-c", "protocol.file.allow=always", "submodule", "add", str(inner.path), "inner")
            repo.write(".gitmodules", f'[submodule "inner"]\n\tpath = inner\n\turl = {url}/{name}-inner\n')
        repo.write("stamp", "$Format:%H$\n").write(
            ".gitattributes", "hidden export-ignore\nstamp export-subst\n"
        )
        repo.commit("a crate")
        repo.write("src/lib.rs", "// moved\n").write("lines", "a\r\n").commit("the next")
        (root / f"{name}.git").symlink_to(name)
    revision = "HEAD^" if one.form == "moved" else "HEAD"
    return name, Repo(root / name, init=False).git("rev-parse", revision).strip()


def cargo_locks() -> st.SearchStrategy[CargoLock]:
    """Return locks of up to ten crates, rarely with two of one name and version."""
    entry = st.builds(
        CargoEntry,
        name=st.sampled_from(NAMES),
        version=st.sampled_from(VERSIONS),
        form=st.sampled_from(
            ("crate",) * 50
            + ("git", "other", "member") * 8
            + ("local",) * 6
            + ("moved", "moved", "suffix", "index", "lies", "bare")
        ),
        selector=st.sampled_from(
            ("", "", "?branch=main", "?rev=abc", "?tag=v1", "?branch=a%2Fb", "?branch=a/b")
        ),
        submodule=st.booleans(),
    )
    alone = st.lists(entry, min_size=1, max_size=10, unique_by=lambda one: (one.name, one.version))
    twice = st.lists(entry, min_size=1, max_size=6, unique_by=lambda one: (one.name, one.version, one.form))
    entries = st.one_of(*[alone] * 9, twice)
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
        version=st.sampled_from((2, 3, 4, 4)),
        template=st.sampled_from(templates),
        rest=st.sampled_from(("", "", unused, '\n[metadata]\nkey = "value"\n')),
        head=st.sampled_from(("", "# This file is automatically @generated by Cargo.\n")),
        ending=st.sampled_from(("\n", "\n", "\n", "\r\n")),
    )
