{ fetchTool }:
fetchTool {
  rev = "v1.0";
  hashes = {
    "electron-30.0.0".hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    "cuda-12.4.1" = { hash = "sha256-y6BrVzb69n5UsHtWHq6UOV53TFF6fZEKVDaeEmPM+9Q="; };
  };
}
