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
  electron_34 = make "34.0.1" {
    x86_64-linux = "49ba1d34faf2e43a3bd8bd5b2a8e4b4a3a3a16a0bd8b5fd9bb8c8b0d3d6cb2c1";
    aarch64-linux = "48e846a60b217c13ee693ac8bfe23a8bdef2ec073f5f713cce0e08814f280354";
  };
}
