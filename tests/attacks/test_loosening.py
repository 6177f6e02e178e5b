"""A change cannot switch off its own check: a looser config is AG905, and has no effect before the base has it."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest

from authguard.config.loosening import setting_line
from authguard.rules.registry import code_of
from tests.support.guarded import checked, digest, judged, package
from tests.support.judging import codes, of_range
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STALE = package(2, 1)
FINDING = ("error", "AG201", "tool.nix")
LOOSE = ("error", "AG905", "authguard.toml")
SHOWN = ("warning", "AG905", "authguard.toml")
SHOWN_FILE = ("warning", "AG905", "tool.nix")
GATE = """
[[gate]]
name = "tool"
paths = ["**"]
file = "tool.nix"
attribute = "a"
builder = "one"
"""
BASE = "exclude = ['tests/**']\n[rules]\nAG203 = 'error'\n" + GATE
OTHER = GATE.replace('name = "tool"', 'name = "other"')
WARNS = 'when-unreachable = "warn"\n'
ATTACKS = {
    "rule off": (BASE.replace("AG203 = 'error'", "AG203 = 'error'\nAG201 = 'off'"), True),
    "rule lowered": (BASE.replace("AG203 = 'error'", "AG203 = 'error'\nAG201 = 'note'"), True),
    "in small letters": (BASE.replace("AG203 = 'error'", "AG203 = 'error'\nag201 = 'off'"), True),
    "everything excluded": (BASE.replace("tests/**", "**"), True),
    "the file excluded": (BASE.replace("'tests/**'", "'tests/**', 'tool.nix'"), True),
    "by a pattern": (BASE.replace("'tests/**'", "'tests/**', 't[a-z]*.nix'"), True),
    "allowed without a digest": (
        BASE + "[[allow]]\nrule = 'AG201'\npath = '**'\nreason = 'because'\n",
        True,
    ),
    "empty": ("", True),
    "the gate gone": (BASE.replace(GATE, ""), True),
    "the gate's paths": (BASE.replace('paths = ["**"]', 'paths = ["a/**"]'), True),
    "the gate's attribute": (BASE.replace('attribute = "a"', 'attribute = "b"'), True),
    "the gate's builder": (BASE.replace('builder = "one"', 'builder = "two"'), True),
    "the gate that warns": (
        BASE.replace('builder = "one"', 'builder = "one"\nwhen-unreachable = "warn"'),
        True,
    ),
    "the gate split: a part warns": (BASE.replace('["**"]', '["other/**"]') + OTHER + WARNS, True),
    "the gate split: a part elsewhere": (
        BASE.replace('["**"]', '["other/**"]') + OTHER.replace('"one"', '"two"') + WARNS,
        True,
    ),
    "the gate split: a part blocks elsewhere": (BASE + WARNS + OTHER.replace('"one"', '"two"'), True),
    "a rule off for one file": (BASE + "[[rules-for]]\npaths = ['tool.nix']\nAG201 = 'off'\n", True),
    "a rule lowered for a pattern": (BASE + "[[rules-for]]\npaths = ['*']\nAG201 = 'note'\n", True),
    "the last of two tables": (
        BASE
        + "[[rules-for]]\npaths = ['*.nix']\nAG201 = 'error'\n[[rules-for]]\npaths = ['t*']\nag201 = 'off'\n",
        True,
    ),
    "this very rule off": (
        BASE.replace("AG203 = 'error'", "AG203 = 'error'\nAG905 = 'off'\nAG201 = 'off'"),
        True,
    ),
}


def test_a_config_that_tightens_is_not_reported(tmp_path: Path) -> None:
    """The config has more rules, fewer exclusions and another gate."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", BASE).write("tool.nix", package(1)).commit("one")
    more = BASE.replace("exclude = ['tests/**']", "exclude = []").replace(
        "'error'", "'error'\nAG206 = 'error'"
    )
    repo.write("authguard.toml", more + GATE.replace('"tool"', '"more"')).commit("two")
    assert of_range(repo) == (0, [])


@pytest.mark.parametrize("name", ATTACKS)
def test_a_change_that_loosens_its_own_check_is_reported(tmp_path: Path, name: str) -> None:
    """A staged change gets a warning. A range gets an error, and the config of the base is used."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", BASE).write("tool.nix", package(1)).commit("one")
    repo.write("authguard.toml", ATTACKS[name][0]).write("tool.nix", STALE).stage()
    if "very rule" not in name:
        assert SHOWN in codes(repo)[1]
    repo.record("two")
    code, found = of_range(repo)
    assert code == 1
    assert LOOSE in found
    assert FINDING in found


@pytest.mark.parametrize("name", ATTACKS)
def test_a_change_of_the_config_alone_is_reported(tmp_path: Path, name: str) -> None:
    """No hash is stale yet, but the next change would be judged by the looser config."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", BASE).write("tool.nix", package(1)).commit("one")
    repo.write("authguard.toml", ATTACKS[name][0]).commit("two")
    code, found = of_range(repo)
    assert (code, set(found)) == (1, {LOOSE})


