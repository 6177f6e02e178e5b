{ fetchurl, packages }:
let
  inherit (packages.shared-parts) version;
in
{
  inherit version;
  src = fetchurl {
    url = "https://example.org/lark-${version}.tar.gz";
    hash = "sha256-yJFuZeQfIyn0BsQdA4meXqrymQ4/chaJ5Mu+Lx4IZPk=";
  };
}
