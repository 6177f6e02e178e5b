{ fetchgit }:
fetchgit {
  url = "https://git.example.org/acme/tern.git";
  rev = "9d3f0c61b4a7e25810c9f6d2b8e4a1735c0d9e62";
  hash = "sha256-d9Hu+vfm6RsPTRa3f61rSD57pfZvA61aCOZKvHg/vBQ=";
}
