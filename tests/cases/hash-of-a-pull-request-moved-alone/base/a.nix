{ fetchzip }:
fetchzip {
  url = "https://github.com/wren/wren/archive/pull/140/head.tar.gz";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
