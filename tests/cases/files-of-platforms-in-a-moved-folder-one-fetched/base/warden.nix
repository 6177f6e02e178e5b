{ stdenv, fetchurl }:
let
  bundle = "30";
  fetched =
    { name, hash }:
    fetchurl {
      url = "https://packages.example.org/deps/${bundle}/libraries/${name}.tar.gz";
      inherit hash;
    };
in
stdenv.mkDerivation {
  pname = "warden";
  version = "4.2";
  src = ./src;
  dependencies = map fetched [
    {
      name = "tool-linux-x64";
      hash = "sha256-X72igRz4IQeTmcHSm1lFlAsJJDVXMapc3Se2O55KVuw=";
    }
    {
      name = "tool-linux-arm64";
      hash = "sha256-8Qfpy33uLknWjJU6P4gRWQmuDe94lmpV9RpZblNE3mo=";
    }
    {
      name = "tool-linux-i686";
      hash = "sha256-Mt+djN4dFIyb0yV7YLXKobXMhW9Rs8AyHwPzm3EbviA=";
    }
    {
      name = "tool-darwin-x64";
      hash = "sha256-BMSozRysVKbLObqdt4Hiu+2XuOhvQleJLDSP3fHlWf4=";
    }
    {
      name = "tool-darwin-arm64";
      hash = "sha256-dgmwkaW2Pp1fGQoBsOBvVCOOlLT08pIxLYQ6T7qSxXU=";
    }
    {
      name = "tool-darwin-i686";
      hash = "sha256-AUVMgi5uqlylEQBETlfahAQYZIafIyMULad85ReaPEw=";
    }
    {
      name = "tool-windows-x64";
      hash = "sha256-85FMesxRrfl6TOmAXs2beMMCqsDE04UvEOkLzV4K4wU=";
    }
    {
      name = "tool-windows-arm64";
      hash = "sha256-xO6uvHWuvkCB5sRh019ewVwLoO3GGiRQfdVcYVmcvvE=";
    }
    {
      name = "tool-windows-i686";
      hash = "sha256-H6RXAcmlvZkzO5BGJnkye/GvSEocqZq5DUflqGgG1Q4=";
    }
    {
      name = "tool-freebsd-x64";
      hash = "sha256-850L9wg2TcsHxkqY64LKytqy3StHCHGYuiXJhsBajwc=";
    }
    {
      name = "tool-freebsd-arm64";
      hash = "sha256-15/XxX5b3I/er1BWE676/uQ6ACiMQHN8nKHxCm56bJ0=";
    }
    {
      name = "tool-freebsd-i686";
      hash = "sha256-3XGN9M7vsgxIcIxzVLv2zSPqH+FXhCdExnLpt1bVFHE=";
    }
  ];
}
