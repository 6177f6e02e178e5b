"""Hash literals in Nix become the true digest in their own style; for others the reason is given."""

from __future__ import annotations

import pytest

from authguard.repair.edits import NotEditable
from authguard.repair.literal import Rewriter
from tests.support.collected import A
from tests.units.repair.repairing import NEW, after, digest, held, outputs, planned, reasons, repaired

OLD = digest(2)
OLD512, NEW512 = digest(2, "sha512"), digest(1, "sha512")


def fetch(given: str) -> str:
    """A fetch with this hash, and with text around it that must not change."""
    return f'fetchFromGitHub {{ owner = "o"; repo = "r"; rev = "v1";\t{given} /* {A} */ }} # {OLD.sri()}\n'


LITERALS = {
    "sri": (f'hash = "{OLD.sri()}";', f'hash = "{NEW.sri()}";'),
    "sri under sha256": (f'sha256 = "{OLD.sri()}";', f'sha256 = "{NEW.sri()}";'),
    "base32": (f'sha256 = "{OLD.base32()}";', f'sha256 = "{NEW.base32()}";'),
    "hex": (f'sha256 = "{OLD.hex()}";', f'sha256 = "{NEW.hex()}";'),
    "base64": (f'sha256 = "{OLD.base64()}";', f'sha256 = "{NEW.base64()}";'),
    "typed base32": (f'hash = "sha256:{OLD.base32()}";', f'hash = "sha256:{NEW.base32()}";'),
    "typed hex": (f'hash = "sha256:{OLD.hex()}";', f'hash = "sha256:{NEW.hex()}";'),
    "typed under sha256": (f'sha256 = "sha256:{OLD.hex()}";', f'sha256 = "sha256:{NEW.hex()}";'),
    "a uri": (f"sha256 = sha256:{OLD.base32()};", f"sha256 = sha256:{NEW.base32()};"),
    "indented": (f"hash = ''{OLD.sri()}'';", f"hash = ''{NEW.sri()}'';"),
    "indented on a line": (f"hash = ''\n    {OLD.sri()}'';", f"hash = ''\n    {NEW.sri()}'';"),
    "indented with a line break": (f"hash = ''\n    {OLD.sri()}\n  '';", f"hash = ''{NEW.sri()}'';"),
    "in parentheses": (f'hash = (("{OLD.sri()}"));', f'hash = (("{NEW.sri()}"));'),
    "bare where the text must be typed": (f'hash = "{OLD.base32()}";', f'hash = "{NEW.sri()}";'),
    "cut off": (f'hash = "{OLD.sri()[:-1]}";', f'hash = "{NEW.sri()}";'),
    "cut off and bare": (f'sha256 = "{OLD.base32()[:-1]}";', f'sha256 = "{NEW.sri()}";'),
    "an unknown algorithm": ('hash = "sha9-abc";', f'hash = "{NEW.sri()}";'),
    "with a space": (f'hash = " {OLD.sri()}";', f'hash = "{NEW.sri()}";'),
    "escapes": (f'hash = "\\{OLD.sri()}";', f'hash = "{NEW.sri()}";'),
    "empty": ('hash = "";', f'hash = "{NEW.sri()}";'),
    "empty under sha256": ('sha256 = "";', f'sha256 = "{NEW.sri()}";'),
    "empty indented": ("hash = '''';", f"hash = ''{NEW.sri()}'';"),
    "all A": (f'hash = "sha256-{"A" * 43}=";', f'hash = "{NEW.sri()}";'),
    "zeros in base 32": (f'sha256 = "{"0" * 52}";', f'sha256 = "{NEW.base32()}";'),
    "zeros in hex": (f'sha256 = "{"0" * 64}";', f'sha256 = "{NEW.hex()}";'),
    "zeros under hash": (f'hash = "{"0" * 64}";', f'hash = "{NEW.sri()}";'),
    "zeros typed": (f'hash = "sha256:{"0" * 52}";', f'hash = "sha256:{NEW.base32()}";'),
    "lib.fakeHash": ("hash = lib.fakeHash;", f'hash = "{NEW.sri()}";'),
    "pkgs.lib.fakeHash": ("hash = pkgs.lib.fakeHash;", f'hash = "{NEW.sri()}";'),
    "lib.fakeSha256": ("sha256 = lib.fakeSha256;", f'sha256 = "{NEW.sri()}";'),
    "without spaces": ("hash=lib.fakeHash;", f'hash="{NEW.sri()}";'),
    "a name over lines": ("hash = lib\n  .fakeHash;", f'hash = "{NEW.sri()}";'),
}
"""The hash of a fetch, before and after."""


@pytest.mark.parametrize("name", LITERALS)
def test_a_literal_becomes_the_true_digest_in_its_own_style(name: str) -> None:
    """Only the bytes of the literal change, and not a comment with a hash, and not a tab."""
    before, expected = LITERALS[name]
    assert repaired({"x.nix": fetch(before)}) == {"x.nix": fetch(expected)}


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (f'sha512 = "{OLD512.base32()}";', f'sha512 = "{NEW512.base32()}";'),
        (f'hash = "{OLD512.sri()}";', f'hash = "{NEW512.sri()}";'),
        ("sha512 = lib.fakeSha512;", f'sha512 = "{NEW512.sri()}";'),
        (f'hash = "sha256:{OLD.hex()}";', f'hash = "sha512:{NEW512.hex()}";'),
        (f'hash = "{OLD.sri()}";', f'hash = "{NEW512.sri()}";'),
    ],
)
def test_a_digest_of_sha512_is_written_if_the_text_allows_it(before: str, expected: str) -> None:
    """The digest can replace one of sha256 if the text names the algorithm."""
    assert repaired({"x.nix": fetch(before)}, lambda _: NEW512) == {"x.nix": fetch(expected)}


