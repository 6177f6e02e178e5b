{ buildRubyGem, fetchPypi }:
{
  s3 = buildRubyGem {
    gemName = "quern-s3";
    version = "1.208.0";
    source.sha256 = "sha256-QSQrn65W+tTm533+M8sY0cP8WD+YjPJe+fLZvg1EC7s=";
  };
  other = buildRubyGem {
    gemName = "kiln";
    version = "1.0.1";
    source.sha256 = "sha256-W4QBV+foau87P9D8JPOt000+fyEDcNQpR17RvNPn/KI=";
  };
  wheel = fetchPypi {
    pname = "loom";
    version = "2.0.1";
    hash = "sha256-O5b8Bk+odKgKEyvaYL6/VO+8eAo1j9yuT7vX4StmtjA=";
  };
}
