{ pkgs }:
{
  client = pkgs.vesktop.override {
    vencord = pkgs.vencord.overrideAttrs rec {
      version = "unstable-0bebc85";
      gitHash = "0bebc85";
      src = pkgs.fetchFromGitHub {
        owner = "example";
        repo = "vencord";
        rev = "0bebc85c0a8a1e5fd1ba11a4d4e2e0b0f5f7ac01";
        hash = "sha256-7q7m0cXS1ipZ0Cw3nAhZk3vFqYcG2jzJYqgHcT1rM5s=";
      };
    };
  };
  tool = pkgs.stdenv.mkDerivation {
    name = "tool";
    src = pkgs.fetchurl {
      url = "https://example.org/tool.tar.gz";
      hash = "0bebc85";
    };
  };
}
