"""The content of lock files in the layout of each tool, made of their entries and a number for the layout.

An entry has its name, version and hash; an entry from a repository has the url and the commit too.
"""

from __future__ import annotations

import base64
import json
from hashlib import sha256, sha512
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Entries = Sequence[Mapping[str, str]]


def crate(entry: Mapping[str, str]) -> str:
    """The key of a crate in a set of hashes."""
    return f"{entry['name']}-{entry['version']}"


def as_json(value: object, turn: int) -> str:
    """Data as JSON, with some indentation."""
    return json.dumps(value, indent=(2, 2, 4, None)[turn % 4]) + "\n"


def cargo(entries: Entries, turn: int) -> str:
    """Return one crate of the registry, with a checksum in the lock itself, and crates of repositories."""
    stated = {crate(each): each for each in entries}
    checksum = sha256(b"registry crate").hexdigest()
    registry = "registry+https://github.com/rust-lang/crates.io-index"
    packages = [f'name = "serene"\nversion = "1.0.1"\nsource = "{registry}"\nchecksum = "{checksum}"\n']
    packages += [
        f'name = "{each["name"]}"\nversion = "{each["version"]}"\n'
        f'source = "git+{each["url"]}?rev={each["rev"]}#{each["rev"]}"\n'
        for each in stated.values()
    ]
    space = "\n" * (1 + turn % 3)
    return "version = 3\n" + "".join(f"{space}[[package]]\n{each}" for each in packages)


def gemset(entries: Entries, turn: int) -> str:
    """Gems of the registry and of repositories."""
    gems = []
    for each in {each["name"]: each for each in entries}.values():
        if "rev" in each:
            inner = f'fetchSubmodules = false; rev = "{each["rev"]}"; type = "git"; url = "{each["url"]}";'
        else:
            inner = 'remotes = [ "https://rubygems.org" ]; type = "gem";'
        source = f'{{ {inner} sha256 = "{each["hash"]}"; }}'
        gems.append(
            f'  {each["name"]} = {{\n    groups = [ "default" ];\n    source = {source};\n'
            f'    version = "{each["version"]}";\n  }};\n'
        )
    return "{\n" + ("\n" * (turn % 3)).join(gems) + "}\n"


def nuget(entries: Entries, turn: int) -> str:
    """A list of packages."""
    return as_json(
        [{"pname": each["name"], "version": each["version"], "hash": each["hash"]} for each in entries], turn
    )


def dub(entries: Entries, turn: int) -> str:
    """Packages of D from the registry and from repositories."""
    dependencies = {}
    for each in entries:
        stated = {"version": each.get("rev", each["version"]), "sha256": each["hash"]}
        dependencies[each["name"]] = {**stated, "repository": each["url"]} if "rev" in each else stated
    return as_json({"dependencies": dependencies}, turn)


def nim(entries: Entries, turn: int) -> str:
    """A list of checkouts."""
    return as_json(
        {
            "depends": [
                {
                    "method": "git",
                    "packages": [each["name"]],
                    "rev": each["rev"],
                    "sha256": each["hash"],
                    "srcDir": "src",
                    "url": each["url"],
                }
                for each in entries
            ]
        },
        turn,
    )


def shards(entries: Entries, turn: int) -> str:
    """Checkouts by name."""
    shards = [
        f'  {each["name"]} = {{\n    url = "{each["url"]}";\n    rev = "{each["rev"]}";\n'
        f'    sha256 = "{each["hash"]}";\n  }};\n'
        for each in {each["name"]: each for each in entries}.values()
    ]
    return "{\n" + ("\n" * (turn % 3)).join(shards) + "}\n"


def gomod(entries: Entries, turn: int) -> str:
    """Modules of Go by their paths."""
    modules = {f"example.org/{each['name']}": each for each in entries}
    inner = "".join(
        f'{" " * turn}[mod."{path}"]\n{" " * turn}  version = "v{each["version"]}"\n'
        f'{" " * turn}  hash = "{each["hash"]}"\n'
        for path, each in modules.items()
    )
    return f"schema = 3\n\n[mod]\n{inner}"


def pub(entries: Entries, turn: int) -> str:
    """Return one package of the registry, with a digest in the lock itself, and packages of repositories."""
    packages: dict[str, object] = {
        "hosted": {
            "description": {
                "name": "hosted",
                "sha256": sha256(b"hosted").hexdigest(),
                "url": "https://pub.dev",
            },
            "source": "hosted",
            "version": "3.1.0",
        }
    }
    for each in entries:
        packages[each["name"]] = {
            "description": {"path": ".", "resolved-ref": each["rev"], "url": each["url"]},
            "source": "git",
            "version": each["version"],
        }
    return as_json({"packages": packages}, turn)


def npm(entries: Entries, turn: int) -> str:
    """Modules with digests of the lock itself."""
    packages: dict[str, object] = {"": {"name": "app"}}
    for each in entries:
        file = f"https://registry.example.org/{each['name']}/-/{crate(each)}.tgz"
        integrity = base64.b64encode(sha512(file.encode()).digest()).decode()
        packages[f"node_modules/{each['name']}"] = {
            "version": each["version"],
            "resolved": file,
            "integrity": f"sha512-{integrity}",
        }
    return as_json({"name": "app", "lockfileVersion": 3, "packages": packages}, turn)


def gradle(entries: Entries, turn: int) -> str:
    """Artifacts by repository, coordinate and extension."""
    artifacts = {f"org/example#{each['name']}/{each['version']}": {"jar": each["hash"]} for each in entries}
    return as_json({"!version": 1, "https://repo.maven.apache.org/maven2": artifacts}, turn)
