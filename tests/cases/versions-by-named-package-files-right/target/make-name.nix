{ fetchurl }:
version: fetchurl { url = "https://e.org/c-${version}.tgz"; hash = "sha256-YVfK0qsCAXSAORyTBoP6ZZNdrjjcZU2QrZVWYZzDydk="; }
