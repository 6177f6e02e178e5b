{ pkgs }:
{
  tern = pkgs.buildNpmPackage {
    pname = "tern";
    version = "1.0";
    src = pkgs.fetchurl {
      url = "https://example.org/tern-1.0.tar.gz";
      sha256 = "sha256-i97tRp67niA6vPAa8L3TzENBsTOKp0rzJWJq9JFVGPg=";
    };
    npmDepsHash = "sha256-6BYEgm2CzKhqwpDj24MKksOjsnsa76dbt8nW2nVq/fc=";
  };
}
