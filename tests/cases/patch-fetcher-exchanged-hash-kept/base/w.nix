{ fetchpatch }:
fetchpatch {
  url = "https://github.com/o/w/commit/aff024fe4ab0fece4091de044c58c9ae4233383a.patch";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