def test_a_removed_config_is_reported(tmp_path: Path) -> None:
    """Without the file there is no gate either."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", BASE).write("tool.nix", package(1)).commit("one")
    repo.remove("authguard.toml").write("tool.nix", STALE).commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert {LOOSE, FINDING} <= set(found)


def test_another_config_that_hides_the_first_is_reported(tmp_path: Path) -> None:
    """An empty authguard.toml is added beside the table in pyproject.toml."""
    repo = Repo(tmp_path / "r")
    repo.write("pyproject.toml", "[tool.authguard]\n[tool.authguard.rules]\nAG203 = 'error'\n")
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("authguard.toml", "[rules]\nAG201 = 'off'\n").write("tool.nix", STALE).commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert {LOOSE, FINDING} <= set(found)


@pytest.mark.parametrize("name", ["authguard.toml", "pyproject.toml"])
@pytest.mark.parametrize("target", ["loose/a.toml", "now/a.toml"])
def test_a_looser_config_behind_a_link_is_reported(tmp_path: Path, name: str, target: str) -> None:
    """The link is unchanged, but now leads to a file that excludes everything."""
    repo = Repo(tmp_path / "r")
    table = "" if name == "authguard.toml" else "[tool.authguard]\n"
    repo.link(name, target).link("now", "loose")
    repo.write("loose/a.toml", f"{table}exclude = ['tests/**']\n").write("tool.nix", package(1)).commit("one")
    repo.write("loose/a.toml", f"{table}exclude = ['**']\n").write("tool.nix", STALE).commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert {("error", "AG905", name), FINDING} <= set(found)


def test_a_first_config_counts_with_one_warning(tmp_path: Path) -> None:
    """A repository needs a way to begin."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("authguard.toml", "exclude = ['**']\n[rules]\nAG203 = 'off'\n").commit("two")
    assert of_range(repo) == (0, [SHOWN])


@pytest.mark.parametrize("severity", ["off", "note"])
@pytest.mark.parametrize("table", ["[rules]\n", "[[rules-for]]\npaths = ['**']\n"])
def test_a_first_config_cannot_silence_the_warning_about_itself(
    tmp_path: Path, table: str, severity: str
) -> None:
    """The config switches AG905 off, or makes it a note."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("authguard.toml", f"{table}AG201 = 'off'\nAG905 = '{severity}'\n").write(
        "tool.nix", STALE
    ).stage()
    assert codes(repo) == (0, [SHOWN])
    repo.record("two")
    assert of_range(repo) == (0, [SHOWN])


def test_a_config_of_too_many_patterns_is_refused(tmp_path: Path) -> None:
    """Without a limit, each file would be compared with each pattern."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    patterns = ", ".join(f"'**/a{number}*b*/**'" for number in range(1001))
    repo.write("authguard.toml", f"exclude = [{patterns}]\n").write("tool.nix", STALE).commit("two")
    run = checked(repo, "check", "--base", "HEAD~1", "--head", "HEAD")
    assert (run.code, run.stdout) == (2, "")
    assert "exclude has 1001 entries, more than the limit of 1000" in run.stderr


def test_a_first_config_that_loosens_nothing_is_not_reported(tmp_path: Path) -> None:
    """The config makes a rule stricter, adds a gate, and excludes a directory without hashes."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("authguard.toml", "exclude = ['tests/**']\n[rules]\nAG203 = 'error'\n" + GATE).commit("two")
    assert of_range(repo) == (0, [])


def test_a_config_that_moves_to_another_file_is_not_reported(tmp_path: Path) -> None:
    """The config moves from authguard.toml to pyproject.toml: the effect is the same."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", "exclude = ['tests/**']\n[rules]\nAG203 = 'error'\n")
    repo.write("tool.nix", package(1)).commit("one")
    table = "[tool.authguard]\nexclude = ['tests/**']\n[tool.authguard.rules]\nAG203 = 'error'\n"
    repo.remove("authguard.toml").write("pyproject.toml", table).commit("two")
    assert of_range(repo) == (0, [])


def test_an_excluded_directory_may_be_renamed_with_its_pattern(tmp_path: Path) -> None:
    """The files were excluded before, under their old name."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", "exclude = ['tests/**']\n").write("tests/a.nix", package(1)).commit("one")
    repo.git("mv", "tests", "checks")
    repo.write("authguard.toml", "exclude = ['checks/**']\n").commit("two")
    assert of_range(repo) == (0, [])


def test_a_judged_file_moved_to_an_excluded_directory_is_reported(tmp_path: Path) -> None:
    """The config is the same; the hash is not judged any more."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", "exclude = ['tests/**']\n").write("tool.nix", package(1)).commit("one")
    repo.remove("tool.nix").write("tests/tool.nix", STALE).commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert {LOOSE, ("error", "AG201", "tests/tool.nix")} <= set(found)


