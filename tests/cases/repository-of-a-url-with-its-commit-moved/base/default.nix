{ fetchArtifact }:
{
  dotterel = fetchArtifact {
    name = "dotterel";
    url = "git+https://example.org/dotterel/frameworks#9a45f3ac977fd25dff77e58c6de1870b6808c4a7";
    hash = "sha256-Fk5MmSFiS5Zrl6CY8mVpRkLyVQdCxTKxLZJYqrRcGkk=";
  };
  eider = fetchArtifact {
    name = "eider";
    url = "git+https://example.org/eider/frameworks#2a45f3ac977fd25dff77e58c6de1870b6808c4a1";
    hash = "sha256-ahBKFe/xFWgmrnBBJbm0XHpffdU2OPXlMbf8HkT9W90=";
  };
}
