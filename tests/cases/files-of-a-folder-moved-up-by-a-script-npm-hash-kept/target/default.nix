{ buildNpmPackage, fetchFromGitHub }:
buildNpmPackage rec {
  pname = "wren";
  version = "1.0";
  src = fetchFromGitHub {
    owner = "wren";
    repo = "wren";
    rev = "v${version}";
    hash = "sha256-EoS3cdqC7MSIxe78/wtZJztPhhzpg7suZkqFHgpKVbY=";
  };
  npmDepsHash = "sha256-8BMsJ55x+kmcUBZyVbzRIxi8zN79kwaZzHuAgte9WQw=";
  prePatch = "mv ui/* .";
}