EXCLUDED = "exclude = ['tests/**']\n"
TAKEN = "import ./tests/tool.nix\n"


def moved_into(repo: Repo) -> None:
    """The package moves into a file that was excluded before."""
    repo.remove("tool.nix").write("tests/other.nix", STALE).write("default.nix", "import ./tests/other.nix\n")


def copied_into(repo: Repo) -> None:
    """The package is copied, and only the copy is used."""
    repo.write("tests/tool.nix", STALE).write("default.nix", TAKEN)


def linked_into(repo: Repo) -> None:
    """The package becomes a link to the copy."""
    repo.write("tests/tool.nix", STALE).remove("tool.nix").link("tool.nix", "tests/tool.nix")


def hash_moved_into(repo: Repo) -> None:
    """The hash alone moves; the next change may move the version."""
    text = f'"{digest("tool 1")}"'
    repo.write("tests/hash.nix", text).write("tool.nix", package(1).replace(text, "import ./tests/hash.nix"))


@pytest.mark.parametrize("how", [moved_into, copied_into, linked_into, hash_moved_into])
def test_a_hash_that_moves_to_an_excluded_file_is_reported(
    tmp_path: Path, how: Callable[[Repo], None]
) -> None:
    """The config is unchanged, but a judged hash is not judged any more."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", EXCLUDED).write("tests/other.nix", "{ }\n")
    repo.write("tool.nix", package(1)).write("default.nix", "import ./tool.nix\n").commit("one")
    how(repo)
    repo.commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert ("error", "AG905") in {each[:2] for each in found}


LENIENT = "[[rules-for]]\npaths = ['tests/**']\nAG201 = 'off'\n"


@pytest.mark.parametrize("config", ["exclude = ['tests/**']\n", LENIENT], ids=["exclude", "rules-for"])
def test_an_earlier_version_may_stay_where_less_is_judged(tmp_path: Path, config: str) -> None:
    """A package is bumped, and its earlier version stays in a folder that is judged less."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", config).write("tool.nix", package(1)).commit("one")
    repo.write("tests/tool_1.nix", "# the earlier version\n" + package(1))
    repo.write("tool.nix", package(2)).write("default.nix", "import ./tests/tool_1.nix\n").commit("two")
    assert of_range(repo) == (0, [])


@pytest.mark.parametrize("how", [moved_into, hash_moved_into])
def test_a_hash_that_moves_to_where_a_rule_is_off_is_reported(
    tmp_path: Path, how: Callable[[Repo], None]
) -> None:
    """The config is unchanged, but the rule does not report this hash any more."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", LENIENT).write("tests/other.nix", "{ }\n")
    repo.write("tool.nix", package(1)).write("default.nix", "import ./tool.nix\n").commit("one")
    how(repo)
    repo.commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert ("error", "AG905") in {each[:2] for each in found}


def test_hashes_may_move_and_be_copied_where_the_rules_are_the_same(tmp_path: Path) -> None:
    """One package moves between two files of the folder, another is copied there, and a third moves out of it."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", LENIENT).write("tests/other.nix", package(3, repository="other"))
    repo.write("tests/third.nix", package(1, repository="third"))
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("tests/more.nix", package(3, repository="other")).write("tests/other.nix", package(1))
    repo.write("tests/third.nix", "{ }\n").write("third.nix", package(1, repository="third")).commit("two")
    assert of_range(repo) == (0, [])


def test_excluded_fixtures_may_have_the_hashes_of_packages(tmp_path: Path) -> None:
    """The fixtures are copies of a package, also of the package before a bump."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", EXCLUDED).write("tool.nix", package(1)).commit("one")
    repo.write("tests/base/tool.nix", package(1)).commit("two")
    assert of_range(repo) == (0, [])
    repo.write("tool.nix", package(2)).write("tests/next/tool.nix", package(1)).commit("three")
    assert of_range(repo) == (0, [])


def test_a_gate_may_be_removed_with_its_package(tmp_path: Path) -> None:
    """The gate would have nothing to build."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", GATE.replace("**", "tool.nix"))
    repo.write("tool.nix", package(1)).write("other.nix", package(1, repository="other")).commit("one")
    repo.remove("tool.nix").write("authguard.toml", "exclude = []\n").commit("two")
    assert of_range(repo) == (0, [])


