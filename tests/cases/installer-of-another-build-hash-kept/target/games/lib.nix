{ lib, requireFile, stdenv, innoextract }:
{
  gog = { pname, version, build, hash, ... }@args:
    stdenv.mkDerivation ({
      inherit pname version;
      src = requireFile {
        name = "setup_${pname}_${version}_(${build}).exe";
        url = "https://gog.com";
        inherit hash;
      };
      nativeBuildInputs = [ innoextract ];
    } // removeAttrs args [ "hash" "build" ]);
}
