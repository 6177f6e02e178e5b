"""The format `sarif`: SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from authguard import __version__
from authguard.printable import printable
from authguard.report import commands
from authguard.report.groups import evidence, fingerprints
from authguard.report.rule_help import markdown
from authguard.rules.finding import ERROR, NOTE, WARNING
from authguard.rules.registry import RULES
from authguard.rules.words import moved

if TYPE_CHECKING:
    from typing import Any

    from authguard.report.context import ReportContext, StreamFacts
    from authguard.rules.finding import Finding, Place
    from authguard.rules.rule import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_FINGERPRINT = "authguard/v1"
_PROBLEM_SEVERITIES = {ERROR: "error", WARNING: "warning", NOTE: "recommendation"}


def render(findings: list[Finding], context: ReportContext, stream: StreamFacts) -> str:
    """Return one log with one run. The run lists the rules of the findings, in the order of their codes."""
    codes = sorted({finding.code for finding in findings})
    index = {code: number for number, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "authguard",
                "version": __version__,
                "semanticVersion": __version__,
                "shortDescription": {
                    "text": "Reports fixed-output hashes that do not belong to their inputs."
                },
                "rules": [_rule(RULES[code]) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(context)],
        "results": [
            _result(finding, index[finding.code], fingerprint, context)
            for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
        ],
        "properties": {
            "bases": context.bases,
            "head": context.head,
            "checked": {
                "files": context.files,
                "fixedOutputs": context.fixed_outputs,
                "unresolved": context.unresolved,
            },
        },
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _invocation(context: ReportContext) -> dict[str, Any]:
    """Return the facts about the run, with a warning about hashes that a shallow clone cannot judge."""
    made: dict[str, Any] = {"executionSuccessful": True}
    unknown = context.unknown()
    if unknown:
        made["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": unknown}}]
    return made


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.title() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": " ".join(rule.what.split())},
        "help": {"text": f"git authguard explain {rule.code}", "markdown": markdown(rule)},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {
            "tags": ["nix", "fixed-output"],
            "problem.severity": _PROBLEM_SEVERITIES[rule.severity],
        },
    }


def _result(finding: Finding, rule_index: int, fingerprint: str, context: ReportContext) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": finding.severity,
        "message": {"text": _message(finding, context)},
        "locations": [{"physicalLocation": _physical(finding.place)}],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }
    related = _related(finding)
    if related:
        found["relatedLocations"] = related
    if finding.replacement is not None:
        found["fixes"] = [_fix(finding, finding.replacement)]
    properties: dict[str, Any] = {
        "verdict": finding.verdict,
        "nixNotices": finding.nix_notices,
        "moveClass": finding.move_class,
        "command": commands.argv(finding, context),
    }
    if finding.fixed_output is not None:
        properties["fixedOutput"] = finding.as_json()["fixed_output"]
    found["properties"] = {name: value for name, value in properties.items() if value is not None}
    return found


def _message(finding: Finding, context: ReportContext) -> str:
    """Return the sentence, the evidence and the fix, each on its own line."""
    lines = [finding.message, *(f"{one.kind}: {one.says}" for one in evidence(finding))]
    fix = commands.shown(finding, context)
    if fix:
        lines.append(f"Help: {fix}")
    return "\n".join(printable(line) for line in lines)


def _physical(place: Place) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(place.path), "uriBaseId": _ROOT},
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        },
    }


def _related(finding: Finding) -> list[dict[str, Any]]:
    """Return the places of the inputs that moved."""
    related = []
    for one in finding.because:
        if one.path is None:
            continue
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(one.path), "uriBaseId": _ROOT}}
        if one.line is not None:
            physical["region"] = {"startLine": one.line}
        related.append({"physicalLocation": physical, "message": {"text": printable(moved(one))}})
    return related


def _fix(finding: Finding, replacement: str) -> dict[str, Any]:
    physical = _physical(finding.place)
    return {
        "description": {"text": printable(f"Replace it with {replacement}")},
        "artifactChanges": [
            {
                "artifactLocation": physical["artifactLocation"],
                "replacements": [
                    {"deletedRegion": physical["region"], "insertedContent": {"text": replacement}}
                ],
            }
        ],
    }


def _uri(path: str) -> str:
    """Return a path from the root as a relative URI; each byte that a URI does not allow is escaped."""
    return quote(os.fsencode(path))
