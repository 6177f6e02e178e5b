{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "godwit";
  src = fetchFromGitHub {
    owner = "godwit";
    repo = "godwit";
    tag = "v1.1.0";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
  vendorHash = "sha256-m27TVriSG46Mrj7UxyEtYkDhKQqD93n+2rCtf0ACgwY=";
}
