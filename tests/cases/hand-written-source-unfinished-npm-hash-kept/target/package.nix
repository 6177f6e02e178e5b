{ buildNpmPackage, lib }:

buildNpmPackage {
  pname = "pipit";
  version = "3.1.0";

  src = derivation {
    name = "pipit-3.1.0.tgz";
    system = "builtin";
    builder = "builtin:fetchurl";
    url = "https://files.example.org/pipit-3.1.0.tgz";
    outputHash = lib.fakeHash;
  };

  npmDepsHash = "sha256-weKNLXslDghUm3svrBuij5EofNStKvZP+QbxJa6n0PI=";
}
