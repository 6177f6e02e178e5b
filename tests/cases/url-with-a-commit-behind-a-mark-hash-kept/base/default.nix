{ fetchurl }:
fetchurl {
  url = "https://example.org/curlew-1.0.tar.gz#9a45f3ac977fd25dff77e58c6de1870b6808c4a7";
  hash = "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
}
