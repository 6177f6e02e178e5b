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
    sha256 = "8bdeed469ebb9e203abcf01af0bdd3cc4341b1338aa74af325626af4915518f8";
  };
  inherit npmDepsHash;
}
