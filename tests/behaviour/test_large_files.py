"""Large generated files: unchanged entries are not collected again, and no stale hash is missed."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from authguard import digest as digests
from authguard.git.git import Git
from authguard.git.ranges import all_of
from authguard.outputs import unchanged
from authguard.outputs.tree import OutputTree
from evaluation.crater.walk import judged
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

    from authguard.git.snapshot import Snapshot

    Entries = dict[str, tuple[str, str]]

COUNT = 400


def hash_of(number: int | str) -> str:
    """Return the digest of an entry's content."""
    return "sha256-" + base64.b64encode(hashlib.sha256(str(number).encode()).digest()).decode()


def entries() -> Entries:
    """Return a version and a hash by the name of each entry."""
    return {f"pin{number:03}": (f"1.{number}", hash_of(number)) for number in range(COUNT)}


def as_json(pins: Entries) -> str:
    """Return them as a data file."""
    stated = {
        name: {
            "url": f"https://example.org/{name}/{version}/{name}.tar.gz",
            "version": version,
            "hash": digest,
        }
        for name, (version, digest) in pins.items()
    }
    return json.dumps({"pins": stated, "about": "x" * (unchanged.LARGE - len(pins) * 100)}, indent=2)


def as_nix(pins: Entries) -> str:
    """Return them as a generated .nix file."""
    calls = "".join(
        f'  {name} = fetchurl {{\n    url = "https://example.org/{name}/{version}/{name}.tar.gz";\n'
        f'    hash = "{digest}";\n    meta.text = "{"y" * 40}";\n  }};\n'
        for name, (version, digest) in pins.items()
    )
    return f"{{ fetchurl }}:\n\n{{\n{calls}}}\n"


FORMS = {"pins.json": as_json, "pins.nix": as_nix}


def found(directory: Path, path: str, before: Entries, after: Entries) -> list[tuple[str, str]]:
    """Return the severity and code of each finding of `check` for a change."""
    repo = Repo(directory)
    assert len(FORMS[path](before)) > unchanged.LARGE
    repo.write(path, FORMS[path](before)).stage().record("base")
    repo.write(path, FORMS[path](after)).stage()
    command = [sys.executable, "-m", "authguard", "check", "--format", "json"]
    done = subprocess.run(
        command, cwd=repo.path, env=repo.environment(), capture_output=True, text=True, check=False
    )
    return sorted((each["severity"], each["code"]) for each in json.loads(done.stdout)["findings"])


@pytest.mark.parametrize("path", FORMS)
def test_a_right_change_is_not_reported(path: str, tmp_path: Path) -> None:
    """Version and hash of one entry moved."""
    assert found(tmp_path / "r", path, entries(), {**entries(), "pin007": ("2.0", hash_of("new"))}) == []


@pytest.mark.parametrize("path", FORMS)
def test_a_kept_hash_among_hundreds_is_reported(path: str, tmp_path: Path) -> None:
    """The version of one entry moved, but its hash did not."""
    after = {**entries(), "pin007": ("2.0", hash_of(7))}
    assert found(tmp_path / "r", path, entries(), after) == [("error", "AG201")]


def test_a_hash_copied_from_an_unchanged_entry_is_reported(tmp_path: Path) -> None:
    """The copied hash is known, although unchanged entries are not collected."""
    after = {**entries(), "pin007": ("2.0", hash_of(300))}
    copied = found(tmp_path / "r", "pins.nix", entries(), after)
    assert [code for _, code in copied] in (["AG201"], ["AG205"])


