"""Reading .drv files: compared with Nix itself, and with other texts in their place."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.digest import parse
from authguard.prove.nixhash.derivation import BadDerivation, Derivation, read
from tests.support.nix import Nix

HASH = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="

EXPRESSION = f"""
let
  plain = args: derivation ({{ name = "x"; system = "s"; builder = "/bin/sh"; }} // args);
  two = plain {{ name = "two"; outputs = [ "out" "dev" ]; }};
in {{
  odd = plain {{
    args = [ "-c" "a\\"b\\\\n\\n\\t\\r ä ${{"$"}}{{x}}" "" ];
    value = "((\\"/nix/store/x.drv\\",[\\"out\\"])";
  }};
  inputs = plain {{ both = [ two.out two.dev ./file.txt ]; }};
  flat = plain {{
    name = "flat-1";
    outputHash = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
    outputHashAlgo = "sha1";
    urls = [ "u1" "u2" ];
  }};
  recursive = plain {{
    name = "source";
    outputHash = "{HASH}";
    outputHashMode = "recursive";
    url = "https://e.org/a";
  }};
  sha512 = plain {{ outputHash = "sha512-{"A" * 86}=="; outputHashMode = "recursive"; }};
  structured = plain {{ __structuredAttrs = true; name = "structured"; urls = [ "u1" "u2" ]; outputHash = "{HASH}"; }};
  inherit two;
}}
"""


@pytest.mark.needs("nix")
@pytest.mark.parametrize("attribute", ["odd", "inputs", "flat", "recursive", "sha512", "structured", "two"])
def test_every_part_of_a_derivation_is_as_nix_shows_it(nix: Nix, tmp_path: Path, attribute: str) -> None:
    """The command is `nix derivation show`."""
    (tmp_path / "x.nix").write_text(EXPRESSION, encoding="utf-8")
    (tmp_path / "file.txt").write_text("x")
    (path,) = nix.instantiate(tmp_path / "x.nix", attribute)[:1]
    path = path.partition("!")[0]
    (shown,) = json.loads(nix.run("nix", "derivation", "show", path)).values()
    made = read(Path(path).read_text(encoding="utf-8"))
    assert made.arguments == shown["args"]
    assert (made.builder, made.system) == (shown["builder"], shown["system"])
    assert made.env == shown["env"] or json.loads(made.env["__json"])["name"] == shown["name"]
    assert made.sources == shown["inputSrcs"]
    assert dict(made.inputs) == {drv: on_answer["outputs"] for drv, on_answer in shown["inputDrvs"].items()}
    assert {output.name: output.path for output in made.outputs} == {
        name: on_answer["path"] for name, on_answer in shown["outputs"].items()
    }
    assert made.name == shown["name"]
    fixed = shown["outputs"]["out"]
    if "hash" in fixed:
        assert made.fixed is not None
        assert made.fixed.digest == parse(fixed["hash"], fixed["hashAlgo"])
        assert made.fixed.mode == {"nar": "recursive", "flat": "flat"}[fixed["method"]]
    else:
        assert made.fixed is None


@pytest.mark.needs("nix")
@pytest.mark.parametrize(
    ("attribute", "urls"),
    [("flat", ["u1", "u2"]), ("recursive", ["https://e.org/a"]), ("structured", ["u1", "u2"])],
)
def test_the_urls_of_a_fetch_are_read(nix: Nix, tmp_path: Path, attribute: str, urls: list[str]) -> None:
    """The urls are in `url` or `urls`, in the environment or among structured attributes."""
    (tmp_path / "x.nix").write_text(EXPRESSION, encoding="utf-8")
    (path,) = nix.instantiate(tmp_path / "x.nix", attribute)
    assert read(Path(path).read_text(encoding="utf-8")).urls == urls


def test_the_form_with_dynamic_inputs_is_read() -> None:
    """Newer Nix begins with a version, and nests the outputs of outputs."""
    text = (
        'DrvWithVersion("xp-dyn-drv",[("out","/s/o","r:sha256","' + "ab" * 32 + '")],'
        '[("/s/a.drv",["out"]),("/s/b.drv",(["cat"],[("cat",["kitten"])]))],["/s/src"],"s","b",[],[("name","n")])'
    )
    made = read(text)
    assert made.inputs == [("/s/a.drv", ["out"]), ("/s/b.drv", ["cat"])]
    assert made.fixed is not None
    assert (made.name, made.fixed.mode, made.sources) == ("n", "recursive", ["/s/src"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Derive",
        "Derive(",
        "Derive()",
        "Derive([],[],[],[],[],[],[])",
        'Derive([("out","/s/o","sha256","zz")],[],[],"s","b",[],[])',
        'Derive([("out","/s/o","sha1","abcd")],[],[],"s","b",[],[])',
        'Derive([("out")],[],[],"s","b",[],[])',
        'Derive([],[],[],"s","b",[],[("name")])',
        f"Derive({'[' * 100000}",
        'Derive(["x',
        "Derive({})",
    ],
)
def test_a_text_that_is_no_derivation_is_one_error(text: str) -> None:
    """The error is BadDerivation."""
    with pytest.raises(BadDerivation):
        read(text)


SCRAPS = st.sampled_from(
    ["Derive(", "[", "]", "(", ")", ",", '"', '"out"', '"/s/o"', '"r:sha256"', "\\", '\\"', "x", '("a","b")', "[]", " "]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(SCRAPS, max_size=40).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    """The only exception is BadDerivation."""
    try:
        made = read(text)
    except BadDerivation:
        return
    assert isinstance(made, Derivation)


def test_a_large_derivation_is_read_in_time() -> None:
    """A string has 500,000 letters or escapes."""
    started = time.process_time()
    for piece in ('\\"', "a", "\\\\", "\n"):
        made = read(f'Derive([],[],[],"s","b",[],[("name","{piece * 500_000}")])')
        assert made.env["name"]
    assert time.process_time() - started < 5
