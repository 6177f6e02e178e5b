{ pkgs }:
{
  jib = pkgs.callPackage ./default.nix {
    src = pkgs.fetchFromGitHub { owner = "jib"; repo = "jib"; rev = "v0.1.0"; hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k="; };
  };
}
