{ pkgs, ... }:
let
  fromGit = { owner, repo, rev, sha256 }: pkgs.fetchFromGitHub { inherit owner repo rev sha256; };
in {
  programs.emacs.extraPackages = epkgs: map fromGit [
    { owner = "me"; repo = "gptel"; rev = "8034c43d15bb7ef42e2cc24255217acfc5f4b2f4"; sha256 = "sha256-Tz2pACdJzIXe+r+r0eca3TjJvm2kPXRXiX51WS4yBQ0="; }
    { owner = "minad"; repo = "org-modern"; rev = "4a81412b94f6e9203c9d0b27098644edfd7e9e71"; sha256 = "sha256-6Hy0XAWtOJ1YkE6jmDRcJLUPRsFdQS0PZx5mt2YkfTk="; }
  ];
}
