{ fetchgit }:

fetchgit {
  url = "https://git.example.org/tide.git";
  hash = "sha256-UJ3m1SUoqiV6a/bDM0TOtvgouCa22HcSHZbUZQYD+NI=";
}
