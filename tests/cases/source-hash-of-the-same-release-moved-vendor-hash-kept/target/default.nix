{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "godwit";
  src = fetchFromGitHub {
    owner = "godwit";
    repo = "godwit";
    tag = "v1.1.0";
    hash = "sha256-6uualj8p9pSI8iEkbcEdiIwxsve+I+fkysQK9jzMf0M=";
  };
  vendorHash = "sha256-m27TVriSG46Mrj7UxyEtYkDhKQqD93n+2rCtf0ACgwY=";
}
