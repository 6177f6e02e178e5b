{ fetchFromGitHub }:

rec {
  version = "2.32.1";

  src = fetchFromGitHub {
    owner = "NixOS";
    repo = "nix";
    tag = version;
    hash = "sha256-DZ7pVXsigVx8HsiCo6AkeAYagZkU5zasl+qfp3vSr8g=";
  };
}
