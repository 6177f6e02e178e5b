{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "bittern";
  version = "1.2.0";
  src = fetchFromGitHub {
    owner = "bittern";
    repo = "bittern";
    tag = "v1.2.0";
    hash = "sha256-l+t2dcoqYKBeI43R8zMibn3CNF+2WjMOjS1nlzTSif4=";
  };
  vendorHash = "sha256-mYnDBs3OaxA1GR8VTYRXm856yASCyNFrHM2nJfHW6KA=";
}
