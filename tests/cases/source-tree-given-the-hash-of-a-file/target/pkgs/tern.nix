{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "example";
  repo = "tern";
  tag = "v2";
  hash = "sha256-FsIqUVFUaq509gd8ikG3dzpWRwQ6JxyUtyxHiK6xfDc=";
}
