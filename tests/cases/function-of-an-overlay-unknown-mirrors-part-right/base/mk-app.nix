{ stdenv, fetchurl, mirrors }:
{ pname, version, themes }:
stdenv.mkDerivation {
  inherit pname version;
  srcs = map (theme: fetchurl { urls = map (m: "${m}/${theme.file}") mirrors; inherit (theme) hash; }) themes;
}
