{ buildNpmPackage, lib }:

buildNpmPackage {
  pname = "pipit";
  version = "3.1.0";

  src = derivation {
    name = "pipit-3.1.0.tgz";
    system = "builtin";
    builder = "builtin:fetchurl";
    url = "https://files.example.org/pipit-3.1.0.tgz";
    outputHash = "sha256-UgRmLY3fsXzGhaOHc7tzIy4Z7g1ldB0kOrSkgl9PZhw=";
  };

  npmDepsHash = "sha256-weKNLXslDghUm3svrBuij5EofNStKvZP+QbxJa6n0PI=";
}
