{ fetchTool }:
fetchTool {
  version = "1.0";
  url = "https://e.org/a-1.0.tgz";
  hashes = {
    "macos-14.0.0" = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    "ubuntu-22.04.1" = "sha256-y6BrVzb69n5UsHtWHq6UOV53TFF6fZEKVDaeEmPM+9Q=";
  };
}
