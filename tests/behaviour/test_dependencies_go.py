"""vendorHash on a machine without Nix: `verify` and `fix` with a real Go and a module proxy on this disk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.gomodules import publish
from tests.support.laptop import Laptop, nar_hash

pytestmark = pytest.mark.needs("go")

PACKAGE = """{{ buildGoModule }}:
buildGoModule {{
  pname = "tool";
  version = "1.0.0";
  src = ./.;
  vendorHash = "{hash}";
}}
"""
OTHER = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
"""A valid hash of other content."""
MODULE = """module example.org/tool

go 1.17

require (
\texample.org/one {one}
\texample.org/two v1.0.0
)
"""
MAIN = 'package main\n\nimport _ "example.org/one"\n\nfunc main() {}\n'
MORE = 'package main\n\nimport _ "example.org/two/sub"\n'


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a module proxy with two modules."""
    root = tmp_path_factory.mktemp("proxy")
    for version in ("v1.0.0", "v1.1.0"):
        publish(root, "example.org/one", version, "", f"package one\n\n// {version}\n")
    publish(root, "example.org/two", "v1.0.0", "", "package two\n", {"sub/b.go": "package sub\n"})
    return root


def go(proxy: Path, folder: Path, *words: str) -> None:
    """Run go, without the settings of this machine."""
    caches = {name: str(folder.parent / name) for name in ("GOPATH", "GOCACHE", "GOMODCACHE")}
    fixed = {"GOPROXY": f"file://{proxy}", "GOSUMDB": "off", "GOTOOLCHAIN": "local", "GOENV": "off"}
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder.parent),
        "GOFLAGS": "-modcacherw",
        **fixed,
        **caches,
    }
    subprocess.run(["go", *words], cwd=folder, env=env, check=True, capture_output=True)


def true_hash(proxy: Path, source: Path, room: Path) -> str:
    """Return the hash of the result of nixpkgs' steps for a source."""
    copy = room / "source"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns(".git"))
    go(proxy, copy, "mod", "vendor")
    made = nar_hash(copy / "vendor")
    shutil.rmtree(room)
    return made


def write_module(laptop: Laptop, proxy: Path, one: str) -> None:
    """Write go.mod, and the go.sum that go computes for it."""
    laptop.write("go.mod", MODULE.format(one=one))
    go(proxy, laptop.path, "mod", "download", "all")


@pytest.fixture
def laptop(tmp_path: Path, proxy: Path) -> Laptop:
    """Return a repository with one package and its true hash, committed."""
    made = Laptop(tmp_path / "repo", tools=("git", "sh", "go"))
    made.write("main.go", MAIN)
    write_module(made, proxy, "v1.0.0")
    made.write("default.nix", PACKAGE.format(hash=true_hash(proxy, made.path, tmp_path / "first")))
    made.commit("the package")
    return made


def settings(proxy: Path) -> dict[str, str]:
    """Return the settings of Go that a user would have."""
    return {"GOPROXY": f"file://{proxy}", "GOSUMDB": "off"}


def test_a_requirement_that_moved_makes_the_hash_wrong(laptop: Laptop, proxy: Path, tmp_path: Path) -> None:
    """The true hash is computed, and after `fix` the hash is right."""
    write_module(laptop, proxy, "v1.1.0")
    laptop.git("add", "--all")
    true = true_hash(proxy, laptop.path, tmp_path / "second")
    found = laptop.verify(code=1, **settings(proxy))
    assert (found["verdict"], found["true"]) == ("wrong", true)
    assert laptop.authguard("fix", "--stage", **settings(proxy)).code == 0
    assert true in (laptop.path / "default.nix").read_text()
    assert laptop.verify("default.nix", code=0, **settings(proxy))["verdict"] == "right"


