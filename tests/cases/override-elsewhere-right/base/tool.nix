{ stdenv, fetchurl, version ? "1.2.0" }:
stdenv.mkDerivation (finalAttrs: {
  pname = "tool"; inherit version;
  src = fetchurl { url = "https://e.org/tool-${finalAttrs.version}.tgz"; hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg="; };
})
