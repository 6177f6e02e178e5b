"""The lock of a dependency hash in an unusual place, or of a tool without a format that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.locks.unread import UNREAD
from tests.attacks.test_places import NPM, NPM_LOCK
from tests.support.guarded import checked, digest
from tests.support.judging import of_range
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

    from authguard.locks.comparing import LockKind

MOVED = NPM_LOCK.replace("1.0.0", "2.0.0").replace("z4Ph", "z5Ph")
REMOTE = f'fetchurl {{ url = "https://example.org/a.tgz"; hash = "{digest("a")}"; }}'
CODE = (
    NPM.replace("{ buildNpmPackage }", "{ buildNpmPackage, fetchurl, symlinkJoin }")
    + "# SRC decides the lock\n"
)

SOURCES = {
    "a list of one source": "srcs = [ ./sub ];",
    "a list beside no source": "src = null; srcs = [ ./sub ];",
    "a join of one tree": 'src = symlinkJoin { name = "s"; paths = [ ./sub ]; };',
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_lock_in_a_local_source_decides_the_hash(tmp_path: Path, name: str) -> None:
    """The source is in a list or in a join of trees."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", CODE.replace("src = ./.;", SOURCES[name]))
    repo.write("sub/package-lock.json", NPM_LOCK).commit("right")
    repo.write("sub/package-lock.json", MOVED).commit("stale")
    assert of_range(repo) == (1, [("error", "AG202", "tool.nix")])


@pytest.mark.parametrize(
    "path", ["${./locks/package-lock.json}", "${./locks}/package-lock.json", "${./.}/locks/package-lock.json"]
)
def test_a_lock_that_a_script_copies_decides_the_hash(tmp_path: Path, path: str) -> None:
    """The path may be the path of a directory; the text after it then names the lock."""
    repo = Repo(tmp_path / "r")
    script = f'src = {REMOTE}; prePatch = "cp {path} package-lock.json";'
    repo.write("tool.nix", CODE.replace("src = ./.;", script))
    repo.write("locks/package-lock.json", NPM_LOCK).commit("right")
    repo.write("locks/package-lock.json", MOVED).commit("stale")
    found = of_range(repo)[1]
    assert [each[1:] for each in found] in ([("AG202", "tool.nix")], [("AG203", "tool.nix")]), found


COMMANDS = {
    "pip": "pip download -r requirements.txt",
    "pipenv": "pipenv sync",
    "pdm": "pdm sync",
    "hugo": "hugo mod vendor",
    "swift": "swift package resolve",
    "cocoapods": "pod install --deployment",
    "cabal": "cabal v2-build all",
    "stack": "stack build --only-dependencies",
    "elm": "elm make src/Main.elm",
    "sbt": "sbt update",
    "opam": "opam install . --locked",
    "conan": "conan install .",
    "vcpkg": "vcpkg install",
    "bazel": "bazel fetch //...",
    "dub": "dub fetch",
    "shards": "shards install",
    "nimble": "nimble install -d",
    "helm": "helm dependency build",
    "spago": "spago install",
    "terraform": "terraform init",
    "lake": "lake build",
    "gleam": "gleam deps download",
    "julia": "julia -e 'using Pkg; Pkg.instantiate()'",
    "renv": "Rscript -e 'renv::restore()'",
    "clojure": "clojure -P",
    "lein": "lein deps",
    "mill": "mill app.compile",
    "carton": "carton install",
    "luarocks": "luarocks install --deps-only",
    "paket": "paket restore",
    "qlot": "qlot install",
    "pixi": "pixi install",
    "conda-lock": "conda-lock install",
    "bower": "bower install",
    "jsonnet-bundler": "jb install",
    "vendir": "vendir sync",
    "buf": "buf dep update",
    "packwiz": "packwiz modrinth export",
    "carthage": "carthage bootstrap",
    "west": "west update",
    "esp-idf": "idf.py build",
    "foundry": "forge install",
    "gclient": "gclient sync --nohooks",
    "ivy": "ant resolve",
    "soldeer": "forge soldeer install",
    "platformio": "pio pkg install",
    "ansible-galaxy": "ansible-galaxy collection install -r requirements.yml",
}
MADE = """\
{{ stdenv }}:
stdenv.mkDerivation {{
  name = "x";
  src = ./.;
  buildPhase = "{command}";
  outputHashMode = "recursive";
  outputHash = "{digest}";
}}
"""