def test_the_release_is_part_of_the_proof(laptop: Laptop, proxy: Path, tmp_path: Path) -> None:
    """The answer names the release of Go. A passed test that is remembered is valid for this release only."""
    own = tmp_path / "own"
    shutil.copytree(proxy, own)
    write_module(laptop, proxy, "v1.1.0")
    laptop.git("add", "--all")
    done = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, encoding="utf-8", check=True)
    found = laptop.verify(code=1, **settings(own))
    assert found["says"] == f"computed without Nix ({done.stdout.strip()})"
    for path in (own / "example.org/one/@v").glob("v1.0.0.*"):
        path.unlink()
    shutil.rmtree(laptop.home / ".cache/authguard/go/mod")
    assert laptop.verify("--again", code=1, **settings(own))["verdict"] == "wrong"
    real = shutil.which("go")
    (laptop.bin / "go").unlink()
    (laptop.bin / "go").write_text(
        f'#!/bin/sh\n[ "$2" = GOVERSION ] && echo go9.9 && exit\nexec "{real}" "$@"\n'
    )
    (laptop.bin / "go").chmod(0o755)
    found = laptop.verify("--again", code=3, **settings(own))
    assert "the earlier hash cannot be computed" in found["says"]


@pytest.mark.parametrize("builder", ["buildGo125Module", "buildGoLatestModule"])
def test_a_builder_with_a_release_in_its_name_is_proved_too(
    laptop: Laptop, proxy: Path, tmp_path: Path, builder: str
) -> None:
    """Another Go does not change the output, so the old hash tests the steps of this builder too."""
    text = (laptop.path / "default.nix").read_text()
    laptop.write("default.nix", text.replace("buildGoModule", builder))
    write_module(laptop, proxy, "v1.1.0")
    laptop.git("add", "--all")
    found = laptop.verify("--base", "HEAD", "default.nix", code=1, **settings(proxy))
    assert (found["verdict"], found["true"]) == ("wrong", true_hash(proxy, laptop.path, tmp_path / "second"))


def downloaded_hash(proxy: Path, source: Path, room: Path) -> str:
    """Return the hash of the result of nixpkgs' steps for a source with proxyVendor."""
    copy = room / "source"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns(".git"))
    go(proxy, copy, "mod", "download")
    made = room / "GOMODCACHE" / "cache" / "download"
    shutil.rmtree(made / "sumdb", ignore_errors=True)
    return nar_hash(made)


def test_the_hash_of_a_moved_module_cache_is_computed(laptop: Laptop, proxy: Path, tmp_path: Path) -> None:
    """With proxyVendor, the hash is of the downloaded modules; the old hash tests the steps, by the same proxy."""
    text = (laptop.path / "default.nix").read_text()
    true = downloaded_hash(proxy, laptop.path, tmp_path / "one")
    text = text.replace(text.split('"')[-2], true).replace("src = ./.;", "src = ./.;\n  proxyVendor = true;")
    laptop.write("default.nix", text).commit("the module cache")
    assert laptop.verify("default.nix", code=0, **settings(proxy))["verdict"] == "right"
    write_module(laptop, proxy, "v1.1.0")
    laptop.git("add", "--all")
    found = laptop.verify("--again", "default.nix", code=1, **settings(proxy))
    true = downloaded_hash(proxy, laptop.path, tmp_path / "two")
    assert (found["verdict"], found["true"]) == ("wrong", true)


def test_a_module_cache_of_another_proxy_proves_nothing(laptop: Laptop, proxy: Path, tmp_path: Path) -> None:
    """The proxy returns other facts about a module, so the old hash is not reproduced."""
    text = (laptop.path / "default.nix").read_text()
    true = downloaded_hash(proxy, laptop.path, tmp_path / "one")
    text = text.replace(text.split('"')[-2], true).replace("src = ./.;", "src = ./.;\n  proxyVendor = true;")
    laptop.write("default.nix", text).commit("the module cache")
    other = tmp_path / "other"
    shutil.copytree(proxy, other)
    for path in other.rglob("*.info"):
        path.write_text(path.read_text().replace("2024-01-01", "2024-02-02"))
    write_module(laptop, proxy, "v1.1.0")
    laptop.git("add", "--all")
    found = laptop.verify("default.nix", code=3, **settings(other))
    assert found["computed"] is not None
    assert "does not come out" in found["says"]


