{ fetchurl, fetchzip, buildLuarocksPackage }:
buildLuarocksPackage {
  pname = "moon";
  version = "0.17.14-1";
  knownRockspec = (fetchurl {
    url = "mirror://luarocks/moon-0.17.14-1.rockspec";
    sha256 = "sha256-tUUaUqIc3OCqym2+CdtEEbMWJx0IqtDvzl5rpXRYp34=";
  }).outPath;
  src = fetchzip {
    url = "https://github.com/acme/moon/archive/refs/tags/v0.17.14.zip";
    sha256 = "sha256-q2JOFJuJQaHAqtShgozoEg6EpMhhFReYJ7YBacFfgKU=";
  };
}