def test_a_gate_may_be_split(tmp_path: Path) -> None:
    """Each path has a gate that blocks at the same builder."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", BASE).write("tool.nix", package(1)).write("a/b.nix", package(1)).commit(
        "one"
    )
    split = (
        BASE.replace('["**"]', '["a/**"]')
        + OTHER.replace('["**"]', '["tool.nix", "authguard.toml"]')
        + OTHER.replace("other", "c")
        + WARNS
    )
    repo.write("authguard.toml", split).commit("two")
    assert of_range(repo) == (0, [])


def test_a_gate_may_be_renamed_with_its_package(tmp_path: Path) -> None:
    """The same files are built by the same expression, under other names."""
    repo = Repo(tmp_path / "r")
    gate = GATE.replace("**", "a/**").replace('file = "tool.nix"', 'file = "a/tool.nix"')
    repo.write("authguard.toml", gate).write("a/tool.nix", package(1)).commit("one")
    repo.git("mv", "a", "b")
    repo.write("authguard.toml", gate.replace("a/", "b/").replace('"tool"', '"b"')).commit("two")
    assert of_range(repo) == (0, [])


def test_a_file_moved_to_where_a_rule_is_off_is_reported(tmp_path: Path) -> None:
    """The config is the same; the rule is off for the new path."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", "[[rules-for]]\npaths = ['tests/**']\nAG201 = 'off'\n")
    repo.write("tool.nix", package(1)).commit("one")
    repo.remove("tool.nix").write("tests/tool.nix", STALE).commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert {LOOSE, ("error", "AG201", "tests/tool.nix")} <= set(found)


def test_the_rule_may_not_be_off_for_the_config_file(tmp_path: Path) -> None:
    """The next change could loosen the config without a finding."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", BASE).write("tool.nix", package(1)).commit("one")
    more = "[[rules-for]]\npaths = ['authguard.toml']\nAG905 = 'off'\n"
    repo.write("authguard.toml", BASE + more).commit("two")
    assert of_range(repo) == (1, [LOOSE])


@pytest.mark.parametrize("required", ["'>=99'", "'<0.0.1'", "'!=0.1.0, >=99'"])
def test_another_version_is_required(tmp_path: Path, required: str) -> None:
    """If the config requires another version, the check has no answer and does not pass.

    In the next range the config of the base is still used.
    """
    repo = Repo(tmp_path / "r")
    config = f"required-version = {required}\n{BASE}"
    repo.write("authguard.toml", BASE).write("tool.nix", package(1)).commit("one")
    repo.write("authguard.toml", config).write("tool.nix", STALE).commit("two")
    run = checked(repo, "check", "--base", "HEAD~1", "--head", "HEAD")
    assert (run.code, run.stdout) == (2, "")
    assert "required-version" in run.stderr
    repo.write("authguard.toml", "exclude = ['**']\n").write("tool.nix", package(3, 1)).commit("three")
    code, found = of_range(repo)
    assert code == 1
    assert {LOOSE, FINDING} <= set(found)


VERSIONS = """
[[version]]
package = "tool"
sites = [ {{ path = "tool.nix", attribute = "version" }}, {{ path = "{path}", regex = 'version: (.*)' }} ]
"""


def test_a_removed_version_site_is_reported(tmp_path: Path) -> None:
    """The place still has a version, but that is no longer compared."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", VERSIONS.format(path="a.yaml")).write("a.yaml", "version: 1.0\n")
    repo.write("tool.nix", '{ version = "1.0"; }\n').commit("one")
    repo.write("authguard.toml", "").write("a.yaml", "version: 2.0\n").commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert LOOSE in found
    assert "AG101" in {each[1] for each in found}


def test_a_version_site_that_moves_with_its_file_is_not_reported(tmp_path: Path) -> None:
    """The site is the same if its file is renamed, or if the same line is read in another way."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", VERSIONS.format(path="a.yaml")).write("a.yaml", "version: 1.0\n")
    repo.write("tool.nix", '{ version = "1.0"; }\n').commit("one")
    repo.git("mv", "a.yaml", "b.yaml")
    moved = VERSIONS.format(path="b.yaml").replace("regex = 'version: (.*)'", "yaml = 'version'")
    repo.write("authguard.toml", moved).commit("two")
    assert of_range(repo) == (0, [])


MIRRORS = "[mirrors]\nallow = ['forge.example']\n[rules]\nAG301 = 'error'\n"


def test_a_mirror_allowed_by_the_change_is_reported(tmp_path: Path) -> None:
    """The fetch from another host is reported with the severity of the base."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", MIRRORS).write("a.nix", "1").commit("one")
    more = MIRRORS.replace("'forge.example'", "'forge.example', 'github.com'")
    repo.write("authguard.toml", more).write("tool.nix", package(1)).commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert {LOOSE, ("error", "AG301", "tool.nix")} <= set(found)