def test_an_entry_that_refers_to_a_changed_entry_is_judged(tmp_path: Path) -> None:
    """The entry did not change, but it has the version of a changed entry."""
    repo = Repo(tmp_path / "r")
    others = as_nix(entries()).partition("{\n")[2].rpartition("}")[0]
    for version in ("1.0", "1.1"):
        repo.write(
            "pins.nix",
            f'{{ fetchurl, lib }}:\n\nlib.fix (all: {{\n  release.version = "{version}";\n{others}'
            '  tool = fetchurl {\n    url = "https://example.org/${all.release.version}/t.tgz";\n'
            f'    hash = "{hash_of("t")}";\n  }};\n}})\n',
        ).stage()
        if version == "1.0":
            repo.record("base")
    done = repo.run("authguard", "check", "--format", "json")
    assert [each["code"] for each in json.loads(done.stdout)["findings"]] == ["AG201"]


def test_only_changed_entries_and_wanted_digests_are_left(tmp_path: Path) -> None:
    """A change needs the changed entries, and an entry with a wanted digest."""
    content = as_json(entries()).encode()
    tree = json.loads(content)
    changed: dict[tuple[str | int, ...], set[str | int]] = {("pins",): {"pin000"}}
    wanted = {next(iter(digests.find(f'"{hash_of(9)}"'.encode())))[2].key()}
    left = unchanged.pruned(tree, changed, frozenset(wanted))
    assert isinstance(left, dict)
    assert [name for name, pin in left["pins"].items() if pin is not None] == ["pin000", "pin009"]


def test_each_hash_of_a_record_with_many_texts_is_judged(tmp_path: Path) -> None:
    """The version of the record moved, and all of its hashes stayed."""
    repo = Repo(tmp_path / "r")
    for version in ("1.0", "1.1"):
        texts = {
            f"note{number}": "x" * unchanged.LARGE if number == 0 else "y" for number in range(unchanged.MANY)
        }
        record = {
            "url": f"https://example.org/{version}/a.zip",
            "version": version,
            "hash": hash_of("a"),
            **texts,
        }
        repo.write("pins.json", json.dumps({"a": record})).stage()
        if version == "1.0":
            repo.record("base")
    done = repo.run("authguard", "check", "--format", "json")
    assert [each["code"] for each in json.loads(done.stdout)["findings"]] == ["AG201"]


def test_an_unchanged_table_makes_no_other_entries_collected(tmp_path: Path) -> None:
    """The table has the same digests as the entries of another file."""
    pins = entries()
    moved = pins | {"pin007": ("2.0", hash_of("new"))}
    trees: list[Snapshot] = []
    for each in (pins, moved):
        repo = Repo(tmp_path / f"r{len(trees)}")
        table = {
            f"of/{name}": json.dumps({"hash": digest, "text": "z" * 150})
            for name, (_, digest) in each.items()
        }
        repo.write("pins.nix", as_nix(each)).write("table.json", json.dumps(table, indent=1)).commit("tree")
        trees.append(all_of(Git(str(repo.path)), "HEAD").target)
    before, after = (OutputTree(tree, lambda _: ()) for tree in trees)
    both = ["pins.nix", "table.json"]
    unchanged.skip_unchanged(after, before, both, set(both), unchanged.OtherFiles())
    assert after.collector.wanted == {digests.parse(hash_of("new")).key()}


HEADS = {
    "formals": "{ fetchurl, version }:\n{\n",
    "ellipsis": "{ fetchurl, version, ... }:\n{\n",
    "let": '{ fetchurl, version }:\nlet\n  base = "https://example.org/${version}";\nin\n{\n',
    "with": "args:\nwith args;\n{\n",
    "rec": '{ fetchurl, version }:\nrec {\n  base = "https://example.org/${version}";\n',
}
CALLERS = {
    "default.nix": '{ pkgs }: import ./pins.nix { inherit (pkgs) fetchurl; version = "@"; }\n',
    "version.nix": '{ version = "@"; }\n',
    "version.json": '{ "version": "@" }\n',
    "outer.nix": '{ pkgs }: import ./default.nix { inherit pkgs; version = "@"; }\n',
}
USERS = {
    "version.nix": "{ pkgs }: import ./pins.nix { inherit (pkgs) fetchurl; inherit (import ./version.nix) version; }\n",
    "version.json": "{ pkgs, lib }: import ./pins.nix { inherit (pkgs) fetchurl;"
    " inherit (lib.importJSON ./version.json) version; }\n",
    "outer.nix": "{ pkgs, version }: import ./pins.nix { inherit (pkgs) fetchurl; inherit version; }\n",
}


