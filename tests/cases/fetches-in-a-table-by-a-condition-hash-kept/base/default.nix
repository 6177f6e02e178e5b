{ lib, stdenv, fetchurl, fetchFromGitHub, stable ? true }:
let
  version = if stable then "1.2.0" else "2.0.0-rc1";
  src = {
    release = fetchurl {
      url = "https://e.org/x-${version}.tgz";
      hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
    };
    git = fetchFromGitHub {
      owner = "o";
      repo = "x";
      tag = "v${version}";
      hash = "sha256-C/6TXnDDIcfKOvx1zg0MovmLVCLgCLsxwAxtfx8cCtY=";
    };
  }.${if stable then "release" else "git"};
in
stdenv.mkDerivation { pname = "x"; inherit version src; }
