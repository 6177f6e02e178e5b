{ applyPatches, buildNpmPackage }:
buildNpmPackage {
  pname = "ui";
  version = "1.0.0";
  src = applyPatches {
    src = ./.;
    patches = [ ./lock.patch ];
  };
  npmDepsHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