@pytest.mark.parametrize(
    ("head", "caller", "is_edited"),
    [
        pytest.param(head, caller, (row + column) % 2 == 1, id=f"{head}-{caller}")
        for row, head in enumerate(HEADS)
        for column, caller in enumerate(CALLERS)
    ],
)
def test_a_moved_argument_of_a_caller_makes_each_entry_stale(
    tmp_path: Path, head: str, caller: str, is_edited: bool
) -> None:
    """The entries are the same, but a caller of the file passes another version.

    In half of the combinations the file itself has an edited entry, too.
    """
    repo = Repo(tmp_path / "r")
    base = "${base}" if head in ("let", "rec") else "https://example.org/${version}"
    calls = "".join(
        f'  pin{number:03} = fetchurl {{\n    url = "{base}/{number}.tar.gz";\n    hash = "{hash_of(number)}";\n'
        f'    meta.text = "{"y" * 100}";\n  }};\n'
        for number in range(COUNT)
    )
    for version in ("1.0", "1.1"):
        other = version if is_edited else "0"
        last = f'  last = fetchurl {{\n    url = "https://example.org/{other}/last.tar.gz";\n'
        last += f'    hash = "{hash_of(other)}";\n  }};\n'
        repo.write("pins.nix", HEADS[head] + calls + last + "}\n")
        repo.write("default.nix", USERS.get(caller, "{ }"))
        repo.write(caller, CALLERS[caller].replace("@", version)).stage()
        if version == "1.0":
            repo.record("base")
    done = repo.run("authguard", "check", "--format", "json")
    findings = json.loads(done.stdout)["findings"]
    assert [(each["code"], each["severity"]) for each in findings] == [("AG201", "error")] * COUNT


def test_a_file_that_a_changed_file_only_names_is_not_collected(tmp_path: Path) -> None:
    """In a generated module of bun2nix, only the entries that refer to changed files are collected."""
    repo = Repo(tmp_path / "r")
    text = as_nix(entries()).partition("{\n")[2]
    repo.write(
        "pins.nix",
        "{\n  fetchurl,\n  copyPathToStore,\n  ...\n}:\n{\n  here = copyPathToStore ./here;\n" + text,
    )
    repo.write("here/a.txt", "1").write("default.nix", "{ pkgs }: pkgs.callPackage ./pins.nix { }\n").commit(
        "base"
    )
    repo.write("here/a.txt", "2").write(
        "default.nix", "{ pkgs }: (pkgs.callPackage ./pins.nix { })\n"
    ).stage()
    done = repo.run("authguard", "check", "--verbose")
    assert (done.returncode, done.stdout) == (0, "")
    assert " 0 fixed outputs" in done.stderr


def padding(count: int) -> str:
    """Return entries that are independent of the other entries of their set."""
    return "".join(
        f'  pad{number:05} = {{\n    url = "https://example.org/pad{number}-1.0.zip";\n'
        f'    hash = "{hash_of(number)}";\n  }};\n'
        for number in range(count)
    )


