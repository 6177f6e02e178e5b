{ runCommand }:
runCommand "lumis" {
  outputHash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  outputHashMode = "recursive";
} ''
  curl https://example.org/lumis/v1.4/lumis.tgz | tar xz -C $out
''
