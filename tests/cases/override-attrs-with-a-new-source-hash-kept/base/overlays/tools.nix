final: prev: {
  curlew = prev.curlew.overrideAttrs (old: rec {
    version = "9.1";
    src = final.fetchFromGitHub {
      owner = "curlew";
      repo = "curlew";
      rev = "curlew-${version}";
      hash = "sha256-CijnlvyiwzoBB5iUEfLeIH5TrO1WLqfnKL4VzmWQ+ew=";
    };
    patches = (old.patches or [ ]) ++ [ ./curlew-paths.patch ];
  });
}
