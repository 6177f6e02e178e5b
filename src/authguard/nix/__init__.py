"""The Nix language, as far as authguard needs it: parsing, scopes, symbolic values. The package does not use git."""
