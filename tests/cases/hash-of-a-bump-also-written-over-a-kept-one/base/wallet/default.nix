{ fetchurl }:

fetchurl {
  url = "https://dl.example.org/wallet/wallet-5.4.0-x86_64.AppImage";
  hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
}
