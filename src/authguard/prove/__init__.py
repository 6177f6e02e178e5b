"""Evidence for an open question about a fixed output, the cheapest source first."""
