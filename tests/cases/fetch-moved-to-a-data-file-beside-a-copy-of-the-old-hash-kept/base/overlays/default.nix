final: prev: {
  hello = prev.hello.overrideAttrs {
    src = final.fetchurl {
      url = "mirror://gnu/hello/hello-2.11.tar.gz";
      hash = "sha256-NO6Vp2xJWhoYQtsuo5py3Ex58jfdP2aTr2FTbiJqYoc=";
    };
  };
}
