{
  stdenv,
  fetchzip,
  fetchgit,
}:

{
  finch = stdenv.mkDerivation {
    pname = "finch";
    version = "0.4.1";

    src = fetchzip {
      url = "https://files.example.org/finch/finch-0.4.1.tar.gz";
      hash = "sha256-shGauPHjnvxfa73sVmDhWh/yq4efvFt4F0LEJhjGLZM=";
    };
  };

  heron = stdenv.mkDerivation {
    pname = "heron";
    version = "230909";

    src = fetchzip {
      url = "https://files.example.org/heron_230909.zip";
      hash = "sha256-i/FA2zTD/APKcyhnAC1zlrWUNIGMC1y6plqs5sTdO4E=";
    };
  };

  robin = stdenv.mkDerivation {
    pname = "robin";
    version = "1.2.0";

    src = fetchzip {
      url = "https://files.example.org/robin/robin-1.2.0.tar.gz";
      hash = "sha256-KHeC70I1bvPWVRWQ8e8BF7cdh23w+bPrWNCIhkdwx0w=";
    };
  };

  snipe = stdenv.mkDerivation {
    pname = "snipe";
    version = "1.2.0";

    src = fetchzip {
      url = "https://files.example.org/snipe/snipe-1_2_0.tar.gz";
      hash = "sha256-Bex+y9LFCh8MYMQykOAZqxos5k1s6ISxvsx+m4FOFlU=";
    };
  };
}
