{ buildNpmPackage }:
buildNpmPackage {
  pname = "quern";
  version = "1.4.0";
  src = ./.;
  npmDepsHash = "sha256-oRp14P7uzBqe/2grBu8LFGHtTuek1tpK4zO9wQQdnVE=";
}
