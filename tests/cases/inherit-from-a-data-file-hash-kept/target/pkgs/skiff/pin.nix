{
  version = "1.9.0";
  rev = "release-1.9.0";
  hash = "sha256-eYWouOGIX/c95Ozo3Y6O1SgNLNFCLesfMPDGqh9OcPw=";
}
