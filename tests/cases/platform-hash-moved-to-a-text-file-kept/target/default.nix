{ lib, stdenv, fetchurl }:

stdenv.mkDerivation rec {
  pname = "harrier";
  version = "2.4.0";
  src = fetchurl {
    url = "https://example.org/latest/${stdenv.hostPlatform.system}.zip";
    hash = {
      x86_64-linux = "sha256-dPQWRVL4UpXFZfzrEeXWrMf762/E+0c450ly3tgDLX4=";
      aarch64-linux = lib.fileContents ./aarch64.hash;
    }.${stdenv.hostPlatform.system};
  };
}
