"""authguard.schema.json, for editors: it accepts and refuses what authguard itself accepts and refuses."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import jsonschema
import pytest

from authguard.config import schema as reader
from authguard.config.model import SITE_KINDS
from authguard.errors import Refused
from authguard.rules.registry import RULES
from tests.support.repos import ROOT

SCHEMA: dict[str, Any] = json.loads((ROOT / "authguard.schema.json").read_text())

GOOD = [
    "",
    'exclude = ["tests/cases/**"]',
    'required-version = ">=0.0.1, <9"',
    '[[rules-for]]\npaths = ["a/**"]\nAG203 = "off"',
    '[mirrors]\nallow = ["forge.example.org/mirrors", "example.org:8443"]\nrenamed = { "a.example" = "b.example" }',
    '[[version]]\npackage = "a"\nsites = [{ path = "a.nix", attribute = "version" }, { path = "b", arg = "V" }]',
    '[[version]]\npackage = "a"\nsites = [{ path = "a.yaml", yaml = "a[name=b].c" }, { path = "b", regex = "v(.*)" }]',
    '[evidence]\nnetwork = "mirrors"',
    '[[gate]]\nname = "a"\npaths = ["a/**"]\nfile = "a.nix"\nattribute = "x.y"\nbuilder = "me@host"\ntimeout = "1h30m"',
    '[[gate]]\nname = "a"\npaths = ["a/**"]\nfile = "a.nix"\ntag = "v{version}-{sha7}-nix"',
    '[[gate]]\nname = "a"\npaths = ["a/**"]\nfile = "a.nix"\nstore = "ssh-ng://host"\nwhen-unreachable = "warn"',
    '[[allow]]\nrule = "AG208"\npath = "npins/sources.json"\nreason = "two channels, one tree"',
    '[[allow]]\nrule = "stale-lock-pin"\npath = "a"\nreason = "b"',
    '[rules]\nAG203 = "error"\nag304 = "off"\nstale-source-hash = "warning"',
    '[[rules-for]]\npaths = ["a/**"]\nsuspect-dependency-hash = "off"',
]
BAD = [
    'excluded = ["a"]',
    'required-version = "0.1"',
    'required-version = ">=0.1 or so"',
    '[[rules-for]]\nAG203 = "off"',
    '[[rules-for]]\npaths = []\nAG203 = "off"',
    '[[rules-for]]\npaths = ["a"]\nAG203 = "no"',
    '[[rules-for]]\npaths = ["a"]\nrule = "off"',
    'exclude = "a"',
    'exclude = ["/a"]',
    '[mirrors]\nalow = ["a"]',
    '[mirrors]\nallow = ["https://a.example"]',
    '[mirrors]\nrenamed = { "a b" = "c" }',
    '[[version]]\npackage = "a"\nsites = [{ path = "a.nix", attribute = "version" }]',
    '[[version]]\npackage = "a"\nsites = [{ path = "a", arg = "V", yaml = "v" }, { path = "b", arg = "V" }]',
    '[[version]]\npackage = "a"\nsites = [{ path = "../a", arg = "V" }, { path = "b", arg = "V" }]',
    '[[version]]\npackage = "a"\nsites = [{ path = "a" }, { path = "b", arg = "V" }]',
    '[evidence]\nnetwork = "on"',
    '[[gate]]\nname = "a"\nfile = "a.nix"',
    '[[gate]]\nname = "a"\npaths = []\nfile = "a.nix"',
    '[[gate]]\nname = "a"\npaths = ["a"]\nfile = "a.nix"\nbuilder = "h"\nstore = "ssh-ng://h"',
    '[[gate]]\nname = "a"\npaths = ["a"]\nfile = "a.nix"\nbuilder = "-oProxyCommand=x"',
    '[[gate]]\nname = "a"\npaths = ["a"]\nfile = "a.nix"\ntag = "v{date}"',
    '[[gate]]\nname = "a"\npaths = ["a"]\nfile = "a.nix"\ntimeout = "soon"',
    '[[gate]]\nname = "a"\npaths = ["a"]\nfile = "a.nix"\nstore = "ssh-ng://h?x=1"',
    '[[allow]]\nrule = "AG208"\npath = "a"',
    '[[allow]]\nrule = "stale-lock-pins"\npath = "a"\nreason = "b"',
    '[[allow]]\nrule = "AG208"\npath = "a"\nreason = "REASON"',
    '[rules]\nstale-hash = "off"',
    '[rules]\nAG203 = "fatal"',
]


def is_valid(text: str) -> bool:
    """Tell whether the schema accepts a config."""
    return jsonschema.Draft7Validator(SCHEMA).is_valid(tomllib.loads(text))


def test_the_schema_is_valid() -> None:
    """The schema is valid by its own meta-schema."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("text", GOOD)
def test_the_schema_accepts_what_authguard_accepts(text: str) -> None:
    """The config is right for both."""
    reader.parse("authguard.toml", text.encode())
    assert is_valid(text)


@pytest.mark.parametrize("text", BAD)
def test_the_schema_refuses_what_authguard_refuses(text: str) -> None:
    """The config is wrong for both."""
    with pytest.raises(Refused):
        reader.parse("authguard.toml", text.encode())
    assert not is_valid(text)


def test_no_key_is_missing() -> None:
    """Each key that authguard reads is in the schema."""
    properties = SCHEMA["properties"]
    assert set(properties) == set(reader._TOP)
    site = properties["version"]["items"]["properties"]["sites"]["items"]
    assert set(site["properties"]) == {"path", *SITE_KINDS}
    source = (ROOT / "src/authguard/config/schema.py").read_text()
    known = re.search(r'table\.known\(\s*("name",\s*"paths".*?)\)', source, re.DOTALL)
    assert known
    assert set(properties["gate"]["items"]["properties"]) == set(re.findall(r'"([^"]+)"', known[1]))


def test_each_rule_can_be_named() -> None:
    """A rule is accepted by code and by name, in each place that names a rule."""
    for code, rule in RULES.items():
        for word in (code, rule.name):
            assert is_valid(f'[rules]\n{word} = "off"'), word
            assert is_valid(f'[[rules-for]]\npaths = ["a"]\n{word} = "off"'), word
            assert is_valid(f'[[allow]]\nrule = "{word}"\npath = "a"\nreason = "b"'), word
