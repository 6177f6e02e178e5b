{ buildNpmPackage }:
buildNpmPackage {
  pname = "quern";
  version = "1.4.0";
  src = ./.;
  forceGitDeps = true;
  npmDepsHash = "sha256-oRp14P7uzBqe/2grBu8LFGHtTuek1tpK4zO9wQQdnVE=";
}
