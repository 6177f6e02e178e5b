"""The Nix language, as far as a guard needs it: parsing, scopes, symbolic values. It knows no git."""
