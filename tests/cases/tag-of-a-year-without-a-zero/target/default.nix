{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "acme";
  repo = "tern";
  rev = "tern-v2025.1";
  hash = "sha256-d9Hu+vfm6RsPTRa3f61rSD57pfZvA61aCOZKvHg/vBQ=";
}
