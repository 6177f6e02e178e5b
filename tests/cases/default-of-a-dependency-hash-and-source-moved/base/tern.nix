{
  fetchFromGitHub,
  buildNpmPackage,
  rev,
  npmDepsHash ? "sha256-6BYEgm2CzKhqwpDj24MKksOjsnsa76dbt8nW2nVq/fc=",
}:
buildNpmPackage {
  pname = "tern";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tern";
    inherit rev;
    hash = "sha256-i97tRp67niA6vPAa8L3TzENBsTOKp0rzJWJq9JFVGPg=";
  };
  inherit npmDepsHash;
}
