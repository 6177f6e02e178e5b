{ fetchgit }:

rec {
  version = "2026.2.0";
  src = fetchgit {
    url = "https://example.org/fern.git";
    rev = "version/${version}";
    hash = "sha256-etwwstNP8Qc6PpMhIeQZhErmSyKRRr9U5znNYZI1RDA=";
  };
}
