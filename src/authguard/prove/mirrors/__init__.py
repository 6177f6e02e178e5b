"""Mirrors: authguard's own bare repositories of remote git sources. The answers of mirrors are evidence.

`Mirrors(cache_directory(), Policy(...)).at(url)` is a mirror; mirror.py has its methods.
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