@pytest.mark.parametrize("count", [0, COUNT * 2, 20_000], ids=["small", "large", "beyond-the-parser"])
def test_a_hash_in_a_call_with_many_arguments_is_judged(tmp_path: Path, count: int) -> None:
    """A hash among the arguments of a builder depends on the other arguments, however long the call is."""
    repo = Repo(tmp_path / "r")
    for version in ("1.0", "1.1"):
        text = (
            "{ buildGoModule, fetchFromGitHub }:\n\nbuildGoModule {\n"
            f'  pname = "godwit";\n  version = "{version}";\n  src = fetchFromGitHub {{\n    owner = "godwit";\n'
            f'    repo = "godwit";\n    tag = "v{version}";\n    hash = "{hash_of(version)}";\n  }};\n'
            f'  vendorHash = "{hash_of("vendor")}";\n{padding(count)}}}\n'
        )
        repo.write("default.nix", text).stage()
        if version == "1.0":
            repo.record("base")
    done = repo.run("authguard", "check", "--format", "json")
    codes = [each["code"] for each in json.loads(done.stdout)["findings"]]
    assert codes == (["AG904"] if count > COUNT * 2 else ["AG203"])


RECORDS = "".join(
    f'  pin{number} = {{ name = "p{number}"; hash = "{hash_of(number)}"; }};\n' for number in range(COUNT)
)
TABLES = {
    "called": {
        "default.nix": "{ lib, callPackage }: lib.mapAttrs (_: pin: callPackage ./pin.nix pin) (import ./pins.nix)\n",
        "pin.nix": '{ fetchurl, name, hash }: fetchurl { url = "https://example.org/@/${name}"; inherit hash; }\n',
        "pins.nix": f"{{\n{RECORDS}}}\n",
    },
    "data": {
        "default.nix": "{ lib, fetchurl }:\nlib.mapAttrs\n"
        '  (_: pin: fetchurl { url = "https://example.org/@/${pin.name}"; inherit (pin) hash; })\n'
        "  (lib.importJSON ./pins.json)\n",
        "pins.json": json.dumps(
            {f"pin{number}": {"name": f"p{number}", "hash": hash_of(number)} for number in range(COUNT)}
        ),
    },
    "chosen": {
        "default.nix": "{ fetchurl, version }:\nlet\n  hashes = {\n"
        + "".join(f'    "{number}.0" = "{hash_of(number)}";\n' for number in range(COUNT))
        + '  };\nin\nfetchurl { url = "https://example.org/@/${version}.zip"; hash = hashes.${version}; }\n',
    },
}


@pytest.mark.parametrize("name", TABLES)
def test_every_entry_of_a_long_table_is_reported(tmp_path: Path, name: str) -> None:
    """The code around the table changes the url of each entry."""
    repo = Repo(tmp_path / "r")
    for version in ("1.0", "1.1"):
        for path, text in TABLES[name].items():
            repo.write(path, text.replace("@", version))
        repo.stage()
        if version == "1.0":
            repo.record("base")
    done = repo.run("authguard", "check", "--format", "json")
    findings = json.loads(done.stdout)["findings"]
    assert [(each["code"], each["severity"]) for each in findings] == [("AG201", "error")] * COUNT


REBINDING = {
    "named": ("{ pkgs }:", '{ pkgs = pkgs // { release = "@"; }; }'),
    "positional": ("pkgs:", '(pkgs // { release = "@"; })'),
    "after a sign of a comment": ('{ pkgs, sep ? "#", release }:', '{ inherit pkgs; release = "@"; }'),
}


@pytest.mark.parametrize("way", REBINDING)
def test_a_moved_argument_with_the_name_of_nixpkgs_is_judged(tmp_path: Path, way: str) -> None:
    """The name of an argument does not prove that the argument is the value of nixpkgs."""
    repo = Repo(tmp_path / "r")
    head, argument = REBINDING[way]
    used = "${release}" if "release" in head else "${pkgs.release}"
    first = f'  first = fetchurl {{\n    url = "https://example.org/{used}/a.zip";\n'
    first += f'    hash = "{hash_of("a")}";\n  }};\n'
    repo.write(
        "pins.nix", f"{head}\nlet\n  inherit (pkgs) fetchurl;\nin\n{{\n{first}{padding(COUNT * 2)}}}\n"
    )
    for version in ("1.0", "1.1"):
        repo.write("default.nix", f"{{ pkgs }}: import ./pins.nix {argument}\n".replace("@", version)).stage()
        if version == "1.0":
            repo.record("base")
    done = repo.run("authguard", "check", "--format", "json")
    assert [each["code"] for each in json.loads(done.stdout)["findings"]] == ["AG201"]