def test_a_new_import_makes_the_hash_wrong(laptop: Laptop, proxy: Path, tmp_path: Path) -> None:
    """No lock moved, but the vendored tree did."""
    laptop.write("more.go", MORE)
    laptop.git("add", "--all")
    found = laptop.verify("--base", "HEAD", "default.nix", code=1, **settings(proxy))
    assert found["true"] == true_hash(proxy, laptop.path, tmp_path / "second")


def test_a_check_with_the_network_computes_the_hash(laptop: Laptop, proxy: Path, tmp_path: Path) -> None:
    """A new import is only a doubt; the computed hash decides."""
    laptop.write("more.go", MORE)
    laptop.git("add", "--all")
    offline = laptop.authguard("check", "--format", "json", **settings(proxy))
    assert [each["code"] for each in json.loads(offline.out)["findings"]] == ["AG203"]
    online = laptop.authguard("check", "--online", "--format", "json", **settings(proxy))
    (stale,) = json.loads(online.out)["findings"]
    assert stale["code"] == "AG202"
    assert true_hash(proxy, laptop.path, tmp_path / "second") in stale["evidence"][-1]["says"]


def test_a_filtered_source_is_never_proved_wrong(laptop: Laptop, proxy: Path) -> None:
    """A function omits unknown files of the source: both hashes are shown."""
    text = (laptop.path / "default.nix").read_text()
    laptop.write("default.nix", text.replace("src = ./.;", "src = nix-filter { root = ./.; };"))
    laptop.commit("a filter")
    assert laptop.verify("default.nix", code=0, **settings(proxy))["verdict"] == "right"
    write_module(laptop, proxy, "v1.1.0")
    laptop.git("add", "--all")
    found = laptop.verify(code=3, **settings(proxy))
    assert found["computed"] is not None
    assert "filters its source" in found["says"]


def test_a_fetched_patch_may_change_imports(laptop: Laptop, proxy: Path) -> None:
    """The content of the patch is not known, so the hash is never proved wrong."""
    text = (laptop.path / "default.nix").read_text()
    patch = f'patches = [ (fetchpatch {{ url = "https://example.org/a.patch"; hash = "{OTHER}"; }}) ];'
    laptop.write("default.nix", text.replace("src = ./.;", f"src = ./.;\n  {patch}"))
    laptop.commit("a patch")
    selector = "default.nix#vendorHash"
    assert laptop.verify(selector, code=0, **settings(proxy))["verdict"] == "right"
    write_module(laptop, proxy, "v1.1.0")
    laptop.git("add", "--all")
    found = laptop.verify(selector, code=3, **settings(proxy))
    assert found["computed"] is not None
    assert "may change its imports" in found["says"]


@pytest.mark.parametrize(
    "hook",
    [
        "sed -i /dropped/d main.go",
        "sed -i s,two/sub,two, main.go",
        "sed -e s/two/two/ -i $file",
        "substituteInPlace main.go --replace-warn two/sub two",
        "substituteInPlace main.go --subst-var-by sub two",
        "substitute main.go main.go --replace two one",
        'substituteInPlace main.go --replace-warn "$old" two',
        "sed s,two/sub,two, main.go.in > other.go",
        "echo package main > main.go",
        "echo package main > $target",
        "touch other.go",
        "install -m644 ${./extra} .",
    ],
)
def test_a_hook_may_change_imports(laptop: Laptop, proxy: Path, hook: str) -> None:
    """The hook has no effect on the base, but may remove the new import, so the hash is never proved wrong."""
    text = (laptop.path / "default.nix").read_text()
    laptop.write("extra", "extra")
    laptop.write("default.nix", text.replace("src = ./.;", f"src = ./.;\n  preBuild = ''{hook}'';"))
    laptop.git("add", "--all")
    laptop.git("commit", "--quiet", "--amend", "--no-edit")
    assert laptop.verify("default.nix", code=0, **settings(proxy))["verdict"] == "right"
    laptop.write(
        "main.go", MAIN.replace("\n\nfunc", '\nimport _ "example.org/two/sub" // dropped @sub@\n\nfunc')
    )
    laptop.git("add", "--all")
    found = laptop.verify(code=3, **settings(proxy))
    assert found["computed"] is not None
    assert "may change its imports" in found["says"]


