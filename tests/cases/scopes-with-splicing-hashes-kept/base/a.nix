{
  fetchurl,
  generateSplicesForMkScope,
  makeScopeWithSplicing',
}:
makeScopeWithSplicing' {
  otherSplices = generateSplicesForMkScope "tools";
  f = self: {
    release = "1.0";
    other = "7";
    tool = fetchurl {
      url = "https://example.org/tool-${self.release}.tgz";
      hash = "sha256-fJu+Xsmz+3dOj6D1QkfpPDTd+OXRb+MHNCDeCugaJi0=";
    };
    still = fetchurl {
      url = "https://example.org/still-${self.other}.tgz";
      hash = "sha256-lOhWbd/BI+3xFfy7NaFpc0CdleBePet9xKFaevMlqIU=";
    };
  };
}
