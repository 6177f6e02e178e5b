{ fetchgit }:

rec {
  version = "2026.2.1";
  src = fetchgit {
    url = "https://example.org/fern.git";
    rev = "version/${version}";
    hash = "sha256-a715z1ti1J0kKzLcIS1UuFpPAMEx2VlFpkmZrRTSWh4=";
  };
}
