{ fetchzip }:
fetchzip {
  url = "https://files.example.org/w-1.0.zip";
  postFetch = "true";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
