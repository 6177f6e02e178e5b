"""Allow: list the requests of the config (builds, hosts), and store the user's permission for some of these."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.app.network import REACHES, words_of_user
from authguard.builder.destination import demand_destination, demand_store
from authguard.builder.trust import LOCAL, Trust
from authguard.config.load import load
from authguard.errors import Refused
from authguard.git.ranges import all_of
from authguard.messages import did_you_mean
from authguard.rules.words import command

if TYPE_CHECKING:
    from authguard.git.git import Git

NETWORK, HOST = "network:", "host:"


@dataclass
class AllowRequest:
    """The names to allow, in this repository or in all repositories of the user; without names, requests are listed."""

    names: list[str] = field(default_factory=list)
    everywhere: bool = False


@dataclass
class ConfigRequest:
    """One request of the config, or one permission of the user; ``name`` is the word for `allow`."""

    name: str
    purpose: str
    is_allowed: bool


def requests(git: Git) -> list[ConfigRequest]:
    """Return the requests of the config in the index, and the other permissions of the user. Raises Refused."""
    config = load(all_of(git).target.read_exact)
    trust = Trust(git)
    reach, hosts = words_of_user(git)
    found = []
    for gate in config.gates:
        name = gate.store or gate.builder or LOCAL
        where = "run Nix on this machine" if name == LOCAL else f"build on {name}"
        found.append(ConfigRequest(name, f"the gate {gate.name!r}: {where}", name in trust.builders))
    if config.network not in (None, "off"):
        allowed = bool(reach) and REACHES.index(reach) >= REACHES.index(config.network or "off")
        hosts_of = "every host" if config.network == "all" else "mirrors"
        found.append(
            ConfigRequest(f"{NETWORK}{config.network}", f"ask {hosts_of} for evidence during check", allowed)
        )
    named = {one.name for one in found}
    found.extend(ConfigRequest(name, "a builder", True) for name in trust.builders if name not in named)
    found.extend(ConfigRequest(f"{HOST}{name}", "a host with a private address", True) for name in hosts)
    if reach and f"{NETWORK}{reach}" not in named:
        found.append(ConfigRequest(f"{NETWORK}{reach}", "the network of check", True))
    return found


def allow(git: Git, request: AllowRequest) -> list[str]:
    """Store a permission in git config. Returns a line for each setting that was written.

    Raises:
        Refused: a name is not a builder, a store, `local`, `network:REACH` or `host:NAME`. In one repository, a
            builder must be one that the config names, otherwise it is probably misspelt.
    """
    settings = [_setting(name) for name in request.names]
    if not request.everywhere:
        _demand_named(git, [value for key, value in settings if key == "authguard.builders"])
    scope = ("--global",) if request.everywhere else ()
    lines = []
    for key, value in settings:
        known = git.run("config", *scope, "--null", "--get-all", key, ok=(0, 1)).decode("utf-8", "replace")
        if value not in known.split("\0"):
            how = () if key == "authguard.network" else ("--add",)
            git.run("config", *scope, *how, key, value)
        lines.append(f"{key} = {value}")
    return lines


def _demand_named(git: Git, builders: list[str]) -> None:
    """Raise Refused for a builder that no gate names, in the index or in the work tree."""
    wanted = [name for name in builders if name != LOCAL]
    if not wanted:
        return
    heads = (":index",) if git.facts().toplevel is None else (":index", ":worktree")
    gates = [gate for head in heads for gate in load(all_of(git, head).target.read_exact).gates]
    named = list(dict.fromkeys(gate.store or gate.builder or LOCAL for gate in gates))
    for name in wanted:
        if name not in named:
            near = did_you_mean(name, [LOCAL, *named, *(f"{NETWORK}{reach}" for reach in REACHES)])
            how = command("git", "config", "--add", "authguard.builders", name)
            if _is_address(name):
                near = f"; a host with a private address is {HOST}{name}"
            remedy = near or f"; to allow it anyway: {how}"
            raise Refused(f"allow: no gate of the config names a builder {name!r}{remedy}")


def _is_address(name: str) -> bool:
    """Tell whether a name is an IP address, or the name of this machine."""
    from ipaddress import ip_address

    try:
        ip_address(name)
    except ValueError:
        return name == "localhost"
    return True


def _setting(name: str) -> tuple[str, str]:
    """Return the key of git config and the value that allow a name."""
    if name.startswith(NETWORK):
        reach = name.removeprefix(NETWORK)
        if reach not in REACHES:
            raise Refused(f"allow: the network can be off, mirrors or all, not {reach!r}")
        return "authguard.network", reach
    if name.startswith(HOST):
        host = name.removeprefix(HOST)
        if not host or not host.isprintable() or set(host) & set("/@ "):
            raise Refused(f"allow: {host!r} is not a host")
        return "authguard.hosts", host
    if name == LOCAL:
        return "authguard.builders", LOCAL
    return "authguard.builders", demand_store(
        name, "allow: the builder"
    ) if "://" in name else demand_destination(name, "allow: the builder")
