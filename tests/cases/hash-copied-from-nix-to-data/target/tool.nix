{ fetchFromGitHub }:
{
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tool";
    rev = "3077b6fa5d97eb4f974b5f310b650879c387c314";
    hash = "sha256-fJu+Xsmz+3dOj6D1QkfpPDTd+OXRb+MHNCDeCugaJi0=";
  };
}
