{ buildGoModule, fetchFromGitHub, encoder, baseUrl }:
buildGoModule {
  pname = "imports";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "imports";
    rev = "v1.2.0";
    hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
  };
  vendorHash = "sha256-fTBfIH3RA3yEEWUGb5zGusKoEjypYelOb7OKdVdYiFg=";
  postPatch = ''
    cp ${./more.go.in} app/more.go
  '';
}
