{ fetchFromGitHub, acme }:

fetchFromGitHub {
  owner = "corp";
  repo = "quern";
  rev = "v${acme.version}";
  hash = "sha256-jjXCzTv2ZBvbDiBQt2kyy7LmA0oN2swdm+qCprpX988=";
}
