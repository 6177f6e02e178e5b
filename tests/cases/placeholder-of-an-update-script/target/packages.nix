{ pkgs }:
{
  jib = pkgs.callPackage ./default.nix {
    src = pkgs.fetchFromGitHub { owner = "jib"; repo = "jib"; rev = "v0.2.0"; hash = "sha256-rTKIRqoYsyozWBY3RRHKwQY8cEuMV5meUdqfkIKQp6Q="; };
  };
}
