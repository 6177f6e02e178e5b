{ fetchurl }:

fetchurl {
  url = "https://dl.example.org/wallet/wallet-5.6.0-x86_64.AppImage";
  hash = "sha256-ofzkNjhU/4iM/0uOeHXWAMJoI5BBKoz3mzfQsRFIsPo=";
}
