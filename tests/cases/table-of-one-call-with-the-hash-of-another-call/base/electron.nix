{ stdenv, fetchurl }:
let
  tags = { x86_64-linux = "linux-x64"; aarch64-linux = "linux-arm64"; };
  make = version: hashes: stdenv.mkDerivation {
    pname = "electron";
    inherit version;
    src = fetchurl {
      url = "https://example.org/download/v${version}/electron-v${version}-${tags.${stdenv.hostPlatform.system}}.zip";
      sha256 = hashes.${stdenv.hostPlatform.system};
    };
  };
in
{
  electron_33 = make "33.4.11" {
    x86_64-linux = "49ba1d34faf2e43a3bd8bd5b2a8e4b4a3a3a16a0bd8b5fd9bb8c8b0d3d6cb2c1";
    aarch64-linux = "d790219622469f08316b41c0d01abf2b584a37fa87b45666a74bd30cffb95ed0";
  };
  electron_34 = make "34.0.0" {
    x86_64-linux = "f1f9e89de4e7ac92f18e133d09bea7af6a2973312a2d24b7f77b55599a69c353";
    aarch64-linux = "81ca25bd41392cf4b03d4c1c4c39ebd5a4eaa840ef8a4d26f84b1dd396999a34";
  };
}
