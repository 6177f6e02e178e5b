"""Who can answer an open question about a fixed output, cheapest first."""
