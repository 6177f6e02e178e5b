{ runCommand }:
runCommand "lumis" {
  version = "1.4";
  outputHash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  outputHashMode = "recursive";
} ''
  curl https://example.org/lumis/v$version/lumis.tgz | tar xz -C $out
''
