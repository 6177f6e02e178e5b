{ fetchurl }:
{
  machine = fetchurl {
    url = "https://dl.example.org/arm64/wren-1.0.tar.gz";
    hash = "sha256-vAIKNbf5yxOC57U0xo48Ux2EmxGb8U913erWzEXDzME=";
  };
  system = fetchurl {
    url = "https://dl.example.org/darwin-x64/wren-1.0.tar.gz";
    hash = "sha256-u8XmYeEGxtzY3G3RhkVML8ujxxD7TY5xpgyT6vB38HM=";
  };
  same = fetchurl {
    url = "https://dl.example.org/amd64/wren-1.0.tar.gz";
    hash = "sha256-CWcRXygTo1Qervd96dnVdz8cDAQxSwu/5P87OxxVtdU=";
  };
}
