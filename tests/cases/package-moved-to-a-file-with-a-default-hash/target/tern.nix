{
  npmDepsHash ? "sha256-6BYEgm2CzKhqwpDj24MKksOjsnsa76dbt8nW2nVq/fc=",
  pkgs,
  sha256,
}:
pkgs.buildNpmPackage {
  pname = "tern";
  version = "1.0";
  src = pkgs.fetchurl {
    url = "https://example.org/tern-1.0.tar.gz";
    inherit sha256;
  };
  inherit npmDepsHash;
}
