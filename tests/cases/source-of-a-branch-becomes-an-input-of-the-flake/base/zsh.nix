{ fetchFromGitHub }:
{
  search = fetchFromGitHub {
    owner = "me";
    repo = "search";
    rev = "master";
    hash = "sha256-GSEvgvgWi1rrsgikTzDXokHTROoyPRlU0FVpAoEmXG4=";
  };
}
