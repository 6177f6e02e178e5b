"""Evidence about a fixed output. The cheapest source of evidence is used first."""
