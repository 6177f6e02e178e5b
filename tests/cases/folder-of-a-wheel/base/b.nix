{ fetchPypi }:

fetchPypi {
  pname = "lathe";
  version = "0.4.34";
  format = "wheel";
  python = "cp312";
  abi = "cp312";
  dist = "e4/b0/a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5";
  platform = "manylinux2014_x86_64";
  hash = "sha256-Bvj66jtfaXaRttBjoHuk/68ezpodRzxYhWUjHNyOWcw=";
}
