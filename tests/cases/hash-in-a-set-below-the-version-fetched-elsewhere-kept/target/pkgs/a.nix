{ fetchTool }:
fetchTool {
  version = "1.1.0";
  hashes = {
    linux = "sha256-fJu+Xsmz+3dOj6D1QkfpPDTd+OXRb+MHNCDeCugaJi0=";
  };
}
