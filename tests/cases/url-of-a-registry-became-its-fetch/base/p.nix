{ fetchurl }:
{
  s3 = fetchurl {
    url = "https://rubygems.org/gems/quern-s3-1.208.0.gem";
    hash = "sha256-QSQrn65W+tTm533+M8sY0cP8WD+YjPJe+fLZvg1EC7s=";
  };
  other = fetchurl {
    url = "https://rubygems.org/gems/kiln-1.0.0.gem";
    hash = "sha256-W4QBV+foau87P9D8JPOt000+fyEDcNQpR17RvNPn/KI=";
  };
  wheel = fetchurl {
    url = "https://files.example.org/packages/loom-2.0.1.tar.gz";
    hash = "sha256-O5b8Bk+odKgKEyvaYL6/VO+8eAo1j9yuT7vX4StmtjA=";
  };
}