def waived(content: str, comment: str) -> str:
    """Return the package with a comment above its hash."""
    return content.replace("  hash =", f"  {comment}\n  hash =")


def test_a_new_waiver_with_a_reason_is_shown_as_a_warning(tmp_path: Path) -> None:
    """The waiver has its effect, and is shown once, as a warning."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    stale = waived(STALE, "# authguard: allow AG201 two tags, one tree")
    repo.write("tool.nix", stale).commit("two")
    assert of_range(repo) == (0, [("warning", "AG905", "tool.nix")])
    assert of_range(Repo(repo.path, init=False))[0] == 0


WAIVER = "# authguard: allow AG201 two tags, one tree"
TWO = """\
{ fetchFromGitHub }: {
  a = fetchFromGitHub { owner = "o"; repo = "a"; rev = "v1"; hash = "HASH-A"; };
  b = fetchFromGitHub { owner = "o"; repo = "b"; rev = "v1"; hash = "HASH-B"; };
}
""".replace("HASH-A", digest("a")).replace("HASH-B", digest("b"))


@pytest.mark.parametrize("is_moved", [True, False])
def test_a_waiver_moved_or_copied_to_the_next_hash_is_reported(tmp_path: Path, is_moved: bool) -> None:
    """The comment was a waiver of the hash above. For this hash it is a new waiver."""
    comment = "  # authguard: allow AG201 two tags, one tree\n"
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", TWO.replace("  a =", f"{comment}  a =")).commit("one")
    stale = TWO.replace("  b =", f"{comment}  b =").replace(
        'repo = "b"; rev = "v1"', 'repo = "b"; rev = "v2"'
    )
    repo.write("tool.nix", stale if is_moved else stale.replace("  a =", f"{comment}  a =")).commit("two")
    code, found = of_range(repo)
    assert code == 0
    assert ("warning", "AG905", "tool.nix") in found


def joined(line: str) -> str:
    """Write the hash of a line as the sum of two texts."""
    return line.replace(digest("b")[:20], f'{digest("b")[:20]}" + "')


def escaped(line: str) -> str:
    """Write the hash of a line with an escape that changes nothing."""
    return line.replace("sha256-", "s\\ha256-")


def on_the_next_line(line: str) -> str:
    """Write the hash of a line below the beginning of its text."""
    return line.replace('hash = "', "hash = ''\n    ").replace('"; };', "''; };")


def beside_the_waived_hash(line: str) -> str:
    """Write the other hash in a comment on the line."""
    return line.replace("hash =", f"/* {digest('a')} */ hash =")


def after_the_waived_package(line: str) -> str:
    """Write the other package on the line too."""
    return f'{line} c = fetchFromGitHub {{ owner = "o"; repo = "a"; rev = "v1"; hash = "{digest("a")}"; }};'


PLACES = (joined, escaped, on_the_next_line, beside_the_waived_hash, after_the_waived_package)


@pytest.mark.parametrize("how", PLACES)
def test_a_waiver_copied_to_a_hash_in_another_form_is_reported(
    tmp_path: Path, how: Callable[[str], str]
) -> None:
    """The line of the copied comment does not have the second hash as one text, or has the waived hash as well."""
    repo = Repo(tmp_path / "r")
    waived_a = TWO.replace("  a =", f"  {WAIVER}\n  a =")
    repo.write("tool.nix", waived_a).commit("one")
    (line,) = (line for line in TWO.split("\n") if line.startswith("  b ="))
    stale = how(line).replace('rev = "v1"', 'rev = "v2"', 1)
    repo.write("tool.nix", waived_a.replace(line, f"  {WAIVER}\n{stale}")).commit("two")
    code, found = of_range(repo)
    assert (code, found) == (0, [SHOWN_FILE])


def test_a_waiver_of_a_hash_in_a_comment_of_the_base_is_of_no_other_hash(tmp_path: Path) -> None:
    """The waived line had the second hash in a comment only."""
    repo = Repo(tmp_path / "r")
    before = TWO.replace("  a =", f"  {WAIVER}\n  a = /* {digest('b')} */")
    repo.write("tool.nix", before).commit("one")
    after = before.replace("  b =", f"  {WAIVER}\n  b =").replace('"b"; rev = "v1"', '"b"; rev = "v2"')
    repo.write("tool.nix", after).commit("two")
    assert of_range(repo) == (0, [SHOWN_FILE])


def test_a_waived_hash_may_get_another_form(tmp_path: Path) -> None:
    """The waiver is of this hash, which is hexadecimal now, beside a comment and a text with marks of comments."""
    repo = Repo(tmp_path / "r")
    before = TWO.replace("  a =", f"  {WAIVER}\n  a =").replace(
        'owner = "o"; repo', 'name = "/*#"; owner = "o"; repo'
    )
    repo.write("tool.nix", before).commit("one")
    spelled = base64.b64decode(digest("a").removeprefix("sha256-")).hex()
    after = before.replace(f'hash = "{digest("a")}"', f'sha256 = "{spelled}"').replace(
        "  a =", "  a = /* x */"
    )
    repo.write("tool.nix", after.replace('"a"; rev = "v1"', '"a"; rev = "v2"')).commit("two")
    assert of_range(repo) == (0, [])


def test_a_waiver_that_the_base_has_is_not_reported(tmp_path: Path) -> None:
    """The waiver is of the same hash, and has its effect."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", waived(package(1), "# authguard: allow AG201 two tags, one tree")).commit("one")
    repo.write("tool.nix", waived(STALE, "# authguard: allow AG201 two tags, one tree")).commit("two")
    assert of_range(repo) == (0, [])


