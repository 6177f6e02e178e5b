{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "acme";
  repo = "tern";
  rev = "rebase_v2025.01";
  hash = "sha256-d9Hu+vfm6RsPTRa3f61rSD57pfZvA61aCOZKvHg/vBQ=";
}
