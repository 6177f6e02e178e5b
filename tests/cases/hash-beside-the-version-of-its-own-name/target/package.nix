{ fetchSomehow, buildMixRelease }:

let
  version = "1.1";
  nifVersion = "0.7.0";
  nifTargets = {
    "x86_64-linux" = [
      {
        target = "x86_64-unknown-linux-gnu";
        hash = "sha256-QnAGn1k/SKZE9SupuzjogJVIU294HdZxfMWnXxLW1zY=";
      }
    ];
  };
in
buildMixRelease {
  pname = "redpoll";
  inherit version;
  nifs = map (each: fetchSomehow (each // { inherit nifVersion; })) nifTargets.x86_64-linux;
}
