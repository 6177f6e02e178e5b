"""authguard-output.schema.json describes the documents of --format json, with all their fields."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.support.packaging import DIRECTORY, Packaging
from tests.support.repos import ROOT

if TYPE_CHECKING:
    from tests.support.sourced import Sourced

SCHEMA: dict[str, Any] = json.loads((ROOT / "authguard-output.schema.json").read_text())


def of(kind: str) -> jsonschema.Draft7Validator:
    """Return the validator of one kind of document. The validator refuses fields that the schema does not name."""
    strict = deepcopy(SCHEMA)
    del strict["anyOf"]
    strict["$ref"] = f"#/definitions/{kind}"
    nodes = [strict]
    for node in nodes:
        if "properties" in node:
            node["additionalProperties"] = False
        nested = (part for value in node.values() for part in (value if isinstance(value, list) else [value]))
        nodes.extend(part for part in nested if isinstance(part, dict))
    return jsonschema.Draft7Validator(strict)


def test_the_schema_is_valid() -> None:
    """The schema agrees with its own meta-schema."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("report", "check --head :worktree"),
        ("report", "check --all"),
        ("report", "audit"),
        ("listing", "list"),
        ("answers", "verify --all --no-nix"),
        ("answers", "fix --dry-run --no-nix"),
        ("answers", f"bump 2026.2.1 {DIRECTORY} --dry-run --no-nix"),
    ],
)
def test_each_command_writes_a_document_of_the_schema(packaging: Packaging, kind: str, command: str) -> None:
    """The document has exactly the fields of the schema."""
    packaging.bump("2026.2.1")
    packaging.commit("moved")
    packaging.write(
        f"{DIRECTORY}/more.nix", '{ f }: f.fetchurl { url = "http://127.0.0.1:1/x"; hash = ""; }'
    ).stage()
    said = packaging.authguard(*command.split(), "--format", "json")
    document = json.loads(said.out)
    assert not list(of(kind).iter_errors(document)), said
    jsonschema.Draft7Validator(SCHEMA).validate(document)
    rows = next(document[key] for key in ("findings", "fixed_outputs", "results") if key in document)
    assert rows


def test_a_bump_that_commits_writes_a_document_of_the_schema(tool: Sourced) -> None:
    """The document names the commit."""
    said = tool.authguard("bump", "2026.2.1", "tool", "--no-nix", "--commit", "--format", "json")
    document = json.loads(said.out)
    assert document["committed"] == tool.oid("HEAD")
    assert not list(of("answers").iter_errors(document)), said
