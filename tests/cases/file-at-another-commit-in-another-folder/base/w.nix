{ fetchurl }:
fetchurl {
  url = "https://github.com/o/w/raw/86f7e437faa5a7fce15d1ddcb9eaeaea377667b8/lite/w%2B1.patch";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
