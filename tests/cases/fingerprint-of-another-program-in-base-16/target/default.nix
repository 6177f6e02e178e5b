{ fetchurl, runCommand }:
runCommand "tern" { } ''
  cp -r ${./scripts} $out
  cp ${
    fetchurl {
  url = "https://example.org/tern-1.2.0.tar.gz";
  hash = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc=";
}
  } $out/tern.tar.gz
''