@pytest.mark.parametrize("around", ["with lib; {}", "let inherit (lib) fakeHash; in {}"])
def test_a_placeholder_is_replaced_at_its_bare_name(around: str) -> None:
    """The code that makes the name visible stays."""
    before = around.replace("{}", fetch("hash = fakeHash;"))
    assert repaired({"x.nix": before}) == {"x.nix": around.replace("{}", fetch(f'hash = "{NEW.sri()}";'))}


SETS = {
    "selected": "hash = {}.${{stdenv.hostPlatform.system}};",
    "or": 'hash = ({}).${{stdenv.hostPlatform.system}} or (throw "no");',
    "getAttr": "hash = builtins.getAttr stdenv.hostPlatform.system {};",
}


@pytest.mark.parametrize("style", SETS)
def test_each_entry_of_a_platform_set_gets_its_own_digest(style: str) -> None:
    """An entry without a proof is unchanged."""
    entries = f'{{ x86_64-linux = "{OLD.base32()}"; aarch64-linux = ""; x86_64-darwin = "{A}"; }}'
    truths = {"x86_64-linux": digest(4), "aarch64-linux": digest(5)}
    before = fetch(SETS[style].format(entries).replace("hash =", "sha256 ="))
    expected = before.replace(OLD.base32(), digest(4).base32()).replace('""', f'"{digest(5).sri()}"')
    made = planned({"x.nix": before}, lambda each: truths.get(each.platform or ""))
    assert after({"x.nix": before}, made) == {"x.nix": expected}


@pytest.mark.parametrize(
    "text",
    [
        'let h = "{}"; in ' + fetch("hash = h;"),
        'let hash = "{}"; in ' + fetch("inherit hash;"),
        '{{ fetchFromGitHub, hash ? "{}" }}: '.replace("{{", "{").replace("}}", "}") + fetch("inherit hash;"),
        "let f = sha: " + fetch("sha256 = sha;") + '; in f "{}"',
        "if new then " + fetch('hash = "{}";') + " else null",
        fetch('hash = if new then "{}" else null;'),
        fetch('hash = lib.optionalString new "{}";'),
        'rec { sums.hash = "{}"; src = ' + fetch("inherit (sums) hash;") + "; }",
        fetch("").replace("{", "({").replace("/*", '} // { hash = "{}"; }) /*').replace("*/ }", "*/"),
        '{ version = "1.0"; url = "https://e.org/a.tgz"; hash = "{}"; }',
        'fetchbower "a" "1.0" "~1.0" "{}"',
    ],
)
def test_the_literal_is_edited_in_its_place(text: str) -> None:
    """The call may get the hash from any place."""
    assert repaired({"x.nix": text.replace("{}", OLD.sri())}) == {"x.nix": text.replace("{}", NEW.sri())}


def test_the_literal_is_in_another_file() -> None:
    """The file with the literal is edited, not the file that fetches."""
    files = {
        "pkg.nix": "{ fetchurl }: let pin = import ./pin.nix; in fetchurl { inherit (pin) url hash; }",
        "pin.nix": f'{{\n  url = "https://e.org/a.tgz";\n  hash = "{OLD.sri()}";\n}}\n',
    }
    assert repaired(files) == {**files, "pin.nix": files["pin.nix"].replace(OLD.sri(), NEW.sri())}


@pytest.mark.parametrize(
    "text", ["\r\n", "\ufeff", "\r\n # é ü \U0001f600 \r\n", "\n # \udcff\udcfe Latin-1\n"]
)
def test_encodings_stay(text: str) -> None:
    """Line ends, a byte order mark, letters of several bytes, and bytes that are not UTF-8 do not change."""
    before = text + fetch(f'\r\n\thash\r\n=\r\n"{OLD.sri()}";\r\n') + text.replace("\ufeff", "")
    data = before.encode("utf-8", "surrogateescape")
    expected = before.replace(f'"{OLD.sri()}"', f'"{NEW.sri()}"')
    assert repaired({"x.nix": data}) == {"x.nix": expected}


UNTOUCHABLE = {
    "a sum": (f'hash = "sha256-" + "{OLD.base64()}";', "its value is computed"),
    "an interpolation": (f'hash = "sha256-${{"{OLD.base64()}"}}";', "other values are interpolated in it"),
    "another algorithm": (
        f'sha1 = "{digest(2, "sha1").hex()}";',
        "its attribute takes a sha1 digest, and the true one is of sha256",
    ),
}


@pytest.mark.parametrize("name", UNTOUCHABLE)
def test_a_place_that_is_not_edited_has_a_reason(name: str) -> None:
    """The plan names the reason."""
    given, reason = UNTOUCHABLE[name]
    made = planned({"x.nix": fetch(given)})
    assert made.repairs == []
    assert made.left
    assert reason in {why for _, why in reasons(made)}


def test_other_values_than_literals_are_not_edited() -> None:
    """The span is no literal any more."""
    (each,) = outputs(held({"x.nix": fetch(f'hash = "{OLD.sri()}";')}))
    each.origin.start += 1
    with pytest.raises(NotEditable, match="it is not written as one literal"):
        Rewriter().edit(each, NEW)


def test_a_file_that_is_no_nix_is_not_touched() -> None:
    """The effect of an edit would be unknown."""
    made = planned({"x.nix": fetch(f'hash = "{OLD.sri()}";') + " )"})
    assert {why for _, why in reasons(made)} == {"its file cannot be parsed as Nix"}
