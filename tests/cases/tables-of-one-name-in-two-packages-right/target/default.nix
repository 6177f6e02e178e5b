{ lib, stdenv, fetchurl, channel ? "stable" }:
let
  inherit (stdenv.hostPlatform) system;
  editor = let
    version = "1.2.0";
    sources = {
      x86_64-linux = fetchurl { url = "https://e.org/ed-${version}-l.tgz"; hash = "sha256-1lw+iSNUsXpMAyWTl01GvIcyxsCxzlbt8MlVEdF0nPU="; };
      aarch64-linux = fetchurl { url = "https://e.org/ed-${version}-a.tgz"; hash = "sha256-hAWubePr3iq/+yUx1DehY6MdxCoQnHNptmuTJYx+HWc="; };
    };
  in stdenv.mkDerivation { pname = "ed"; inherit version; src = sources.${system}; };
  player = let
    versions = { stable = "3.1.0"; beta = "4.0.0"; };
    version = versions.${channel};
    sources = {
      stable = fetchurl { url = "https://e.org/pl-${version}.tgz"; hash = "sha256-WsXjKEwfmYjHbJHS18lES++pyfbM4fG9FznqASMZ/O8="; };
      beta = fetchurl { url = "https://e.org/pl-b-${version}.tgz"; hash = "sha256-MxX0TaSnqq+NhDgsdYMjP2l3h/WHEpTtSc1BIH9zdaA="; };
    };
  in stdenv.mkDerivation { pname = "pl"; inherit version; src = sources.${channel}; };
in { inherit editor player; }
