{
  lib,
  buildGoModule,
  fetchFromGitHub,
}:

buildGoModule (finalAttrs: {
  pname = "plover";
  version = "1.1.0";

  src = fetchFromGitHub {
    owner = "plover";
    repo = "plover";
    tag = "v${finalAttrs.version}";
    hash = "sha256-6uualj8p9pSI8iEkbcEdiIwxsve+I+fkysQK9jzMf0M=";
  };

  vendorHash = lib.fakeHash;
})