@pytest.mark.parametrize("kind", UNREAD, ids=lambda kind: kind.name)
def test_a_moved_lock_without_a_reader_is_a_warning(tmp_path: Path, kind: LockKind) -> None:
    """The output of the script is doubtful. A change of another file does not matter."""
    code = MADE.format(command=COMMANDS[kind.name], digest=digest(1))
    for number, file in enumerate(kind.files):
        repo = Repo(tmp_path / str(number))
        repo.write("tool.nix", code).write(file, "1\n").write("README", "1\n").commit("right")
        repo.write("README", "2\n").commit("right")
        assert of_range(repo) == (0, [])
        repo.write(file, "2\n").commit("stale")
        assert of_range(repo) == (0, [("warning", "AG203", "tool.nix")])


SBT = f"""{{ mkSbtDerivation }}: mkSbtDerivation {{
  pname = "a"; version = "1"; src = ./.;
  depsSha256 = "{digest("sbt")}";
}}
"""
BUILD = 'name := "a"\nversion := "1"\n'
NEEDS = 'libraryDependencies += "a" % "b" % "1"\n'
INCLUDED: dict[str, tuple[str, dict[str, str], dict[str, str], str]] = {
    "requirements": (
        "pip download -r requirements.txt",
        {
            "requirements.txt": "-r deps/base.txt\n",
            "deps/base.txt": "-c more.txt\n",
            "deps/more.txt": "a==1\n",
        },
        {"deps/more.txt": "a==2\n"},
        "deps/more.txt",
    ),
    "comments in requirements": (
        "pip download -r requirements.txt",
        {"requirements.txt": "-r base.txt\n", "base.txt": "a==1\n"},
        {"requirements.txt": "# one\n-r base.txt # two\n", "base.txt": "# three\n\na==1\t# four\n"},
        "",
    ),
    "a name behind # in requirements": (
        "pip download -r requirements.txt",
        {"requirements.txt": "-r base.txt\n", "base.txt": "git+https://a.example/b#egg=b\n"},
        {"base.txt": "git+https://a.example/b#egg=c\n"},
        "base.txt",
    ),
    "a comment in a joined line of requirements": (
        "pip download -r requirements.txt",
        {"requirements.txt": "-r base.txt\n", "base.txt": "a \\\n==1\n"},
        {"base.txt": "a \\\n# one\n==1\n"},
        "base.txt",
    ),
    "an empty line in a joined line of requirements": (
        "pip download -r requirements.txt",
        {"requirements.txt": "-r base.txt\n", "base.txt": "a \\\nb\n"},
        {"base.txt": "a \\\n\nb\n"},
        "base.txt",
    ),
    "a comment of requirements that takes the next line": (
        "pip download -r requirements.txt",
        {"requirements.txt": "-r base.txt\n", "base.txt": "a==1\nb==1\n"},
        {"base.txt": "a==1 # one \\\nb==1\n"},
        "base.txt",
    ),
    "a text that no requirements include": (
        "pip download -r requirements.txt",
        {"requirements.txt": "a==1\n", "deps/base.txt": "a==1\n"},
        {"deps/base.txt": "a==2\n"},
        "",
    ),
    "a cabal file": (
        "cabal build",
        {"cabal.project": "packages: a\n", "a/a.cabal": "version: 1\nbuild-depends:\n  base,\n  text\n"},
        {"a/a.cabal": "version: 1\nbuild-depends:\n  base,\n  bytes\n"},
        "a/a.cabal",
    ),
    "the version of a cabal file": (
        "cabal build",
        {"cabal.project": "packages: a\n", "a/a.cabal": "version: 1\nbuild-depends: base\n"},
        {"a/a.cabal": "version: 2\nbuild-depends: base\n"},
        "",
    ),
    "a cabal file beside a freeze file": (
        "cabal build",
        {"cabal.project.freeze": "constraints: a ==1\n", "a/a.cabal": "build-depends: base\n"},
        {"a/a.cabal": "build-depends: bytes\n"},
        "",
    ),
    "a package of stack": (
        "stack build",
        {"stack.yaml": "resolver: 1\n", "package.yaml": "dependencies: a\n"},
        {"package.yaml": "dependencies: b\n"},
        "package.yaml",
    ),
    "Scala code of the build": (
        "sbt update",
        {"build.sbt": BUILD, "project/a/Dependencies.scala": 'val a = "1"\n'},
        {"project/a/Dependencies.scala": 'val a = "2"\n'},
        "project/a/Dependencies.scala",
    ),
    "the version of sbt": (
        "",
        {"build.sbt": BUILD, "project/build.properties": "sbt.version=1.9\n"},
        {"project/build.properties": "sbt.version=1.10\n"},
        "project/build.properties",
    ),
    "the plugins of sbt": (
        "",
        {"build.sbt": BUILD, "project/plugins.sbt": 'addSbtPlugin("a" % "b" % "1")\n'},
        {"project/plugins.sbt": 'addSbtPlugin("a" % "b" % "2")\n'},
        "project/plugins.sbt",
    ),
    "the build of sbt": (
        "",
        {"build.sbt": BUILD},
        {"build.sbt": BUILD + 'x += "a" % "b" % "1"\n'},
        "build.sbt",
    ),
    "the version of the program": (
        "",
        {"build.sbt": BUILD + NEEDS},
        {"build.sbt": BUILD.replace("1", "2") + NEEDS},
        "",
    ),
    "the version of the program in a file of its own": (
        "",
        {"build.sbt": NEEDS, "version.sbt": 'ThisBuild / version := "1"\n'},
        {"version.sbt": 'ThisBuild / version := "2"\n'},
        "",
    ),
    "a version in a file of its own that a dependency has": (
        "",
        {"build.sbt": NEEDS + 'x += "a" % "b" % version.value\n', "version.sbt": 'version := "1"\n'},
        {"version.sbt": 'version := "2"\n'},
        "version.sbt",
    ),
    "a comment in a build of sbt": (
        "",
        {"build.sbt": BUILD, "project/plugins.sbt": "\n"},
        {"build.sbt": f"// one\n{BUILD}", "project/plugins.sbt": "// two\n"},
        "",
    ),
    "the version of a build with dependencies in another file": (
        "",
        {"build.sbt": BUILD, "deps.sbt": NEEDS.replace('"1"', "version.value")},
        {"build.sbt": BUILD.replace("1", "2")},
        "build.sbt",
    ),
    "the version of the program in a dependency": (
        "",
        {"build.sbt": BUILD + 'x += "a" % "b" % version.value\n'},
        {"build.sbt": BUILD.replace("1", "2") + 'x += "a" % "b" % version.value\n'},
        "build.sbt",
    ),
}


