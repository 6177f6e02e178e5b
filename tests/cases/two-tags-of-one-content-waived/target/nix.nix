{ fetchFromGitHub }:

rec {
  version = "2.32.2";

  src = fetchFromGitHub {
    owner = "NixOS";
    repo = "nix";
    tag = version;
    # authguard: allow AG201 2.32.2 was tagged on the commit of 2.32.2
    hash = "sha256-DZ7pVXsigVx8HsiCo6AkeAYagZkU5zasl+qfp3vSr8g=";
  };
}
