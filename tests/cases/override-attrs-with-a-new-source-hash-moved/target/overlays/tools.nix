final: prev: {
  curlew = prev.curlew.overrideAttrs (old: rec {
    version = "9.2";
    src = final.fetchFromGitHub {
      owner = "curlew";
      repo = "curlew";
      rev = "curlew-${version}";
      hash = "sha256-QxUr48fdGIuwZv7bjJqZj2BktzZZMJKAmGWEjwU/YGg=";
    };
    patches = (old.patches or [ ]) ++ [ ./curlew-paths.patch ];
  });
}
