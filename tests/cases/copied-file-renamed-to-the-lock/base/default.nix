{ buildNpmPackage, fetchFromGitHub }:

buildNpmPackage {
  pname = "a";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "a";
    rev = "v1.0.0";
    hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  };
  npmDepsHash = "sha256-GKw+c0PwFokMUQ6T+TUmEWnZ4/VlQ2Qpgw+vCTT0+OQ=";
  postPatch = ''
    cp ${./new.json} new.json
    mv new.json package-lock.json
  '';
}
