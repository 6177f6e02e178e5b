{ fetchFromGitHub }:
{
  src = fetchFromGitHub {
    owner = "acme";
    repo = "quern";
    rev = "3077b6fa5d97eb4f974b5f310b650879c387c314";
    hash = "sha256-skoAqqvtgEYQALvzPdS3YnYNePM1Ho64RMVcsdeR/8g=";
  };
}