def test_a_waiver_before_its_stale_hash_is_shown(tmp_path: Path) -> None:
    """The first push adds a waiver that waives nothing yet: it is shown then, since the second push shows nothing."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("tool.nix", waived(package(1), WAIVER)).stage()
    assert codes(repo) == (0, [SHOWN_FILE])
    repo.record("two")
    assert of_range(repo) == (0, [SHOWN_FILE])
    assert codes(repo, "--strict", "--base", "HEAD~1", "--head", "HEAD")[0] == 1
    repo.write("tool.nix", waived(STALE, WAIVER)).commit("three")
    assert of_range(repo) == (0, [])


def test_an_idle_waiver_beside_a_right_bump_is_a_warning(tmp_path: Path) -> None:
    """The waiver waives nothing in this change, but could waive a stale hash later."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("tool.nix", waived(package(2), WAIVER)).commit("two")
    assert of_range(repo) == (0, [("warning", "AG903", "tool.nix")])


def test_a_waiver_moved_to_a_hash_of_another_file_is_reported(tmp_path: Path) -> None:
    """The number of waivers is the same, but this hash had no waiver before."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", waived(package(1), WAIVER)).write("b.nix", package(5, repository="b")).commit(
        "one"
    )
    repo.write("tool.nix", package(1)).write("b.nix", waived(package(5, repository="b"), WAIVER)).commit(
        "two"
    )
    assert of_range(repo) == (0, [("warning", "AG905", "b.nix")])


def test_a_waiver_that_moves_with_its_hash_is_not_reported(tmp_path: Path) -> None:
    """A renamed file, a divided file and a merge of a branch add no waiver."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", waived(package(1), WAIVER)).write("b.nix", "{ }").commit("one")
    repo.branch("other").remove("tool.nix").write("pkgs/tool.nix", waived(package(1), WAIVER))
    repo.write("b.nix", "{ f }: f ./pkgs/tool.nix").commit("two")
    assert of_range(repo) == (0, [])
    repo.write("c.nix", waived(package(1, repository="c"), WAIVER)).commit("three")
    repo.git("switch", "--quiet", "main")
    repo.write("d.nix", "{ }").commit("four")
    repo.git("merge", "--quiet", "--no-commit", "other")
    assert codes(repo) == (0, [])


def test_a_new_waiver_of_an_unjudged_file_has_no_effect(tmp_path: Path) -> None:
    """In a range, the comment has an effect only if the base has the comment too."""
    comment = "{ fetchFromGitHub }: # authguard: allow AG904 it is generated"
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    for number in (2, 3):
        padded = package(number, 1).replace("{ fetchFromGitHub }:", comment) + "# x\n" * 600_000
        repo.write("tool.nix", padded).commit(str(number))
        code, found = of_range(repo)
        assert (code, ("error", "AG904", "tool.nix") in found) == ((1, True) if number == 2 else (0, False))


@pytest.mark.parametrize("reason", ["\u200b\u200b", "...", "- : ;", "\u3164\u115f", "\u2800"])
def test_a_waiver_with_a_reason_without_letters_has_no_effect(tmp_path: Path, reason: str) -> None:
    """A reason has a letter or a digit at least."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("tool.nix", waived(STALE, f"# authguard: allow AG201 {reason}")).commit("two")
    assert FINDING in of_range(repo)[1]


@pytest.mark.parametrize("path", ["mirrors/../evil", "mirrors/%2e%2E/evil", "mirrors/x/.%2e/../evil"])
def test_a_path_that_leads_out_of_a_mirror_is_an_error(tmp_path: Path, path: str) -> None:
    """A client reads such a path as a path outside of the mirror."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", MIRRORS.replace("forge.example", "forge.example/mirrors")).commit("one")
    url = f"https://forge.example/{path}/x-1.tar.gz"
    repo.write("x.nix", f'{{ fetchurl }}: fetchurl {{ url = "{url}"; hash = "{digest(1)}"; }}\n').commit(
        "two"
    )
    assert of_range(repo) == (1, [("error", "AG301", "x.nix")])