@pytest.mark.parametrize("name", INCLUDED)
def test_a_moved_file_that_a_lock_includes_is_a_warning(tmp_path: Path, name: str) -> None:
    """The included file is reported like the lock. Without a command, the package is built by sbt."""
    command, base, moved, expected = INCLUDED[name]
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", MADE.format(command=command, digest=digest(1)) if command else SBT)
    for files in (base, moved):
        for path, content in files.items():
            repo.write(path, content)
        repo.commit("files")
    run = checked(repo, "check", "--base", "HEAD~1", "--head", "HEAD")
    assert run.code == 0, run.stdout
    assert ("AG203" in run.stdout, expected in run.stdout) == (bool(expected), True), run.stdout


READ = {
    "gradle build": ("gradle.lockfile", "a:b:@=compileClasspath\n"),
    "dotnet restore": (
        "packages.lock.json",
        '{"version": 1, "dependencies": {"net8.0": {"A": {"type": "Direct", "resolved": "@", "contentHash": "@"}}}}',
    ),
    "mvn package": ("pom.xml", "<project><version>@</version></project>"),
}


@pytest.mark.parametrize("command", READ)
def test_a_moved_lock_of_a_command_is_reported(tmp_path: Path, command: str) -> None:
    """A script calls a tool, and the command of the tool names its lock."""
    file, text = READ[command]
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", MADE.format(command=command, digest=digest(1)))
    repo.write(file, text.replace("@", "1.0")).commit("right")
    repo.write(file, text.replace("@", "2.0")).commit("stale")
    assert [each[1:] for each in of_range(repo)[1]] in ([("AG202", "tool.nix")], [("AG203", "tool.nix")])


def test_a_changed_script_that_is_the_builder_is_an_error(tmp_path: Path) -> None:
    """The program that makes the output is a file of this repository."""
    repo = Repo(tmp_path / "r")
    code = MADE.format(command="", digest=digest(1)).replace('buildPhase = "";', "builder = ./fetch.sh;")
    repo.write("tool.nix", code.replace("  src = ./.;\n", ""))
    repo.write("fetch.sh", "curl https://example.org/1.0\n").commit("right")
    repo.write("fetch.sh", "curl https://example.org/2.0\n").commit("stale")
    assert of_range(repo) == (1, [("error", "AG201", "tool.nix")])


def test_a_changed_option_of_the_fetcher_of_nix_is_an_error(tmp_path: Path) -> None:
    """`import <nix/fetchurl.nix>` has options that change the content."""
    repo = Repo(tmp_path / "r")
    code = (
        f'import <nix/fetchurl.nix> {{ url = "https://example.org/a"; hash = "{digest(1)}"; unpack = @; }}\n'
    )
    repo.write("tool.nix", code.replace("@", "false")).commit("right")
    repo.write("tool.nix", code.replace("@", "true")).commit("stale")
    assert of_range(repo) == (1, [("error", "AG201", "tool.nix")])


