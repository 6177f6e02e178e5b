{ mkApp }:
mkApp {
  name = "dunlin";
  stamp = "b1300";
  sum = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
