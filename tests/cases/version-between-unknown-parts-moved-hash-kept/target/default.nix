{ fetchFromGitHub, fetchurl, arch, sources }:
{
  number = fetchurl {
    url = "https://dl.example.org/${arch}/wren-16.zip";
    hash = "sha256-EohvnQAFWt8kxAV54i0xsrRfICP4kpVP/VVnvrYIJfg=";
  };
  day = fetchurl {
    url = "https://dl.example.org/${arch}/2025-06-01/wren.zip";
    hash = "sha256-lEwn5bl6t3k+S26f8pOEiQ7ODHwE0uK/gcX3Y0acxms=";
  };
  tag = fetchFromGitHub {
    owner = "wren";
    repo = "tag";
    rev = "${arch}-1.0.1";
    hash = "sha256-KhBzpuZ/Dl8JpZV8ZZUDxpDv5ycr6DE9+HJVappoTYw=";
  };
  word = fetchurl {
    url = "https://dl.example.org/${arch}/wren-b.zip";
    hash = "sha256-mMHrTuk0dnQ3Y4ePy5aiX7yaF1B01kAEd57LUkL2ReY=";
  };
}