GO = f"""{{ buildGoModule }}: buildGoModule {{
  pname = "a"; version = "1"; src = ./.; OPTION
  vendorHash = "{digest("go")}";
}}
"""
MAVEN = f"""{{ maven }}: maven.buildMavenPackage {{
  pname = "a"; version = "1"; src = ./.; OPTION
  mvnHash = "{digest("maven")}";
}}
"""
GO_MOD = "module example.org/a\n\ngo 1.21\n\nrequire example.org/b vVERSION.0.0\n"
POM = "<project><modules><module>m</module></modules></project>"
ARTIFACT = "<groupId>a</groupId><artifactId>a</artifactId><version>VERSION.0</version>"
OWN = ARTIFACT.replace("VERSION.0", "${project.version}")
SUB_POM = f"<project><dependencies><dependency>{ARTIFACT}</dependency></dependencies></project>"
WORKSPACES: dict[str, tuple[str, dict[str, str], list[str]]] = {
    "go.work": (GO, {"go.work": "go 1.21\nuse ./m\n", "m/go.mod": GO_MOD}, ["m/go.mod"]),
    "a block in go.work": (
        GO,
        {"go.work": 'go 1.21\nuse (\n\t./n // a comment\n\t"./m"\n)\n', "m/go.mod": GO_MOD},
        ["m/go.mod"],
    ),
    "a replaced module": (
        GO.replace("OPTION", 'modRoot = "cmd";'),
        {"cmd/go.mod": "module example.org/c\n\nreplace example.org/a => ../m\n", "m/go.mod": GO_MOD},
        ["m/go.mod"],
    ),
    "modules of a pom": (MAVEN, {"pom.xml": POM, "m/pom.xml": SUB_POM}, ["m/pom.xml"]),
    "a module that go.work does not use": (
        GO,
        {"go.work": "use ./n\n", "n/go.mod": "module example.org/n\n", "m/go.mod": GO_MOD},
        [],
    ),
    "a project that is no module": (MAVEN, {"pom.xml": "<project/>", "m/pom.xml": SUB_POM}, []),
    "a module of another one": (
        MAVEN,
        {"pom.xml": POM, "m/pom.xml": POM.replace(">m<", ">x/n<"), "m/x/n/pom.xml": SUB_POM},
        ["m/x/n/pom.xml"],
    ),
    "the version of a module": (
        MAVEN,
        {
            "pom.xml": POM,
            "m/pom.xml": "<project><artifactId>m</artifactId><version>VERSION</version></project>",
        },
        [],
    ),
    "the version of a module that a dependency has": (
        MAVEN,
        {
            "pom.xml": POM,
            "m/pom.xml": f"<project><version>VERSION</version><dependencies><dependency>{OWN}</dependency>"
            "</dependencies></project>",
        },
        ["m/pom.xml"],
    ),
    "the version of a parent that the repository does not have": (
        MAVEN,
        {"pom.xml": POM, "m/pom.xml": f"<project><parent>{ARTIFACT}</parent></project>"},
        ["m/pom.xml"],
    ),
    "a module added to go.work": (
        GO,
        {
            "go.work": "use ./m VERSION\n",
            "m/go.mod": "module example.org/m\n",
            "VERSION/go.mod": "module example.org/o\n",
        },
        ["go.work"],
    ),
    "a module that go.work replaces": (
        GO,
        {"go.work": "use ./m\nreplace a => b vVERSION.0.0\n", "m/go.mod": "module example.org/m\n"},
        ["go.work"],
    ),
    "a go.work that is switched off": (
        GO.replace("OPTION", 'env.GOWORK = "off";'),
        {"go.work": "use ./m\n", "m/go.mod": GO_MOD},
        [],
    ),
    "an attribute that no download reads": (
        GO.replace("OPTION", 'GOWORK = "off"; proxyVendor = true;'),
        {"go.work": "use ./m\n", "m/go.mod": GO_MOD},
        ["m/go.mod"],
    ),
    "the order and the spelling of the lines of go.work": (
        GO,
        {
            "go.work": "go 1.21\nuse (\n\t.\n\t./m\n)\nreplace a => b v1.0.0\nreplace c => d v1.0.0\n",
            "m/go.mod": "module example.org/m\n",
        },
        [],
    ),
    "a comment in go.work": (
        GO,
        {"go.work": "go 1.VERSION // VERSION\nuse ./m\n", "m/go.mod": "module example.org/m\n"},
        [],
    ),
    "the last of many modules": (
        GO,
        {
            "go.work": "".join(f"use ./m{number}\n" for number in range(300)),
            **{f"m{number}/go.mod": "module example.org/m\n" for number in range(299)},
            "m299/go.mod": GO_MOD,
        },
        ["m299/go.mod"],
    ),
    "a comment in a module": (
        GO,
        {"go.work": "use ./m\n", "m/go.mod": "module example.org/a\n// VERSION\n"},
        [],
    ),
}


