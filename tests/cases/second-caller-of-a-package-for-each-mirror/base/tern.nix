{
  system ? builtins.currentSystem,
  pkgs ? import <nixpkgs> { system = system; },
  version ? "2.0",
  mirror ? "https://repo.example.org/",
}:
let
  hashes = {
    "1.0x86_64-linux" = "sha256-yg3yyVqhRMHQ/y/zyPln/cHenvDEEgs3JkFnAbUZ1hk=";
    "2.0x86_64-linux" = "sha256-KcGyiedSIZWzYuRPVOBUcLaa0gVAq2ChigXlv2lR8T0=";
    "1.0aarch64-linux" = "sha256-WQT9etI+lSLCfa+jlrsBw0w/rO14/ELEh1LxB3cgRI4=";
    "2.0aarch64-linux" = "sha256-KvUGkE3mePYSh5sqgMr/zoJCfet1SU3cOtLRCRWjYpQ=";
  };
  key = pkgs.lib.concatStrings [ version system ];
  address = system: version:
    let
      names = { "x86_64-linux" = "amd64"; "aarch64-linux" = "arm64"; };
      arch = pkgs.lib.getAttr system names;
    in
    pkgs.lib.concatStrings [ mirror "apt/tern_" version "_" arch ".deb" ];
in
pkgs.stdenvNoCC.mkDerivation {
  name = "tern-${version}";
  inherit system;
  src = pkgs.fetchurl {
    url = address system version;
    sha256 = if pkgs.lib.hasAttr key hashes then pkgs.lib.getAttr key hashes else "";
  };
}
