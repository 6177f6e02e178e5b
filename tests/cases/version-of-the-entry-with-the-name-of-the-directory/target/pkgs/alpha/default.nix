{ fetchzip, release }:
fetchzip {
  url = "https://example.org/alpha/${release.version}/alpha.tar.gz";
  hash = "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
}
