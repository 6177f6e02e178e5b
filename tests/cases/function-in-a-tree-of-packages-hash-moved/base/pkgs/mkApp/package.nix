{ stdenv, fetchurl }:
{
  name,
  stamp,
  sum,
}:
stdenv.mkDerivation {
  inherit name;
  src = fetchurl {
    url = "https://apps.example.org/${name}/${stamp}.zip";
    hash = sum;
  };
}
