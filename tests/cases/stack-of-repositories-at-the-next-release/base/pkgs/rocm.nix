{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "rocm";
  rev = "roc-2.8.0";
  hash = "sha256-iyl93ywBFcf94KqWmVGa8Nz8rdbeY+g+Ae4cJlPBvqI=";
}
