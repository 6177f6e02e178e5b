{ fetchFromGitHub }:

let
  version = "2.1.17";
in
fetchFromGitHub {
  owner = "acme";
  repo = "tool";
  tag = "v${version}";
  hash = "sha256-S/81isG2jyI4h4RCXUzhADcWdcExCdqIRyhy0D9pCUs=";
}
