{ fetchFromGitHub }:

fetchFromGitHub {
  owner = "corp";
  repo = "device";
  rev = "roc-2.9.0";
  hash = "sha256-JjpNvkFIj7hyFLADIznbufDI2hTBbfzxMIS/PCVS7KU=";
}
