{
  fetchFromGitHub,
  buildNpmPackage,
  rev,
  npmDepsHash ? "sha256-nWAAaN3h+mGOouwOpZyrjcGLiQIQgJNwubEdDHTrMEc=",
}:
buildNpmPackage {
  pname = "tern";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tern";
    inherit rev;
    hash = "sha256-N7H/NS457jMLIOdKM/r2LO8tYKWSDMXQE3y//39z/64=";
  };
  inherit npmDepsHash;
}
