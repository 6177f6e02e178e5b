{ fetchzip }:
fetchzip {
  url = "https://git.example.org/acme/tern/releases/download/9d3f0c61b4a7e25810c9f6d2b8e4a1735c0d9e62/tern-linux.zip";
  hash = "sha256-d9Hu+vfm6RsPTRa3f61rSD57pfZvA61aCOZKvHg/vBQ=";
}