def test_a_waiver_without_a_reason_has_no_effect(tmp_path: Path) -> None:
    """The stale hash is still an error."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    repo.write("tool.nix", waived(STALE, "# authguard: allow AG201")).commit("two")
    code, found = of_range(repo)
    assert code == 1
    assert FINDING in found


@pytest.mark.parametrize("reason", ["'two tags, one tree'", "'  x'"])
def test_an_allow_table_for_one_digest_has_an_effect(tmp_path: Path, reason: str) -> None:
    """The table names the digest, and is shown once, as a warning."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", BASE).write("tool.nix", package(1)).commit("one")
    table = (
        f"[[allow]]\nrule = 'AG201'\npath = 'tool.nix'\ndigest = '{digest('tool 1')}'\nreason = {reason}\n"
    )
    repo.write("authguard.toml", BASE + table).write("tool.nix", STALE).commit("two")
    assert of_range(repo) == (0, [SHOWN])


@pytest.mark.parametrize("by", ["config", "environment"])
def test_the_user_accepts_one_commit(tmp_path: Path, by: str) -> None:
    """Only this commit is accepted."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", BASE).write("tool.nix", package(1)).commit("one")
    first = (
        repo.write("authguard.toml", BASE.replace("tests/**", "t*/**")).write("t/a.nix", STALE).commit("two")
    )
    arguments = ("check", "--base", "HEAD~1", "--head", "HEAD")
    assert checked(repo, *arguments).code == 1
    env = {"AUTHGUARD_ACCEPT_LOOSENING": first} if by == "environment" else {}
    if by == "config":
        repo.git("config", "authguard.acceptLoosening", first)
    assert checked(repo, *arguments, env=env).code == 0
    repo.write("authguard.toml", BASE.replace("tests/**", "**")).commit("three")
    assert checked(repo, "check", "--base", "HEAD~2", "--head", "HEAD", env=env).code == 1


def test_a_loosening_is_reported_at_its_line_with_a_true_help(tmp_path: Path) -> None:
    """A separate commit is refused too, so the help does not propose one."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", "exclude = ['tests/**']\n").write("tool.nix", package(1)).commit("one")
    repo.write("authguard.toml", "exclude = ['tests/**']\n[rules]\nstale-source-hash = 'off'\n").commit("two")
    found = judged(checked(repo, "check", "--format", "json", "--base", "HEAD~1", "--head", "HEAD"))[
        "findings"
    ]
    assert [(each["code"], each["line"]) for each in found] == [("AG905", 3)]
    command = f"git config --add authguard.acceptLoosening {repo.oid('HEAD')}"
    assert found[0]["help"] == f"if a reviewer agrees: {command}"
    repo.git(*command.split()[1:])
    assert checked(repo, "check", "--base", "HEAD~1", "--head", "HEAD").code == 0
    accept = 'git config --add authguard.acceptLoosening "$(git rev-parse COMMIT)"'
    assert accept in checked(repo, "explain", "AG905").stdout


EXCLUDED = "exclude = ['tests/**']\n"


def _config_alone(repo: Repo) -> None:
    repo.write("authguard.toml", EXCLUDED + "[rules]\nAG203 = 'off'\n").commit("two")
    repo.write("notes", "text").commit("three")


def _renamed(repo: Repo) -> None:
    repo.remove("tool.nix").write("tests/tool.nix", package(1)).commit("two")


def _hidden(repo: Repo) -> None:
    repo.write("tests/tool.nix", package(1)).write("tool.nix", "import ./tests/tool.nix\n").commit("two")


def _merged(repo: Repo) -> None:
    repo.branch("side").write("authguard.toml", EXCLUDED + "[rules]\nAG203 = 'off'\n").commit("two")
    repo.branch("other", "main").write("authguard.toml", EXCLUDED + "[rules]\nAG202 = 'off'\n").commit(
        "three"
    )
    repo.run("merge", "--quiet", "--no-edit", "side")
    repo.write("authguard.toml", EXCLUDED + "[rules]\nAG202 = 'off'\nAG203 = 'off'\n").commit("both")


def _renamed_after_an_edit(repo: Repo) -> None:
    repo.write("authguard.toml", f"# a comment\n{EXCLUDED}").commit("two")
    _renamed(repo)


def _hidden_after_an_edit(repo: Repo) -> None:
    repo.write("authguard.toml", f"# a comment\n{EXCLUDED}").commit("two")
    _hidden(repo)


CHANGES = [_config_alone, _renamed, _hidden, _merged, _renamed_after_an_edit, _hidden_after_an_edit]


