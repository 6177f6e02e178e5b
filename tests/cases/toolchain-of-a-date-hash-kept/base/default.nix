{ pkgs, fenix }:
let
  version = "1.2.0";
  rust = fenix.fromToolchainFile { file = ./rust-toolchain.toml; sha256 = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; };
  nightly = fenix.toolchainOf { channel = "nightly"; date = "2026-01-01"; sha256 = "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk="; };
  src = pkgs.fetchurl { url = "https://e.org/x-${version}.tgz"; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; };
in { inherit rust nightly src version; }
