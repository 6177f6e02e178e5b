{ pkgs, inputs }:
let
  fenix = inputs.fenix.packages.${pkgs.system};
  rev = "84846c83529117f77ea9d337f32cff232f422666";
  src = pkgs.fetchFromGitHub { owner = "o"; repo = "x"; inherit rev; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; };
  toolchain = fenix.toolchainOf { channel = "1.92"; sha256 = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; };
  platform = pkgs.makeRustPlatform { inherit (toolchain) cargo rustc; };
in
platform.buildRustPackage { pname = "x"; version = "0"; inherit src; cargoHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; }