@pytest.mark.parametrize("name", WORKSPACES)
def test_a_moved_lock_of_another_workspace_member_is_a_warning(tmp_path: Path, name: str) -> None:
    """The lock of the member makes the hash doubtful, since the lock at the root decides together with it."""
    code, files, expected = WORKSPACES[name]
    repo = Repo(tmp_path / "r")
    for version in ("1", "2"):
        repo.write("tool.nix", code.replace("OPTION", ""))
        for path, content in files.items():
            repo.write(path, content.replace("VERSION", version))
        repo.commit(version)
    run = checked(repo, "check", "--base", "HEAD~1", "--head", "HEAD")
    assert run.code == 0, run.stdout
    assert [path for path in expected if f"{path} changed" in " ".join(run.stdout.split())] == expected
    assert ("AG203" in run.stdout) == bool(expected), run.stdout


LAYOUTS = {
    "pnpm in flow style": (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\npackages: {a@1.1.0: {resolution: {integrity: sha512-@}}}\n",
    ),
    "pnpm with four spaces": (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\npackages:\n    a@1.1.0:\n        resolution: {integrity: sha512-@}\n",
    ),
    "pnpm with an alias": (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\nz: &x {integrity: sha512-@}\npackages:\n  a@1.1.0:\n    resolution: *x\n",
    ),
    "pnpm with a merge": (
        "pnpm-lock.yaml",
        "lockfileVersion: '9.0'\nz: &x {resolution: {integrity: sha512-@}}\npackages:\n  a@1.1.0:\n    <<: *x\n",
    ),
    "pub with four spaces": (
        "pubspec.lock",
        "packages:\n    args:\n        source: hosted\n        version: '@'\n",
    ),
    "pub in flow style": (
        "pubspec.lock",
        "packages:\n  args: {source: hosted, version: '@'}\n",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_lock_in_another_layout_is_named(tmp_path: Path, name: str) -> None:
    """The tool of the lock does not write this layout, and authguard does not read it."""
    file, text = LAYOUTS[name]
    repo = Repo(tmp_path / "r")
    command = "pnpm install" if file.startswith("pnpm") else "dart pub get"
    repo.write("tool.nix", MADE.format(command=command, digest=digest(1)))
    repo.write(file, text.replace("@", "1.0")).commit("right")
    repo.write(file, text.replace("@", "2.0")).commit("stale")
    assert of_range(repo)[1] == [("warning", "AG902", file)]


def test_a_folded_integrity_of_pnpm_is_read(tmp_path: Path) -> None:
    """A YAML library may fold a long text."""
    text = (
        "lockfileVersion: '9.0'\npackages:\n  a@1:\n    resolution:\n      integrity: >-\n        sha512-@\n"
    )
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", MADE.format(command="pnpm install", digest=digest(1)))
    repo.write("pnpm-lock.yaml", text.replace("@", "a")).commit("right")
    repo.write("pnpm-lock.yaml", text.replace("@", "b")).commit("stale")
    assert [each[1:] for each in of_range(repo)[1]] == [("AG202", "tool.nix")]


def test_a_key_of_pnpm_on_its_own_line_is_read(tmp_path: Path) -> None:
    """YAML has a `?` before a key of more than 1024 characters, as of pnpm 8, with the names of all peers."""
    key = f"/b@1.0.0({'peer@1.0.0)(' * 99}last@1.0.0)"
    text = "lockfileVersion: '6.0'\npackages:\n  /a@1.0.0:\n    resolution: {integrity: sha512-a}\n"
    text += f"  ? {key}\n  : resolution: {{integrity: sha512-@}}\n    dev: false\n"
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", MADE.format(command="pnpm install", digest=digest(1)))
    repo.write("pnpm-lock.yaml", text.replace("@}", "x}")).commit("right")
    repo.write("pnpm-lock.yaml", text.replace("@}", "y}")).commit("stale")
    assert [each[1:] for each in of_range(repo)[1]] == [("AG202", "tool.nix")]
    repo.write("pnpm-lock.yaml", text.replace("@}", "y}") + "\nsnapshots: {}\n").commit("honest")
    assert of_range(repo)[1] == []