def test_a_hook_that_copies_go_mod_is_followed(laptop: Laptop, proxy: Path, tmp_path: Path) -> None:
    """The copy of a lock over go.mod is made as well.

    Together with a patch of go.mod, or below modRoot, its order is not certain.
    """
    old = (laptop.path / "go.mod").read_text(), (laptop.path / "go.sum").read_text()
    write_module(laptop, proxy, "v1.1.0")
    true = true_hash(proxy, laptop.path, tmp_path / "second")
    for name, text in zip(("go.mod", "go.sum"), old, strict=True):
        (laptop.path / name).rename(laptop.path / f"new.{name}")
        laptop.write(name, text)
    package = (laptop.path / "default.nix").read_text()
    copies = "prePatch = ''cp ${./new.go.mod} go.mod; cp ${./new.go.sum} go.sum'';"
    laptop.write("default.nix", package.replace("src = ./.;", f"src = ./.;\n  {copies}"))
    laptop.git("add", "--all")
    assert laptop.verify("default.nix", code=3, **settings(proxy))["computed"] == true
    laptop.write(
        "go.patch",
        "--- a/go.mod\n+++ b/go.mod\n@@ -1 +1 @@\n-module example.org/tool\n+module example.org/x\n",
    )
    laptop.write(
        "default.nix", package.replace("src = ./.;", f"src = ./.; patches = [ ./go.patch ];\n  {copies}")
    )
    laptop.git("add", "--all")
    assert "before its patches" in laptop.verify("default.nix", code=3, **settings(proxy))["says"]


@pytest.mark.parametrize(
    "hook",
    [
        "sed -i s/func/func/ main.go",
        "substituteInPlace main.go --replace-fail dev ${version} --subst-var-by here there",
        "substituteInPlace main.go --subst-var version",
        "sed -i /dropped/d README.md",
        "echo dropped > README.md",
        "patchShebangs .",
    ],
)
def test_a_hook_that_changes_no_import_prevents_no_proof(laptop: Laptop, proxy: Path, hook: str) -> None:
    """The hook changes only the body of a file, or no Go file."""
    text = (laptop.path / "default.nix").read_text().replace("buildGoModule {", "buildGoModule rec {")
    laptop.write("default.nix", text.replace("src = ./.;", f"src = ./.;\n  postPatch = ''{hook}'';"))
    laptop.git("add", "--all")
    laptop.git("commit", "--quiet", "--amend", "--no-edit")
    write_module(laptop, proxy, "v1.1.0")
    laptop.git("add", "--all")
    assert laptop.verify(code=1, **settings(proxy))["verdict"] == "wrong"


