"""Reading the config of a snapshot: the whole schema, and every mistake named with file and key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.config.load import load
from authguard.config.model import Config
from authguard.errors import Refused
from authguard.rules.finding import Finding, place_at
from authguard.rules.reported import apply_severities

if TYPE_CHECKING:
    from collections.abc import Callable

DIGEST = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="

FULL = f"""
exclude = ["tests/cases/**"]

[mirrors]
allow = ["Forge.eblu.me/mirrors/"]
renamed = {{ "forge.ops.eblu.me" = "forge.eblu.me" }}

[[version]]
package = "authentik"
sites = [ {{ path = "containers/authentik/sources.nix", attribute = "version" }},
          {{ path = "./containers//authentik/default.nix", regex = '^\\s*version\\s*=\\s*"([^"]+)"' }},
          {{ path = "containers/ntfy/Dockerfile", arg = "CONTAINER_APP_VERSION" }},
          {{ path = "service-versions.yaml", yaml = 'services[name=authentik].current-version' }},
          {{ path = "pyproject.toml", toml = "project.version" }},
          {{ path = "package.json", json = "version" }} ]

[evidence]
network = "mirrors"

[[gate]]
name = "authentik"
paths = ["containers/authentik/**"]
file = "containers/authentik/test-build.nix"
attribute = "assembled"
builder = "ringtail"
nix-options = ["--extra-experimental-features", "nix-command flakes"]
timeout = "2h"
when-unreachable = "warn"

[[allow]]
rule = "AG208"
path = "npins/sources.json"
digest = "{DIGEST}"
reason = "two channels, one tree"