@pytest.mark.parametrize("change", CHANGES)
def test_the_printed_command_accepts_the_loosening(tmp_path: Path, change: Callable[[Repo], None]) -> None:
    """The command has the full id of the last commit of the range."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", EXCLUDED).write("tool.nix", package(1)).commit("one")
    repo.git("tag", "base")
    change(repo)
    arguments = ("check", "--base", "base", "--head", "HEAD")
    refused = checked(repo, *arguments)
    assert refused.code == 1
    (command,) = set(
        re.findall(r"git (config --add authguard\.acceptLoosening [0-9a-f]{40})", refused.stdout)
    )
    repo.git(*command.split())
    assert checked(repo, *arguments).code == 0


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("\nexclude = [\n  'a',\n]\n", "exclude", 2),
        ("[tool.authguard]\n\n[tool.authguard.mirrors]\nallow = []\n", "mirrors.allow", 4),
        ("a = 1\nrules = { AG201 = 'off' }\n", "rules.AG201", 2),
        ("[rules]\n'AG201' = 'off'\nag203 = 'off'\n", "rules.AG203", 3),
        ("[[gate]]\npaths = []\n[[gate]]\npaths = []\n", "gate.paths", 1),
        ("", "exclude", 1),
    ],
)
def test_the_line_of_a_setting(text: str, key: str, line: int) -> None:
    """If a key occurs in two tables, the line is not known."""
    assert setting_line(text, key, code_of) == line


def test_a_broken_config_in_the_base_had_no_effect(tmp_path: Path) -> None:
    """The config that repairs the broken config is a first config."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", "exclude = [\n").write("tool.nix", package(1)).commit("one")
    repo.write("authguard.toml", "exclude = ['tests/**']\n").commit("two")
    assert of_range(repo) == (0, [])


@pytest.mark.parametrize("change", [_renamed_after_an_edit, _hidden_after_an_edit])
def test_an_accepted_edit_of_the_config_accepts_no_later_commit(
    tmp_path: Path, change: Callable[[Repo], None]
) -> None:
    """The user accepts the edit, and a later commit moves a judged file or its hash to an excluded directory."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", EXCLUDED).write("tool.nix", package(1)).commit("one")
    repo.git("tag", "base")
    change(repo)
    repo.git("config", "authguard.acceptLoosening", repo.oid("HEAD~1"))
    assert "AG905" in checked(repo, "check", "--base", "base", "--head", "HEAD").stdout


@pytest.mark.parametrize("name", ["AuthGuard.toml", "AUTHGUARD.TOML", "PyProject.toml"])
@pytest.mark.parametrize("has_config", [False, True])
def test_a_file_with_the_name_of_the_config_in_other_letters_is_no_config(
    tmp_path: Path, name: str, has_config: bool
) -> None:
    """Only a Mac takes one of the names for the other."""
    text = '[rules]\nAG201 = "off"\n'
    text = text.replace("[rules]", "[tool.authguard.rules]") if name.startswith("Py") else text
    repo = Repo(tmp_path / "r").write("tool.nix", package(1))
    if has_config:
        repo.write("pyproject.toml", '[tool.authguard.rules]\nAG203 = "error"\n')
    repo.commit("one")
    repo.write("tool.nix", STALE).write(name, text).commit("two")
    assert of_range(repo) == (1, [FINDING])
    repo.git("reset", "--soft", "--quiet", "HEAD~1")
    assert codes(repo) == (1, [FINDING])


def _in_halves(stated: str) -> str:
    at = stated.index("sha256-") + 20
    return f'{stated[:at]}" + "{stated[at:]}'


def _escaped(stated: str) -> str:
    return stated.replace("+", "\\+").replace("/", "\\/").replace("a", "\\a")


def _joined(stated: str) -> str:
    start, at = stated.index('"sha256-'), stated.index("sha256-") + 25
    end = stated.index('"', start + 1)
    parts = f'builtins.concatStringsSep "" [ {stated[start:at]}" "{stated[at : end + 1]} ]'
    return f"{stated[:start]}{parts}{stated[end + 1 :]}"


@pytest.mark.parametrize("spelled", [_in_halves, _escaped, _joined])
def test_a_hash_that_moves_to_an_excluded_file_in_parts_is_a_loosening(
    tmp_path: Path, spelled: Callable[[str], str]
) -> None:
    """The new file puts the text together, so no digest is in it."""
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", "exclude = ['ex/**']\n").write("tool.nix", package(1)).commit("one")
    repo.write("tool.nix", "import ./ex/tool.nix\n").write("ex/tool.nix", spelled(STALE)).commit("two")
    code, found = of_range(repo)
    assert (code, found) == (1, [("error", "AG905", "ex/tool.nix")])
