{ stdenv, fetchurl }:
let
  hashes = {
    x86_64-linux = "sha256-hE7MCBZOLqsnY0qa3uGvplmeWJVw5xl4TggM50f8DkU=";
    aarch64-linux = "sha256-LDpCSddwcAWGSdvYItyveVdYb85CjPssqIuUdB7aiwc=";
    riscv64-linux = "sha256-23f9Aa+VciGkmJtks3cKg6PFYGhAW58OlAj+rlf9F+Q=";
  };
in
stdenv.mkDerivation rec {
  pname = "foo";
  version = "1.1";
  src = fetchurl {
    url = "https://dl.example.org/rpm/${stdenv.hostPlatform.parsed.cpu.name}/foo-${version}.rpm";
    hash = hashes.${stdenv.hostPlatform.system};
  };
}