GENERATED = "# This file was @generated by crate2nix 0.15.0 with the command:\n"


@pytest.mark.parametrize(("header", "count"), [(GENERATED, 0), ("# The pins of this repository.\n", COUNT)])
def test_a_generated_file_is_not_read_again_if_its_caller_moved(
    tmp_path: Path, header: str, count: int
) -> None:
    """The entries have their own inputs. A file without the header of its generator is read."""
    text = as_nix(entries()).replace(
        "{ fetchurl }:", "{ fetchurl, release }:\nlet self = { inherit release; }; in"
    )
    repo = Repo(tmp_path / "r").write("pins.nix", header + text)
    repo.write("pkg.nix", "{ callPackage, release }: callPackage ./pins.nix { inherit release; }\n")
    caller = "{ callPackage }: callPackage ./pkg.nix { release = %s; }\n"
    repo.write("default.nix", caller % "true").stage().record("base")
    oid = repo.write("default.nix", caller % "false").stage().record("target")
    row = judged(repo.path / ".git", oid)
    assert (row["findings"], row["outputs"]) == ([], count)


@pytest.mark.parametrize(
    ("around", "count"),
    [
        ("src = ./.;", 0),
        ("src = ./.; vendorHash = 1;", COUNT),
        ("src = ./.; data = builtins.fromJSON (builtins.readFile ./a.json);", COUNT),
        ('src = ./.; text = "${import ./a.nix}";', COUNT),
        ("deps = fetchCargoVendor { src = ./.; hash = 1; };", COUNT),
        ('src = ./.; "vendorHash" = 1;', COUNT),
        ('src = ./.; postFetch = "sh ${./a.nix}";', COUNT),
    ],
)
def test_a_generated_file_with_a_local_source_is_not_read_again(
    tmp_path: Path, around: str, count: int
) -> None:
    """A changed file is in the source. Code that may read a file, or has a hash of dependencies, is read."""
    text = as_nix(entries()).replace("{ fetchurl }:", f"{{ fetchurl }}:\nlet self = {{ {around} }}; in")
    repo = Repo(tmp_path / "r").write("pins.nix", GENERATED + text)
    repo.write("node.nix", "{ fetchurl }: import ./pins.nix { inherit fetchurl; }\n")
    caller = "{ callPackage }: { a = callPackage ./node.nix { }; b = %s; }\n"
    repo.write("default.nix", caller % 1).write("a.json", "1\n").write("a.nix", "1\n").stage().record("base")
    oid = repo.write("default.nix", caller % 2).write("a.nix", "2\n").stage().record("target")
    row = judged(repo.path / ".git", oid)
    assert (row["findings"], row["outputs"]) == ([], count)


PASSED = "{ fetchurl, version }:"
OF_PACKAGES = "{ pkgs, fetchurl }:"


