"""Mirrors: bare repositories of our own, of sources in git elsewhere; what they say is evidence.

`Mirrors(cache_directory(), Policy(...)).at(url)` is one; mirror.py says what it can be asked.
"""

from __future__ import annotations

from authguard.prove.mirrors.failures import NoSuchRevision, NotAllowed, Unanswered
from authguard.prove.mirrors.limits import Limits
from authguard.prove.mirrors.mirror import Mirror
from authguard.prove.mirrors.policy import Policy
from authguard.prove.mirrors.store import Mirrors, cache_directory

__all__ = [
    "Limits",
    "Mirror",
    "Mirrors",
    "NoSuchRevision",
    "NotAllowed",
    "Policy",
    "Unanswered",
    "cache_directory",
]
