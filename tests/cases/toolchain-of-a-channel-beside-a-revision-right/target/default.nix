{ pkgs, inputs }:
let
  fenix = inputs.fenix.packages.${pkgs.system};
  rev = "e34d3037c04d9ae504cc1bf2055174c13d4ecce0";
  src = pkgs.fetchFromGitHub { owner = "o"; repo = "x"; inherit rev; hash = "sha256-rTKIRqoYsyozWBY3RRHKwQY8cEuMV5meUdqfkIKQp6Q="; };
  toolchain = fenix.toolchainOf { channel = "1.92"; sha256 = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; };
  platform = pkgs.makeRustPlatform { inherit (toolchain) cargo rustc; };
in
platform.buildRustPackage { pname = "x"; version = "0"; inherit src; cargoHash = "sha256-nAq+UcbmZV2B3i0ETU+xlJMfBYwEJsZ8coXY9WV+1ko="; }
