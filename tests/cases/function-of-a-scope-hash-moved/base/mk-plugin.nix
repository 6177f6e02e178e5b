{ stdenv, fetchurl }:
{ slug, upload, checksum }:
stdenv.mkDerivation {
  name = slug;
  src = fetchurl {
    url = "https://plugins.example.org/${slug}/${upload}.zip";
    sha256 = checksum;
  };
}
