{ fetchurl, fetchgit, protocol }:
let
  fetch = { url, hash, rev ? null }: { http = fetchurl { inherit url hash; }; git = fetchgit { inherit url hash rev; }; }.${protocol};
in
fetch { url = "https://git.example.org/w-1.0.git"; rev = "v2.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
