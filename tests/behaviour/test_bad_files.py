"""Bad staged files: the report names their place; no check hangs, crashes or misses a hash."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import forked
from tests.support.guarded import HASH_LINE, Guarded, check, checked, digest, judged, package, stated
from tests.support.repos import Repo

STALE = f"AG201 tool.nix:{HASH_LINE}"
DEEP = 100_000
MEGABYTE = 1 << 20


@pytest.fixture
def stale(repo: Guarded) -> Guarded:
    """A stale bump is staged beside the file of the test, and must always be found."""
    return repo.write("tool.nix", package(2, 1)).stage()


def test_a_file_that_is_no_nix_is_named_with_line_and_column(stale: Guarded) -> None:
    """The finding is AG901, and the other files are judged."""
    stale.write("bad.nix", "{\n  a = 1;\n  b = ;\n}\n").stage()
    run = checked(stale, "check", "--format", "json")
    report = judged(run)
    assert run.code == 1
    assert stated(report) == ["AG901 bad.nix:3", STALE]
    (finding,) = [each for each in report["findings"] if each["code"] == "AG901"]
    assert (finding["severity"], finding["line"], finding["column"]) == ("error", 3, 7)
    assert stale.refused("commit", "-m", "both") == ["AG201 tool.nix:16", "AG901 bad.nix:3"]


def test_conflict_markers_in_the_package_itself_are_an_error(repo: Guarded) -> None:
    """AG901 names the line of the markers."""
    text = package(2).replace("let\n", "<<<<<<< ours\nlet\n=======\n")
    repo.write("tool.nix", text).stage()
    assert check(repo, code=1) == ["AG901 tool.nix:2"]


def test_errors_in_unchanged_files_are_not_reported(repo: Guarded) -> None:
    """The file was no Nix before the commit."""
    repo.unasked("{ b = ; }", "bad.nix")
    repo.write("tool.nix", package(2)).stage()
    assert repo.accepted("commit", "-m", "right") == []


ODD = [
    b"",
    b"\0",
    b'{ a = "\0"; }\0',
    bytes(range(256)) * 64,
    b"\x7fELF\2\1\1" + b"\0\xff" * 5000,
    b"\xff\xfe{\0 \0}\0",
    b"\xef\xbb\xbf{ }",
    b'{ x = "' + b"\xc3\x28" * 100 + b'"; }',
    b"{ a = ''",
    b'{ a = "${',
    b"/* ",
    b"{ a = 1; a = 2; }",
    b"<<<<<<< ours\n=======\n>>>>>>> theirs\n",
    b"\r\r\r\n{ }\r",
]


@pytest.mark.parametrize("name", ["bad.nix", "flake.lock", "pins.json", "hashes.toml"])
def test_files_with_any_bytes_hide_no_stale_hash(stale: Guarded, name: str) -> None:
    """The bytes are in Nix files or in data files, the stale hash is in another file."""
    for number, content in enumerate(ODD):
        stale.write(f"{number}/{name}", content)
    stale.stage()
    report = judged(checked(stale, "check", "--format", "json"))
    assert STALE in stated(report)
    if (
        name == "bad.nix"
    ):  # only two files are Nix: the file with a byte order mark, and the file with odd text in a string
        assert len(stated(report, ["AG901"])) >= len(ODD) - 3
    else:
        assert stated(report, ["AG901"]) == []
    assert checked(stale, "check", "--all").code in (0, 1)
    assert checked(stale, "list").code == 0


def nested(opening: str, inner: str, closing: str) -> str:
    """An expression inside more expressions than any stack can hold."""
    return opening * DEEP + inner + closing * DEEP


@pytest.mark.parametrize(
    "content",
    [
        nested("(", "1", ")"),
        nested("[", "", "]"),
        nested("{ a = ", "1", "; }"),
        nested("(", "", ""),
        nested("-", "1", ""),
        nested("x: ", "x", ""),
        nested("let a = 1; in ", "a", ""),
        nested("if a then b else ", "c", ""),
        nested("", "1", " + 1"),
        nested("a ++ ", "b", ""),
        nested("", "a", ".b"),
        nested("", "f", " x"),
        nested('"${', "a", '}"'),
        nested("with a; ", "b", ""),
        nested("''\n${", "a", "}''"),
        nested("/* ", "", "*/ ") + "{ }",
        'fetchurl { url = "x"; hash = ' + nested("(", f'"{digest(1)}"', ")") + "; }",
        'fetchurl { hash = "' + digest(1) + '"; url = ' + nested('"${', "a", '}"') + "; }",
    ],
    ids=range(18),
)
def test_deep_nesting_of_nix_ends_no_check(stale: Guarded, content: str) -> None:
    """The file has a hundred thousand levels of each bracket."""
    stale.write("deep.nix", content).stage()
    assert STALE in check(stale, code=1)
    assert checked(stale, "check", "--all").code in (0, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", nested("[", "", "]")),
        ("deep.json", nested('{"a":', "1", "}")),
        ("flake.lock", nested('{"nodes":', "1", "}")),
        ("deep.toml", "a = " + nested("[", "", "]")),
        ("deep.toml", "a = " + nested("{ a = ", "1", " }")),
        ("authguard.yaml", nested("[", "", "]")),
    ],
    ids=range(6),
)
def test_deep_nesting_of_data_ends_no_check(stale: Guarded, name: str, content: str) -> None:
    """Nix code reads the data file."""
    stale.write(name, content).write("reads.nix", f"builtins.fromJSON (builtins.readFile ./{name})").stage()
    assert STALE in check(stale, code=1)


def test_a_deeply_nested_config_is_refused_in_one_line(stale: Guarded) -> None:
    """The message begins with the name of the config."""
    stale.write("authguard.toml", "exclude = " + nested("[", "", "]")).stage()
    run = checked(stale, "check")
    assert (run.code, run.stdout) == (2, "")
    assert run.stderr.startswith("authguard: authguard.toml")
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "content",
    [
        "{ a = 1; }\n" + "# comment\n" * MEGABYTE,
        "[\n" + '  "a string of a list"\n' * (MEGABYTE // 2) + "]\n",
        "{ a = 1; /* " + "x" * (5 * MEGABYTE) + " */ }",
        '{ a = "' + "y" * (5 * MEGABYTE) + '"; }',
        "{ " + "".join(f"a{number} = {number}; " for number in range(200_000)) + "}",
        "{" + " " * (5 * MEGABYTE) + "}",
    ],
    ids=["10-MB-of-comments", "10-MB-list", "5-MB-comment", "5-MB-string", "one-line-set", "5-MB-of-blanks"],
)
def test_a_huge_file_hides_no_stale_hash(stale: Guarded, content: str) -> None:
    """The file has up to ten megabytes of Nix, or five on one line."""
    stale.write("huge.nix", content).stage()
    assert check(stale, code=1) == [STALE]


def test_a_stale_hash_in_a_huge_line_is_found(repo: Guarded) -> None:
    """The report shortens the line."""
    comment = f"/* {'x' * (MEGABYTE // 2)} */"
    fetch = f'fetchurl {{ url = "https://example.org/1.0"; {comment} hash = "{digest("line")}"; {comment} }}'
    repo.unasked(f"{{ fetchurl }}: {fetch}", "line.nix")
    repo.write("line.nix", f"{{ fetchurl }}: {fetch}".replace("1.0", "2.0")).stage()
    run = checked(repo, "check")
    assert (run.code, run.findings) == (1, ["AG201 line.nix:1"])
    assert max(map(len, run.stdout.splitlines())) < 200


@pytest.mark.parametrize(
    "files",
    [
        {"a.nix": "import ./a.nix"},
        {"a.nix": "import ./b.nix", "b.nix": "import ./c.nix", "c.nix": "import ./a.nix"},
        {"a.nix": "(import ./b.nix).x", "b.nix": "{ x = (import ./a.nix); }"},
        {"a.nix": "let f = import ./a.nix; in f (f f)"},
        {"default.nix": "{ callPackage }: callPackage ./. { }"},
        {"a.nix": "{ v }: import ./a.nix { v = v + v; }", "b.nix": 'import ./a.nix { v = "1"; }'},
        {"a.nix": "builtins.readFile ./a.nix + builtins.readFile ./b.nix", "b.nix": "import ./a.nix"},
    ],
    ids=range(7),
)
def test_cyclic_imports_end_no_check(stale: Guarded, files: dict[str, str]) -> None:
    """Each file passes a source to the next one."""
    fetch = f'\n# {{}}\nfetchurl {{ url = import ./a.nix; hash = "{digest("cycle")}"; }}'
    for path, content in files.items():
        stale.write(path, content)
    stale.write("uses.nix", f"{{ fetchurl }}:{fetch}").stage()
    assert STALE in check(stale, code=1)
    assert checked(stale, "check", "--all").code in (0, 1)
    assert checked(stale, "list").code == 0


@pytest.mark.parametrize(
    "bindings",
    [
        "version = version;",
        'version = "${version}";',
        "version = a; a = b; b = c; c = version;",
        "version = rec { x = y; y = x; }.x;",
        "f = x: f (f x); version = f f;",
        "f = x: x x; version = f f;",
        'a0 = "x"; ' + "".join(f"a{n} = a{n - 1} + a{n - 1}; " for n in range(1, 64)) + "version = a63;",
        "".join(f"a{n} = [ a{n - 1} a{n - 1} ]; " for n in range(1, 40)) + "a0 = 1; version = toString a39;",
        "version = builtins.concatStringsSep version [ version version ];",
        'version = builtins.replaceStrings [ "" ] [ "aa" ] version;',
        "".join(f'a{n} = if c then a{n - 1} + "l" else a{n - 1} + "r"; ' for n in range(1, 40))
        + 'a0 = ""; version = a39;',
        "s = { v = s.v; } // s; version = s.v;",
        "inherit version;",
        "inherit (version) version;",
        "version = with version; version;",
    ],
    ids=range(15),
)
def test_a_version_without_an_end_ends_no_check(stale: Guarded, bindings: str) -> None:
    """The version contains itself, or has more parts than any memory can hold."""
    text = package(1, repository="odd").replace('version = "1.0";', bindings)
    stale.write("odd.nix", text).stage()
    assert STALE in check(stale, code=1)
    assert checked(stale, "list").code == 0


def test_circular_links_end_no_check(stale: Guarded) -> None:
    """Links may lead to themselves, to each other, to their own directory, or out of the tree."""
    stale.link("self.nix", "self.nix").link("one.nix", "two.nix").link("two.nix", "one.nix")
    stale.link("here", ".").link("d/up", "..").link("d/loop.nix", "../d").link("out.nix", "../../etc/passwd")
    stale.link("null.nix", "/dev/zero").link("flake.lock", "flake.lock").link("authguard", "/").stage()
    stale.write("uses.nix", "import ./self.nix + import ./here/d/up/tool.nix + import ./d/loop.nix").stage()
    assert STALE in check(stale, code=1)
    assert checked(stale, "check", "--all").code in (0, 1)
    assert stale.run("authguard", "check", "--head", ":worktree").returncode == 1


def test_a_config_that_links_out_of_the_tree_is_not_read(stale: Guarded) -> None:
    """The link is not followed."""
    stale.link("authguard.toml", "/etc/hostname").stage()
    run = checked(stale, "check")
    assert run.code in (1, 2)
    assert "hostname" not in run.stdout


def test_two_thousand_new_packages_hide_no_stale_hash(stale: Guarded) -> None:
    """The packages come in the same commit as the stale hash."""
    for number in range(2000):
        stale.write(f"many/{number}.nix", package(1, repository=f"r{number}"))
    stale.stage()
    assert check(stale, code=1) == [STALE]


def test_a_stale_hash_in_a_path_of_3000_characters_is_found(stale: Guarded) -> None:
    """The path is in the index alone."""
    path = "/".join(["d" * 100] * 29) + "/tool.nix"
    stale.git("update-index", "--add", "--cacheinfo", f"100644,{stale.oid(':tool.nix')},{path}")
    assert STALE in check(stale, code=1)


BROKEN = {
    "x.nix": b"""let
  callPackage = path: overrides:
    let
      package = import path;
    package ((builtins.intersectAttrs (builtins.functionArgs package) all) // overrides);
    tern = callPackage ./tern.nix { suffix = "-dev"; };
in
package"""
    + b"\x9e" * 80
    + b"s\n",
    "tern.nix": b"""{ fetchurl, release, suffix }:
    hash = "sha256-iiiSmsf5oX6XpCGsLNY6xzVo6+h7wM7mQaGT2Rx2FXc=";
""",
}
NOT_UTF8 = {
    "default.nix": b"""{ fetchsvn, builtins }:
fetchsvn rec {
  url = "https://svn.example.org/mapedit/trunk";
  sha256 = builtins.getAttr rev {
    "12545" = "sha\x8dZ56-1fPdskn6PSwn8ntsE0zDnC5PWIZhxcBIj3tDMu9XqfQ=";
    "13053" = "sha256-rQQvQeBNnTELbQSYUgaZHz+tvSSyjHH89Qdx1MCePhM=";
  };
  rev = "13053";
}
"""
}


@pytest.mark.parametrize("files", [BROKEN, NOT_UTF8], ids=["a let without in", "a text that is not UTF-8"])
def test_nix_that_nobody_can_evaluate_ends_no_check(tmp_path: Path, files: dict[str, bytes]) -> None:
    """Fuzzed inputs: a lambda was searched where a broken file has none, and a name was written as UTF-8."""
    repo = Repo(tmp_path / "r")
    repo.write("README", "").commit("base")
    for name, data in files.items():
        repo.write(name, data)
    repo.stage()
    for arguments in (["check"], ["list"], ["check", "--all"]):
        done = forked.run(arguments, cwd=repo.path, env=repo.environment())
        assert done.returncode in (0, 1), done.stderr
        assert "internal error" not in done.stderr
