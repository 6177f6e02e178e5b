{ runCommand }:
runCommand "lumis" {
  outputHash = "sha256-9V/xb2b0M2Ama5Xbb4/sAddgMQVDBq5KSzgFmPbP0RQ=";
  outputHashMode = "recursive";
} ''
  curl https://example.org/lumis/main-1.tgz > /dev/null
  npm ci
''
