{ pkgs, ... }:
let
  fromGit = { owner, repo, rev, sha256 }: pkgs.emacsPackages.trivialBuild {
    pname = repo;
    version = builtins.substring 0 7 rev;
    src = pkgs.fetchFromGitHub { inherit owner repo rev sha256; };
  };
in {
  programs.emacs.extraPackages = epkgs: map fromGit [
    { owner = "karthink"; repo = "gptel"; rev = "7b6b837358938c16c4233433d86f97dafe9a7a32"; sha256 = "sha256-Tz2pACdJzIXe+r+r0eca3TjJvm2kPXRXiX51WS4yBQ0="; }
    { owner = "minad"; repo = "org-modern"; rev = "4a81412b94f6e9203c9d0b27098644edfd7e9e71"; sha256 = "sha256-6Hy0XAWtOJ1YkE6jmDRcJLUPRsFdQS0PZx5mt2YkfTk="; }
  ];
}
