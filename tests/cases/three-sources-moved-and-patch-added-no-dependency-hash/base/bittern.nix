{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "bittern";
  version = "1.1.0";
  src = fetchFromGitHub {
    owner = "bittern";
    repo = "bittern";
    tag = "v1.1.0";
    hash = "sha256-UKfXNnLh96NRvhluFRAUPP8eEz5aMh8SLq9vuWwbbVI=";
  };
  vendorHash = "sha256-mYnDBs3OaxA1GR8VTYRXm856yASCyNFrHM2nJfHW6KA=";
}
