{ fetchPypi }:

fetchPypi {
  pname = "quern";
  version = "0.4.34";
  format = "wheel";
  python = "cp312";
  abi = "cp312";
  platform = "manylinux2014_x86_64";
  hash = "sha256-YMVZD3Lu8pL5VFr8KL9jypHSAWoKKI+Q+aMvidP//K8=";
}
