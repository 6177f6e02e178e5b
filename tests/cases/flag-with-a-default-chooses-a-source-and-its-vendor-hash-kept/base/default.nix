{ lib, buildGoModule, fetchFromGitHub, stable ? true }:
let
  version = if stable then "1.2.0" else "2.0.0-rc1";
  src =
    if stable then
      fetchFromGitHub {
        owner = "o";
        repo = "x";
        tag = "v${version}";
        hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
      }
    else
      fetchFromGitHub {
        owner = "o";
        repo = "x-next";
        tag = "v${version}";
        hash = "sha256-C/6TXnDDIcfKOvx1zg0MovmLVCLgCLsxwAxtfx8cCtY=";
      };
in
buildGoModule {
  pname = "x";
  inherit version src;
  vendorHash = if stable then "sha256-r6xw5jGHsA6PxfUNeiPu6ulW5yryjF7NJeHMZkgRzm4=" else "sha256-5hhM4Q4mYTT9z6QB6PGpUAW81PGNFrYrdXMj4oM/6ak=";
}
