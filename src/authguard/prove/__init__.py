"""Evidence about a fixed output, from the cheapest source first."""
