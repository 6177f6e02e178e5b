{ lib, linkFarm, fetchzip, fetchgit }:

let
  fetchPlain =
    { name, url, hash }:
    fetchzip {
      inherit name url hash;
    };

  fetchRepository =
    { name, url, hash }:
    let
      parts = lib.splitString "#" url;
      last = builtins.elemAt parts 1;
      rev = if builtins.match "[0-9a-f]{40}" last != null then last else "refs/heads/${last}";
    in
    fetchgit {
      inherit name rev hash;
      url = builtins.elemAt parts 0;
    };

  fetchAny =
    { name, url, hash }:
    let
      parts = lib.splitString "://" url;
      protocol = builtins.elemAt parts 0;
      path = builtins.elemAt parts 1;
      fetchers = {
        "git+https" = fetchRepository {
          inherit name hash;
          url = "https://${path}";
        };
        https = fetchPlain {
          inherit name hash;
          url = "https://${path}";
        };
      };
    in
    fetchers.${protocol};
in
linkFarm "deps" [
  {
    name = "translate";
    path = fetchAny {
      name = "translate";
      url = "https://example.org/translate-80f8b6e4f45a303268717d8e5f4f91d7837138bb.tar.gz";
      hash = "sha256-47ZCjzX0HLqLpkVGhQ1cGT0T5fFZVVrWVp9iJbJ1bVg=";
    };
  }
  {
    name = "draw";
    path = fetchAny {
      name = "draw";
      url = "https://example.org/draw-1dbae85c81784dba9988320bf9543ed9a81350c1.tar.gz";
      hash = "sha256-Fjr1ORn0ozxU7QY09o2ZOZQHIJsXfVw0UCdZxTKmZJ0=";
    };
  }
  {
    name = "vaxis";
    path = fetchAny {
      name = "vaxis";
      url = "git+https://example.org/vaxis.git#1a34dcafa3ed6cdcfcd4b5dd34d4a7c62c0c54c1";
      hash = "sha256-rjNfhWjmA/1WR/xuHo4ls4fnDCbsI1VZSvb8SFRvwso=";
    };
  }
]
