{ fetchgit }:
fetchgit {
  url = "https://git.example.org/w.git";
  rev = "v1.0";
  sparseCheckout = [ "b" "a" ];
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
