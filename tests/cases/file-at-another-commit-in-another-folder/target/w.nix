{ fetchurl }:
fetchurl {
  url = "https://github.com/o/w/raw/e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98/w+1.patch";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
