{ buildNpmPackage, fetchFromGitHub }:
buildNpmPackage {
  pname = "ui";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "o";
    repo = "ui";
    rev = "v1.0.0";
    hash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
  };
  npmDepsHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
