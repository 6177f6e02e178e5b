"""The Nix language, as far as authguard needs it: parsing, scopes, symbolic values. It knows no git."""