@pytest.mark.parametrize("first", [".", "", "bin"])
def test_a_go_of_the_repository_is_not_run(laptop: Laptop, proxy: Path, first: str) -> None:
    """PATH has a relative directory first, which is ignored."""
    for name in ("go", "bin/go"):
        laptop.write(name, "#!/bin/sh\ntouch ran\n")
        (laptop.path / name).chmod(0o755)
    laptop.git("add", "--all")
    path = f"{first}:{laptop.bin}"
    found = laptop.verify("default.nix", code=0, PATH=path, **settings(proxy))
    assert found["verdict"] == "right"
    assert not (laptop.path / "ran").exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('overrideModAttrs = _: { preBuild = "x"; };', "preBuild"),
        ("deleteVendor = true;", "no vendor directory"),
        ('postPatch = "go mod tidy";', "postPatch"),
        ('preBuild = "sed -i s,example.org/one,example.org/two, main.go";', "preBuild"),
        ('env.GOFLAGS = "-mod=mod";', "env changes"),
        ('modRoot = "nowhere";', "no go.mod in its modRoot"),
    ],
)
def test_steps_that_cannot_be_done_are_named(laptop: Laptop, proxy: Path, line: str, words: str) -> None:
    """The package changes its modules in another way."""
    text = (laptop.path / "default.nix").read_text()
    laptop.write("default.nix", text.replace("src = ./.;", f"src = ./.;\n  {line}"))
    laptop.git("add", "--all")
    found = laptop.verify("default.nix", code=3, **settings(proxy))
    assert found["verdict"] == "open"
    assert words in found["says"]


@pytest.mark.parametrize("target", ["../outside", "/etc"])
def test_a_replacement_outside_of_the_source_is_not_read(laptop: Laptop, proxy: Path, target: str) -> None:
    """A go.mod cannot make authguard read other files of this machine."""
    text = (laptop.path / "go.mod").read_text()
    laptop.write("go.mod", f"{text}\nreplace example.org/two => {target}\n")
    laptop.git("add", "--all")
    found = laptop.verify("default.nix", code=3, **settings(proxy))
    assert "outside of its source" in found["says"]


def test_a_wrong_sum_proves_nothing(laptop: Laptop, proxy: Path) -> None:
    """Go compares each module with go.sum."""
    path = laptop.path / "go.sum"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line.rpartition(":")[0] + f":{'A' * 43}=" for line in lines) + "\n")
    laptop.git("add", "--all")
    found = laptop.verify("default.nix", code=3, **settings(proxy))
    assert found["verdict"] == "open"
    assert "checksum mismatch" in found["says"]


def test_a_missing_go_is_named(laptop: Laptop, proxy: Path) -> None:
    """The message says how to install Go."""
    (laptop.bin / "go").unlink()
    found = laptop.verify("default.nix", code=3, **settings(proxy))
    assert "authguard[go]" in found["says"]


def test_a_go_mod_that_cannot_be_fetched_proves_nothing(tmp_path: Path) -> None:
    """Go vendors without that go.mod, reports no error, and omits its Go release in modules.txt: nothing is proved.

    The steps result in the earlier hash, so the wrong digest would be a proof.
    """
    proxy = tmp_path / "proxy"
    for name in ("one", "unused"):
        publish(proxy, f"example.org/{name}", "v1.0.0", "", f"package {name}\n")
    made = Laptop(tmp_path / "repo", tools=("git", "sh", "go"))
    made.write("main.go", MAIN)
    module = "module example.org/tool\n\ngo 1.21\n\nrequire example.org/one v1.0.0\n"
    made.write("go.mod", module)
    go(proxy, made.path, "mod", "download", "all")
    made.write("default.nix", PACKAGE.format(hash=true_hash(proxy, made.path, tmp_path / "first")))
    made.commit("the package")
    made.write("go.mod", f"{module}\nrequire example.org/unused v1.0.0 // indirect\n")
    go(proxy, made.path, "mod", "download", "all")
    made.git("add", "--all")
    true = true_hash(proxy, made.path, tmp_path / "second")
    shutil.move(proxy / "example.org/unused", tmp_path / "unused")
    shutil.rmtree(made.home / ".cache", ignore_errors=True)
    found = made.verify(code=3, **settings(proxy))
    assert (found["verdict"], found["true"], found["computed"]) == ("open", None, None)
    assert "the go.mod of example.org/unused v1.0.0 cannot be fetched" in found["says"]
    shutil.move(tmp_path / "unused", proxy / "example.org/unused")
    found = made.verify(code=1, **settings(proxy))
    assert (found["verdict"], found["true"]) == ("wrong", true)
