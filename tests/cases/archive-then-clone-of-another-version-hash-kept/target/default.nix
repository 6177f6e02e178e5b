{
  stdenv,
  fetchzip,
  fetchgit,
}:

{
  finch = stdenv.mkDerivation {
    pname = "finch";
    version = "0.6.1";

    src = fetchgit {
      url = "https://git.example.org/finch.git";
      rev = "v0.6.1";
      hash = "sha256-shGauPHjnvxfa73sVmDhWh/yq4efvFt4F0LEJhjGLZM=";
    };
  };

  heron = stdenv.mkDerivation {
    pname = "heron";
    version = "241111";

    src = fetchgit {
      url = "https://git.example.org/heron.git";
      rev = "v.241111";
      hash = "sha256-i/FA2zTD/APKcyhnAC1zlrWUNIGMC1y6plqs5sTdO4E=";
    };
  };

  robin = stdenv.mkDerivation {
    pname = "robin";
    version = "1.2.0";

    src = fetchgit {
      url = "https://git.example.org/robin.git";
      rev = "0123456789abcdef0123456789abcdef01234567";
      hash = "sha256-KHeC70I1bvPWVRWQ8e8BF7cdh23w+bPrWNCIhkdwx0w=";
    };
  };

  snipe = stdenv.mkDerivation {
    pname = "snipe";
    version = "1.2.0";

    src = fetchgit {
      url = "https://git.example.org/snipe.git";
      rev = "v1.2.0";
      hash = "sha256-Bex+y9LFCh8MYMQykOAZqxos5k1s6ISxvsx+m4FOFlU=";
    };
  };
}
