{
  fetchFromGitHub,
  version ? "1.0",
  hash ? "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=",
}:
fetchFromGitHub {
  owner = "corp";
  repo = "p";
  rev = "v${version}";
  inherit hash;
}