[rules]
AG203 = "error"
ag304 = "off"
"""


def reader(**files: str | bytes) -> Callable[[str], bytes | None]:
    """Return a snapshot with these files; `authguard` is authguard.toml, `pyproject` pyproject.toml."""
    data = {
        f"{name}.toml": text if isinstance(text, bytes) else text.encode() for name, text in files.items()
    }
    return data.get


def config(text: str) -> Config:
    """The config of an authguard.toml."""
    return load(reader(authguard=text))


def refusal(text: str | bytes) -> str:
    """The error message about a bad authguard.toml."""
    with pytest.raises(Refused) as caught:
        load(reader(authguard=text))
    says = str(caught.value)
    assert "\n" not in says
    assert caught.value.exit_code == 2
    return says


def test_every_documented_key_is_read() -> None:
    """The values are converted."""
    found = config(FULL)
    assert found.path == "authguard.toml"
    assert found.excluded("tests/cases/1/base/a.nix")
    assert not found.excluded("tests/a.nix")
    assert found.mirrors_allow == ["forge.eblu.me/mirrors"]
    assert found.mirrors_renamed == {"forge.ops.eblu.me": "forge.eblu.me"}
    assert found.network == "mirrors"
    assert found.severities == {"AG203": "error", "AG304": "off"}
    (package,) = found.versions
    assert package.package == "authentik"
    assert [(site.path, site.kind) for site in package.sites] == [
        ("containers/authentik/sources.nix", "attribute"),
        ("containers/authentik/default.nix", "regex"),
        ("containers/ntfy/Dockerfile", "arg"),
        ("service-versions.yaml", "yaml"),
        ("pyproject.toml", "toml"),
        ("package.json", "json"),
    ]
    assert package.sites[2].words() == "ARG CONTAINER_APP_VERSION in containers/ntfy/Dockerfile"


def test_gates_and_waivers_are_read() -> None:
    """The values are converted."""
    found = config(FULL)
    (gate,) = found.gates
    assert (gate.name, gate.file, gate.attribute) == (
        "authentik",
        "containers/authentik/test-build.nix",
        "assembled",
    )
    assert (gate.builder, gate.store, gate.timeout, gate.when_unreachable) == ("ringtail", None, 7200, "warn")
    assert gate.nix_options == ["--extra-experimental-features", "nix-command flakes"]
    assert gate.paths[0].matches("containers/authentik/x.nix")
    (allow,) = found.allows
    assert (allow.rule, allow.reason) == ("AG208", "two channels, one tree")
    assert allow.digest is not None
    assert allow.digest.sri() == DIGEST
    assert FULL.split("\n")[allow.line - 1] == "[[allow]]"


def test_without_a_config_two_files_are_read_and_nothing_is_set() -> None:
    """Nearly every check does this."""
    asked: list[str] = []

    def read(path: str) -> None:
        asked.append(path)

    found = load(read)
    assert asked == ["authguard.toml", "pyproject.toml"]
    assert found.path is None
    assert not found.excluded("a.nix")
    assert found.mirrored("github.com/a/b")
    assert found.network is None


def test_pyproject_is_the_config_where_it_has_the_table() -> None:
    """The table may be in each spelling that TOML allows."""
    for text in (
        '[tool.authguard]\nexclude = ["a"]',
        '[tool]\nauthguard = { exclude = ["a"] }',
        '[ tool . "authguard" ]\nexclude = ["a"]',
        'tool.authguard.exclude = ["a"]',
    ):
        found = load(reader(pyproject=text))
        assert found.path == "pyproject.toml"
        assert found.excluded("a/b.nix")


def test_pyproject_without_the_table_is_no_config() -> None:
    """The file is no config even if it names authguard. If it does not name authguard, a broken file is not read."""
    named = '[dependency-groups]\ndev = ["authguard"]'
    assert load(reader(pyproject=named)).path is None
    assert load(reader(pyproject="not [ toml")).path is None


def test_authguard_toml_wins() -> None:
    """If both exist, pyproject.toml is not read."""
    found = load(reader(authguard='exclude = ["a"]', pyproject='[tool.authguard]\nexclude = ["b"]'))
    assert found.excluded("a")
    assert not found.excluded("b")


def test_a_mistake_in_pyproject_names_the_whole_key() -> None:
    """The key includes the table, so that a user finds it in a long file."""
    with pytest.raises(
        Refused, match=r"^pyproject\.toml: tool\.authguard\.exlude is not a key; .* exclude\?$"
    ):
        load(reader(pyproject="[tool.authguard]\nexlude = []"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("exlude = []", "authguard.toml: exlude is not a key; did you mean exclude?"),
        ("[mirrors]\nalow = []", "authguard.toml: mirrors.alow is not a key; did you mean allow?"),
        ('"a b" = 1', 'authguard.toml: "a b" is not a key'),
        ("exclude = 'a'", "authguard.toml: exclude must be a list of strings, not a string"),
        ("exclude = [1]", "authguard.toml: exclude[0] must be a string, not a number"),
        ("exclude = ['']", "authguard.toml: exclude[0] must not be empty or contain control characters"),
        (
            "exclude = ['/etc/**']",
            (
                "authguard.toml: exclude[0] is '/etc/**'; "
                "paths are relative to the root, with / between the parts"
            ),
        ),
        ("exclude = ['a/../../b']", "authguard.toml: exclude[0] is 'a/../../b'; a path must not contain .."),
        ("mirrors = 3", "authguard.toml: mirrors must be a table, not a number"),
        ("[version]", "authguard.toml: version must be an array of tables ([[version]]), not a table"),
        ("version = [1]", "authguard.toml: version[0] must be a table, not a number"),
        (
            "[evidence]\nnetwork = 'mirror'",
            (
                "authguard.toml: evidence.network is 'mirror'; "
                "it can be off, mirrors or all; did you mean mirrors?"
            ),
        ),
        (
            "[rules]\nAG203 = 'errors'",
            (
                "authguard.toml: rules.AG203 is 'errors'; "
                "it can be error, warning, note or off; did you mean error?"
            ),
        ),
        ("[rules]\nAG203 = false", "authguard.toml: rules.AG203 must be a string, not a boolean"),
        (
            "[rules]\nAG21 = 'off'",
            "authguard.toml: rules.AG21 is not a rule; did you mean AG201?",
        ),
        (
            "[rules]\nstale-lock-pins = 'off'",
            "authguard.toml: rules.stale-lock-pins is not a rule; did you mean stale-lock-pin?",
        ),
        (
            "[rules]\nAG208 = 'note'\nstale-lock-pin = 'off'",
            "authguard.toml: rules.stale-lock-pin sets the severity of AG208 a second time",
        ),
        (
            "[mirrors]\nallow = ['https://forge.eblu.me']",
            (
                "authguard.toml: mirrors.allow[0] is 'https://forge.eblu.me'; "
                "write a host, or host/path, without a scheme"
            ),
        ),
        (
            "[mirrors.renamed]\n'a.example' = 'b/c'",
            "authguard.toml: mirrors.renamed.\"a.example\" names 'b/c', which is not a host name",
        ),
        ("[[allow]]\nrule='AG201'\npath='a'", "authguard.toml: allow[0].reason is missing"),
        (
            "[[allow]]\nrule='AG201'\npath='a'\nreason=' '",
            "authguard.toml: allow[0].reason must not be empty",
        ),
        (
            "[[rules-for]]\npath=['a']\nAG203='off'",
            "authguard.toml: rules-for[0].path is not a key; did you mean paths?",
        ),
        (
            "[[allow]]\nrule='AG201'\npath='a'\nreason='\U0001f600 -'",
            "authguard.toml: allow[0].reason has no letter and no digit; write why the finding is wrong here",
        ),
        (
            "[[allow]]\nrule='AG201'\npath='a'\nreason='REASON'",
            "authguard.toml: allow[0].reason is still 'REASON'; write why the finding is wrong here",
        ),
        (
            "[[allow]]\nrule='AG299'\npath='a'\nreason='x'",
            "authguard.toml: allow[0].rule is 'AG299', not a rule; did you mean AG209?",
        ),
    ],
)
def test_mistakes_are_named(text: str, says: str) -> None:
    """The message has the file, the dotted key, the mistake, and the nearest valid name."""
    assert refusal(text) == says


@pytest.mark.parametrize(
    ("site", "says"),
    [
        ("{ path = 'a' }", "has none of attribute, regex, arg, yaml, toml or json; a site has exactly one"),
        ("{ path = 'a', arg = 'A', json = 'v' }", "has both arg and json; a site has exactly one"),
        ("{ arg = 'A' }", "path is missing"),
        ("{ path = 'a/', arg = 'A' }", "path is 'a/'; it must name a file"),
        ("{ path = '../a', arg = 'A' }", "path is '../a'; a path must not contain .."),
        ("{ path = 'a', arg = 'A B' }", "arg is 'A B', which is not the name of an ARG"),
        ("{ path = 'a', attribute = 'a.${b}' }", "attribute is 'a.${b}', which is not an attribute path"),
        (
            "{ path = 'a', regex = '(a' }",
            "regex is not a regular expression: missing ), unterminated subpattern",
        ),
        (
            "{ path = 'a', regex = '(a)(b)' }",
            "regex has 2 groups; it may have one group, for the version, or none",
        ),
        (
            "{ path = 'a', json = 'a..b' }",
            "json is 'a..b': '..b' is not a key, [number] or [key=value]",
        ),
    ],
)
def test_mistakes_in_sites_are_named(site: str, says: str) -> None:
    """The message has the key of the site, then the mistake."""
    good = "{ path = 'b', arg = 'A' }"
    text = f"[[version]]\npackage = 'p'\nsites = [{good}, {site}]"
    separator = " " if says.startswith("has ") else "."
    assert refusal(text) == f"authguard.toml: version[0].sites[1]{separator}{says}"


def test_one_site_is_nothing_to_compare() -> None:
    """A table that can never report anything is a mistake."""
    text = "[[version]]\npackage = 'p'\nsites = [{ path = 'b', arg = 'A' }]"
    assert refusal(text).startswith("authguard.toml: version[0].sites must name at least two places")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("timeout = 'soon'", "gate[0].timeout is 'soon'; write a time such as 2h, 90m or 1h30m"),
        ("timeout = '0s'", "gate[0].timeout is '0s'; write a time such as 2h, 90m or 1h30m"),
        ("timeout = 7200", "gate[0].timeout must be a string, not a number"),
        (
            "builder = '-oProxyCommand=x'",
            "gate[0].builder is '-oProxyCommand=x', which is not an ssh destination",
        ),
        ("builder = 'a b'", "gate[0].builder is 'a b', which is not an ssh destination"),
        (
            "store = 'ssh-ng://h?ssh-key=/k'",
            (
                "gate[0].store is 'ssh-ng://h?ssh-key=/k'; "
                "only scheme and host may be given, as in ssh-ng://host"
            ),
        ),
        (
            "store = 'ssh://h'\nbuilder = 'h'",
            "gate[0].store is given as well as builder; a gate has only one of them",
        ),
        ("attribute = '-A'", "gate[0].attribute is '-A', which is not an attribute path"),
        (
            "when-unreachable = 'ignore'",
            "gate[0].when-unreachable is 'ignore'; it can be block or warn",
        ),
        ("when-unreachble = 'warn'", "gate[0].when-unreachble is not a key; did you mean when-unreachable?"),
    ],
)
def test_mistakes_in_gates_are_named(line: str, says: str) -> None:
    """The syntax of a value is checked when the config is read, not when the value is used."""
    text = f"[[gate]]\nname = 'g'\npaths = ['a/**']\nfile = 'a/b.nix'\n{line}"
    assert refusal(text).startswith(f"authguard.toml: {says}")


def test_gates_have_different_names() -> None:
    """Two gates cannot have one name: gates are skipped and reported by name."""
    gate = "[[gate]]\nname = 'g'\npaths = ['a']\nfile = 'b'\n"
    assert refusal(gate * 2) == "authguard.toml: gate[1].name is 'g', which is the name of another gate too"
    assert config(gate).gates[0].when_unreachable == "block"


@pytest.mark.parametrize(("text", "seconds"), [("2h", 7200), ("90m", 5400), ("1h30m", 5400), ("45s", 45)])
def test_a_timeout_has_hours_minutes_and_seconds(text: str, seconds: int) -> None:
    """The units may be together or alone."""
    gate = f"[[gate]]\nname = 'g'\npaths = ['a']\nfile = 'b'\ntimeout = '{text}'"
    assert config(gate).gates[0].timeout == seconds


def test_a_file_that_is_no_toml_is_reported_with_its_place() -> None:
    """The place is a line and a column, in the form that editors read."""
    assert refusal("a = 1\nb = = 2\n") == "authguard.toml:2:5: not TOML: invalid value"
    assert refusal("a = " + "9" * 5000) == "authguard.toml: not TOML: it has a number of too many digits"
    assert refusal(b"a = 1\n# \xff\n") == "authguard.toml:2: not TOML: it is not UTF-8"
    assert refusal("a = " + "[" * 5000).startswith("authguard.toml")


def test_a_file_with_crlf_is_read() -> None:
    """A checkout on Windows has such files."""
    assert config('exclude = ["a"]\r\n[rules]\r\nAG203 = "off"\r\n').severities == {"AG203": "off"}


def test_a_path_that_leaves_the_tree_by_a_symlink_is_refused() -> None:
    """The snapshot knows this; the config asks only about paths of files that are read."""
    text = "[[version]]\npackage='p'\nsites=[{path='out', arg='A'}, {path='b', arg='A'}]"
    with pytest.raises(Refused, match=r"version\[0\]\.sites\[0\]\.path is 'out', which leaves the tree"):
        load(reader(authguard=text), lambda path: path == "out")
    assert load(reader(authguard=text), lambda _: False).versions


@pytest.mark.parametrize(
    "digest",
    [
        DIGEST,
        "a55437e1c6585f786593a845d5a67f9f7db132a4c5e099a9d06d151835" + "3b8977",
        "sha256:a55437e1c6585f786593a845d5a67f9f7db132a4c5e099a9d06d1518353b8977",
        "pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=",
    ],
)
def test_a_digest_is_read_in_any_encoding(digest: str) -> None:
    """The digest of the table is compared, not its spelling."""
    text = f"[[allow]]\nrule='AG208'\npath='a'\nreason='x'\ndigest='{digest}'"
    found = config(text).allows[0].digest
    assert found is not None
    assert found.sri() == DIGEST


def test_a_digest_of_no_known_length_is_refused() -> None:
    """A bare digest has the algorithm of its length, and no other text is called sha512."""
    text = "[[allow]]\nrule='AG208'\npath='a'\nreason='x'\ndigest='zz'"
    with pytest.raises(Refused, match="has 2 characters, and is no sha256 or sha512 digest"):
        config(text)


def test_a_bad_digest_is_refused() -> None:
    """The message has the reason of the decoder."""
    text = f"[[allow]]\nrule='AG208'\npath='a'\nreason='x'\ndigest='{DIGEST[:-1]}'"
    assert refusal(text) == "authguard.toml: allow[0].digest has 43 characters, the last = is missing"


@pytest.mark.parametrize(
    ("location", "allowed"),
    [
        ("forge.eblu.me/mirrors/a.git", True),
        ("FORGE.eblu.me/mirrors", True),
        ("forge.eblu.me/mirrors-evil/a", False),
        ("forge.eblu.me/other", False),
        ("forge.eblu.me.evil.example/mirrors/a", False),
    ],
)
def test_mirrors_are_matched_by_whole_parts(location: str, allowed: bool) -> None:
    """A host or path that only begins with the same letters is another host or path."""
    assert config('[mirrors]\nallow = ["forge.eblu.me/mirrors"]').mirrored(location) is allowed


def test_severities_are_applied() -> None:
    """A rule that is off reports nothing; the other rules report with the severity of the config."""

    def one(code: str) -> Finding:
        return Finding(code=code, rule="r", severity="warning", place=place_at("a", 1, 1), message="m")

    findings = [one("AG203"), one("AG304"), one("AG206")]
    given = config(
        '[rules]\nAG203 = "error"\nAG304 = "off"\n[[rules-for]]\npaths = ["b/**"]\nAG203 = "off"\n'
    )
    kept = apply_severities(findings, given)
    assert [(f.code, f.severity) for f in kept] == [("AG203", "error"), ("AG206", "warning")]
    assert apply_severities(findings, Config()) is findings
    assert given.severity("AG203", "b/c/d") == "off"
    assert given.severity("AG206", "b/c/d") is None


@pytest.mark.parametrize(
    ("required", "is_met"),
    [
        (">=0.1", True),
        ("==0.1.0", True),
        ("==0.1", True),
        ("!=0.1.0", False),
        (">0.1", False),
        (">=0.0.9, <1", True),
    ],
)
def test_a_required_version_is_checked_first(
    required: str, is_met: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several conditions must all be true; missing numbers are zeros."""
    monkeypatch.setattr("authguard.__version__", "0.1.0")
    text = f'required-version = "{required}"\nunknown = 1\n'
    with pytest.raises(Refused, match="unknown" if is_met else "this is authguard 0.1.0"):
        config(text)


@given(st.text(max_size=80))
def test_any_text_is_a_config_or_refused(text: str) -> None:
    """No other exception is raised."""
    says: str | None = None
    try:
        assert load(reader(authguard=text.encode("utf-8", "surrogatepass"))).path == "authguard.toml"
    except Refused as refused:
        says = str(refused)
    assert says is None or "\n" not in says


@pytest.mark.parametrize("reason", ["—", "REASON"])
def test_a_base_may_have_any_reason(reason: str) -> None:
    """A correction of the reason is compared with the rest of the base's config, and not with an empty one."""
    text = f"exclude = ['old/**']\n[[allow]]\nrule = 'AG201'\npath = 'a'\nreason = '{reason}'\n"
    config = load(lambda path: text.encode() if path == "authguard.toml" else None, is_base=True)
    assert config.excluded("old/a.nix")
    assert len(config.allows) == 1
