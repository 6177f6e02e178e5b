{ fetchurl }:
let
  make =
    depth: version:
    if depth > 3 then
      fetchurl {
        url = "https://example.org/avocet-${version}.tar.gz";
        hash = "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
      }
    else
      make (depth + 1) version;
in
make 0 "1.0"