@pytest.mark.parametrize(
    ("formals", "url", "caller"),
    [
        (PASSED, "${version}", "let v = import ./v.nix; in callPackage ./pins.nix { inherit (v) version; }"),
        (
            PASSED,
            "${version}",
            "callPackage ./pins.nix { inherit (builtins.fromJSON (builtins.readFile ./v.json)) version; }",
        ),
        (PASSED, "${version}", "callPackage ./middle.nix { inherit (import ./v.nix) version; }"),
        (OF_PACKAGES, "${pkgs.toolVersion}", "callPackage ./pins.nix { }"),
        (
            "{ fetchurl, release }: let tag = release; inherit (tag) number; in",
            "${number}",
            "callPackage ./pins.nix { release = { number = (import ./v.nix).version; }; }",
        ),
        (
            "{ fetchurl, pkgs }: with pkgs;",
            "${toolVersion}",
            "callPackage ./pins.nix { pkgs = { toolVersion = (import ./v.nix).version; }; }",
        ),
    ],
)
@pytest.mark.parametrize("header", [GENERATED, ""])
def test_a_generated_file_with_an_argument_in_a_url_is_read(
    tmp_path: Path, header: str, formals: str, url: str, caller: str
) -> None:
    """The header of a file does not excuse a kept hash."""
    fetch = f'fetchurl {{\n    url = "https://example.org/main-{url}.zip";\n    hash = "{hash_of(0)}";\n  }}'
    main = f"  main = {fetch};\n}}\n"
    text = as_nix(entries()).replace("{ fetchurl }:", formals).rstrip().removesuffix("}") + main
    repo = Repo(tmp_path / "r").write("pins.nix", header + text)
    repo.write("default.nix", "{ callPackage }: " + caller)
    repo.write("middle.nix", "{ callPackage, version }: callPackage ./pins.nix { inherit version; }\n")
    for version in ("1.0", "1.1"):
        repo.write("v.nix", f'{{ version = "{version}"; }}\n').write(
            "v.json", f'{{"version": "{version}"}}\n'
        )
        oid = (
            repo.write("overlay.nix", f'final: prev: {{ toolVersion = "{version}"; }}\n')
            .stage()
            .record(version)
        )
    assert [each["code"] for each in judged(repo.path / ".git", oid)["findings"]] == ["AG201"]


def test_a_kept_hash_in_a_generated_file_is_an_error(tmp_path: Path) -> None:
    """A kept hash in it is an error, as in any other file."""
    after = {**entries(), "pin007": ("2.0", hash_of(7))}
    repo = Repo(tmp_path / "r").write("pins.nix", GENERATED + as_nix(entries())).stage()
    repo.record("base")
    oid = repo.write("pins.nix", GENERATED + as_nix(after)).stage().record("target")
    assert [each["code"] for each in judged(repo.path / ".git", oid)["findings"]] == ["AG201"]


@pytest.mark.parametrize(
    ("file", "before", "after", "codes"),
    [
        ("v.nix", '"1.0"', '"1.1"', ["AG904"]),
        ("overlay.nix", 'final: prev: { toolVersion = "1.0"; }', 'final: prev: { toolVersion = "1.1"; }', ["AG904"]),
        ("default.nix", 'import ./pins.nix { version = "1"; }', 'import ./pins.nix { version = "2"; }', ["AG904"]),
        ("default.nix", "{ f }: import ./pins.nix { inherit f; }", "{ f }: (import ./pins.nix { inherit f; })", []),
        ("other.nix", '"1.0"', '"1.1"', []),
    ],
)  # fmt: skip
def test_a_file_beyond_the_limit_that_takes_a_moved_value_is_named(
    tmp_path: Path, file: str, before: str, after: str, codes: list[str]
) -> None:
    """A changed file may decide thousands of fetches of this unchanged file."""
    text = {
        "v.nix": ("{ pkgs }:", "${import ./v.nix}"),
        "overlay.nix": ("{ pkgs }:", "${pkgs.toolVersion}"),
        "default.nix": ("{ version, f }:", "${version}") if codes else ("{ pkgs }:", "1.0"),
        "other.nix": ("{ pkgs }:", "${import ./v.nix}"),
    }
    formals, url = text[file]
    fetches = "".join(
        f'  a{number} = pkgs.fetchurl {{ url = "https://example.org/{number}-{url}"; hash = "{hash_of(number)}"; }};\n'
        for number in range(4100)
    )
    repo = Repo(tmp_path / "r").write("pins.nix", f"{formals}\n{{\n{fetches}}}\n").write("v.nix", '"1.0"')
    repo.write(file, before).commit("base")
    repo.write(file, after).stage()
    done = repo.run("authguard", "check", "--format", "json")
    assert [each["code"] for each in json.loads(done.stdout)["findings"]] == codes
