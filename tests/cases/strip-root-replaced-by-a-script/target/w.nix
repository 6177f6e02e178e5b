{ fetchzip }:
fetchzip {
  url = "https://files.example.org/w-1.0.zip";
  stripRoot = false;
  postFetch = "mv $out/w/* $out";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
