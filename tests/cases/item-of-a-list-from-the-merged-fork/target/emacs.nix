{ pkgs, ... }:
let
  fromGit = { owner, repo, rev, sha256 }: pkgs.fetchFromGitHub { inherit owner repo rev sha256; };
in {
  programs.emacs.extraPackages = epkgs: map fromGit [
    { owner = "karthink"; repo = "gptel"; rev = "e8e2ace14fcedce073756444255d2cfe24f470af"; sha256 = "sha256-Tz2pACdJzIXe+r+r0eca3TjJvm2kPXRXiX51WS4yBQ0="; }
    { owner = "minad"; repo = "org-modern"; rev = "4a81412b94f6e9203c9d0b27098644edfd7e9e71"; sha256 = "sha256-6Hy0XAWtOJ1YkE6jmDRcJLUPRsFdQS0PZx5mt2YkfTk="; }
  ];
}
