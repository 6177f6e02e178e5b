"""The rules by code. A rule's module is imported when it speaks or is explained, never before."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from authguard.rules.rule import Rule

_MODULES = {
    "AG101": "ag101_version_disagrees",
    "AG102": "ag102_version_without_source",
    "AG201": "ag201_stale_source_hash",
    "AG202": "ag202_stale_dependency_hash",
    "AG203": "ag203_suspect_dependency_hash",
    "AG204": "ag204_platform_left_behind",
    "AG205": "ag205_one_hash_two_inputs",
    "AG206": "ag206_hash_moved_alone",
    "AG207": "ag207_unfinished_hash",
    "AG208": "ag208_stale_lock_pin",
    "AG209": "ag209_toolchain_moved",
    "AG301": "ag301_not_from_mirror",
    "AG302": "ag302_retired_host",
    "AG303": "ag303_moving_revision",
    "AG304": "ag304_moved_house",
    "AG401": "ag401_no_such_revision",
    "AG402": "ag402_revision_moved",
    "AG901": "ag901_not_nix",
    "AG902": "ag902_unreadable_lock",
    "AG903": "ag903_idle_waiver",
}

CODES = tuple(_MODULES)
NAMES = {code: module.partition("_")[2].replace("_", "-") for code, module in _MODULES.items()}


def load(code: str) -> ModuleType:
    """The module of a rule: `RULE` and its functions that make findings. KeyError: no such code."""
    from importlib import import_module

    return import_module(f"authguard.rules.{_MODULES[code]}")


def rule_of(code: str) -> Rule:
    """The rule of a code. KeyError: no such code."""
    found: Rule = load(code).RULE
    return found
