{
  lib,
  buildGoModule,
  fetchFromGitHub,
}:

buildGoModule (finalAttrs: {
  pname = "plover";
  version = "1.0.0";

  src = fetchFromGitHub {
    owner = "plover";
    repo = "plover";
    tag = "v${finalAttrs.version}";
    hash = "sha256-m27TVriSG46Mrj7UxyEtYkDhKQqD93n+2rCtf0ACgwY=";
  };

  vendorHash = "sha256-O+L7MlMKhFiXK4Ke/tj4CaqCQioVXsbpkxJijHsTIxU=";
})
