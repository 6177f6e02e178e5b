{
  version = "1.8.0";
  rev = "release-1.8.0";
  hash = "sha256-eYWouOGIX/c95Ozo3Y6O1SgNLNFCLesfMPDGqh9OcPw=";
}
