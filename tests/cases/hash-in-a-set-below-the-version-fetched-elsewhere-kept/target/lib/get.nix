{ fetchurl, base }:
{ version, hashes }:
fetchurl {
  url = base version;
  hash = hashes.linux;
}
