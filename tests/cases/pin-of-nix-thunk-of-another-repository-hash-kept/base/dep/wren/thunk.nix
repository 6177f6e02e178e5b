# DO NOT HAND-EDIT THIS FILE
let
  fetch = { private ? false, owner, repo, rev, sha256, ... }: builtins.fetchTarball {
    url = "https://github.com/${owner}/${repo}/archive/${rev}.tar.gz";
    inherit sha256;
  };
in
fetch (builtins.fromJSON (builtins.readFile ./github.json))
