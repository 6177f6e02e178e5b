{ fetchFromGitHub }:
{
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tool";
    tag = "v2.0.1";
    hash = "sha256-qTtbg5JV2SSHo/mtffraHcc6sBaALH9mncCaiRxlRvo=";
  };
}
