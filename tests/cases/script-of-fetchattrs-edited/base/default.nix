{ buildBazelPackage, fetchFromGitHub }:
buildBazelPackage rec {
  pname = "ime";
  version = "2.30.5";
  src = fetchFromGitHub {
    owner = "acme";
    repo = "ime";
    tag = version;
    hash = "sha256-w0bjoMmq8gL7DSehEG7cKqp5e4kNOXnCYLW31Zl9FRs=";
  };
  fetchAttrs = {
    preInstall = "rm -rv $bazelOut/external/ibus";
    hash = "sha256-c+v2vWvTmwJ7MFh3VJlUh+iSINjsX66W9K0UBX5K/1s=";
  };
  buildAttrs.installPhase = "install -D ime $out/bin/ime";
}
