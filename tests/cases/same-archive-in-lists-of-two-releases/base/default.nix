{ pkgs }:
let
  fetchModel = { pname, repo, files }:
    pkgs.linkFarm pname (map ({ path, hash }: {
      name = path;
      path = pkgs.fetchurl { inherit hash; url = "https://models.example.org/${repo}/${path}"; };
    }) files);
in
{
  old = fetchModel {
    pname = "old";
    repo = "lab/1.0";
    files = [
      { path = "tool.tar.gz"; hash = "sha256-YotJ2W3N6XpDDdT1l3BYmeCalo95NJHktwTK4zpA3AI="; }
      { path = "data.tar.gz"; hash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ="; }
      { path = "docs.tar.gz"; hash = "sha256-I1LacoDx3sw6zxuoTrlFyfwre1QQlOHQmS2//RtmZMw="; }
    ];
  };
}
