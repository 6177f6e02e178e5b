"""The config of a repository: authguard.toml, or [tool.authguard] in pyproject.toml."""
