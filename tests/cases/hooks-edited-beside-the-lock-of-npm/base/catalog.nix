{ buildNpmPackage, fetchFromGitHub, encoder, baseUrl }:
buildNpmPackage {
  pname = "catalog";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "catalog";
    rev = "v1.2.0";
    hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
  };
  npmDepsHash = "sha256-fTBfIH3RA3yEEWUGb5zGusKoEjypYelOb7OKdVdYiFg=";
  postPatch = ''
    cp ${./models.json} src/models.json
  '';
}
