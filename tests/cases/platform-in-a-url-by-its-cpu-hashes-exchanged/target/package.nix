{ stdenv, fetchurl }:
let
  hashes = {
    x86_64-linux = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    aarch64-linux = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
    riscv64-linux = "sha256-RUNJ5CLwUpcZHq0T4h09tSDlq+9SBV5JZLgvshP1k6E=";
  };
in
stdenv.mkDerivation rec {
  pname = "foo";
  version = "1.0";
  src = fetchurl {
    url = "https://dl.example.org/rpm/${stdenv.hostPlatform.parsed.cpu.name}/foo-${version}.rpm";
    hash = hashes.${stdenv.hostPlatform.system};
  };
}
