{ runCommand, perl }:
runCommand "a" {
  nativeBuildInputs = [ perl ];
  scripts = ./scripts;
  outputHashMode = "flat";
  outputHashAlgo = "sha256";
  outputHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
} ''
  perl $scripts/fetch.pl > $out
''
