"""Records: hashes in data, and in Nix sets with the fetcher in another file."""

from __future__ import annotations

import json

import pytest

from authguard.outputs.anchors import has_hashes
from authguard.outputs.model import FixedOutput
from authguard.outputs.pin_files import is_tool_pin
from authguard.outputs.record_names import is_entry, role
from tests.support.collected import A, B, collected


def record(content: object, path: str = "pins.json") -> FixedOutput:
    """Return the only record of a data file."""
    text = content if isinstance(content, str) else json.dumps(content)
    (found,) = collected({path: text})
    return found


def stated(found: FixedOutput) -> dict[str, object]:
    """The inputs that a fixed output states itself."""
    return {each.name: each.form for each in found.inputs}


def test_a_record_in_json_has_the_inputs_beside_its_hash() -> None:
    """The version and the revision are inputs."""
    found = record({"foo": {"version": "1.0", "rev": "v1.0", "hash": A}})
    assert (found.attribute, found.kind, found.record, found.tool) == ("foo", "source", True, False)
    assert stated(found) == {"version": "1.0", "rev": "v1.0"}
    assert found.origin.data[slice(*found.origin.span())] == json.dumps(A).encode()


def test_a_record_in_toml_has_the_inputs_beside_its_hash() -> None:
    """The version is an input."""
    found = record(f'[foo]\nversion = "1.0"\nsha256 = "{A}"\n', "pins.toml")
    assert (found.attribute, stated(found)) == ("foo", {"version": "1.0"})


def test_a_record_in_nix_prefers_nearer_inputs() -> None:
    """The version beside the hash comes before an outer version."""
    found = record(f'{{ version = "0"; foo = {{ version = "1.0"; hash = "{A}"; }}; }}', "pins.nix")
    assert (found.attribute, found.record, stated(found)["version"]) == ("foo", True, "1.0")


def test_platform_hashes_share_the_version_above_them() -> None:
    """The nearest object with an input is used."""
    files = {"pins.json": json.dumps({"version": "1.0", "hashes": {"x86_64-linux": A, "aarch64-linux": B}})}
    found = {each.platform: each for each in collected(files)}
    assert set(found) == {"x86_64-linux", "aarch64-linux"}
    assert all(stated(each)["version"] == "1.0" for each in found.values())
    assert len({repr(each.group) for each in found.values()}) == 1


def test_a_record_with_a_vendor_hash_is_a_dependency() -> None:
    """The name of the hash decides, so the record is no source."""
    assert record({"version": "1.0", "vendorHash": A}).kind == "dependency"


@pytest.mark.parametrize(
    ("content", "path", "tool"),
    [
        ({"pins": {"a": {"revision": "r", "hash": A}}, "version": 5}, "npins/sources.json", True),
        ({"a": {"rev": "r", "sha256": A}}, "nix/sources.json", True),
        ({"a": {"version": "1", "src": {"rev": "r", "sha256": A}}}, "_sources/generated.json", True),
        (
            {"nodes": {"n": {"locked": {"narHash": A, "rev": "r", "repo": "q"}}}, "root": "root"},
            "flake.lock",
            True,
        ),
        ({"a": {"rev": "r", "hash": A}}, "pins.json", False),
    ],
)
def test_pins_that_tools_wrote_are_known_by_their_files(content: object, path: str, tool: bool) -> None:
    """A pin in a file with another name is an ordinary record."""
    found = record(content, path)
    assert (found.tool, found.kind == "pin") == (tool, tool)
    assert is_tool_pin(path, content) is tool


@pytest.mark.parametrize(
    "content",
    [
        {"publicKey": A},
        {"hash": "not-a-hash"},
        {"version": "1.0", "hash": ""},
        {"sha256": "a.tar.gz"},
        ["sha256", A],
        {"hash": 7},
    ],
)
def test_some_tables_are_no_record(content: object) -> None:
    """The tables have a public key, a bad or an empty hash, the name of a file, a list, or a number."""
    assert collected({"x.json": json.dumps(content)}) == []


def test_a_record_that_a_call_uses_is_not_listed() -> None:
    """Only the call that reads the record is listed."""
    files = {
        "pins.json": json.dumps({"url": "https://a/x-1.0.tgz", "hash": A}),
        "x.nix": "let p = lib.importJSON ./pins.json; in fetchurl { inherit (p) url hash; }",
    }
    (found,) = collected(files)
    assert (found.producer, found.path, found.record) == ("fetchurl", "pins.json", False)


def test_an_entry_of_output_hashes_depends_on_its_key_alone() -> None:
    """Values around the set are no inputs."""
    assert is_entry(["outputHashes", "a-1.0"])
    assert not is_entry(["a-1.0"])
    found = record(f'{{ version = "9"; outputHashes = {{ "a-1.0" = "{A}"; }}; }}', "x.nix")
    assert stated(found) == {"key": "a-1.0"}


def test_values_beside_a_hash_have_roles_by_their_names() -> None:
    """A name such as homepage or description has no role."""
    roles = {
        "version": "what", "rev": "what", "srcRev": "what", "url": "what", "owner": "where", "host": "where",
        "stateVersion": None, "homepage": None, "hash": None, "vendorHash": None, "description": None,
    }  # fmt: skip
    assert {name: role(name) for name in roles} == roles


def test_bytes_show_whether_a_data_file_has_hashes() -> None:
    """Most data files have no hash, so authguard does not parse them."""
    assert has_hashes(b'{"hash": "x"}')
    assert has_hashes(b'{"x": "sha256-"}')
    assert not has_hashes(b'{"name": "x", "version": "1"}')
