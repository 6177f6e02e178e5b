{ fetchurl, target, tool }:
let arch = tool.arch target; in
fetchurl {
  url = "https://example.org/teal-0.17.0/${tool.file target}";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
