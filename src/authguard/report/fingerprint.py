"""Fingerprints of findings: a finding keeps its fingerprint when its line moves."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.rules.finding import Finding

_LINE = re.compile(r":\d+\b")


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return one hexadecimal fingerprint a finding, all different.

    It is made of the rule, the path, and the fixed output's attribute and digest. A finding without a fixed output
    has its message instead, without line numbers. Findings that agree in all of these are numbered in their order.
    """
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for finding in findings:
        output = finding.fixed_output
        about = (output.attribute, output.digest) if output is not None else (_LINE.sub("", finding.message),)
        key = (finding.code, finding.place.path, *about)
        number = seen[key] = seen.get(key, 0) + 1
        text = "\0".join([*key, str(number)])
        found.append(sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32])
    return found
