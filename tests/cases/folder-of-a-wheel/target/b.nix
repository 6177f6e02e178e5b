{ fetchPypi }:

fetchPypi {
  pname = "lathe";
  version = "0.4.34";
  format = "wheel";
  python = "cp312";
  abi = "cp312";
  dist = "c7/d0/6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b";
  platform = "manylinux2014_x86_64";
  hash = "sha256-Bvj66jtfaXaRttBjoHuk/68ezpodRzxYhWUjHNyOWcw=";
}
