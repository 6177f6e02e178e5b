{
  version = "5.2";
  hash = "sha256-Ysz2wBP78PeS08gcZC0M/bBlP7725a7oSb5lWkaosFo=";
}
