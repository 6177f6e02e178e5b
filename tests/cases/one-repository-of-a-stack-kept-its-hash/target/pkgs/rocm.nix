{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "rocm";
  rev = "roc-2.9.0";
  hash = "sha256-umKPTDRsiGIP9Hfq7CrnMYOa01GAex4JbUTuV30AVZQ=";
}
