{ fetchFromGitHub }:
fetchFromGitHub {
  owner = "acme";
  repo = "tern";
  rev = "v1.01.2";
  hash = "sha256-d9Hu+vfm6RsPTRa3f61rSD57pfZvA61aCOZKvHg/vBQ=";
}
