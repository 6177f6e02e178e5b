{ pkgs }:
let
  fetchModel = { pname, repo, files }:
    pkgs.linkFarm pname (map ({ path, hash }: {
      name = path;
      path = pkgs.fetchurl { inherit hash; url = "https://models.example.org/${repo}/resolve/main/${path}"; };
    }) files);
in
{
  small = fetchModel {
    pname = "small";
    repo = "lab/model-3.5-9B";
    files = [
      { path = "config.json"; hash = "sha256-0PYxyh3bqNs7z8ueBXzcmNA3nxvuAOdaVFFHon2t2YI="; }
      { path = "merges.txt"; hash = "sha256-YsZqel3XDDFGYYBjw0TlMebUtZ43mAhEPOlis6vWPFo="; }
      { path = "vocab.json"; hash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA="; }
      { path = "model.bin"; hash = "sha256-YMVZD3Lu8pL5VFr8KL9jypHSAWoKKI+Q+aMvidP//K8="; }
    ];
  };
}
