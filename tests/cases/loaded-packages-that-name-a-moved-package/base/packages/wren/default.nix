{ fetchurl, packages }:
let
  inherit (packages.lark) version;
in
{
  inherit version;
  src = fetchurl {
    url = "https://example.org/wren-${version}.tar.gz";
    hash = "sha256-sePC7BqAqMzbzbBLJqWJbqLH74s3dNuwBL07GqoZW+w=";
  };
}
