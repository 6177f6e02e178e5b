{ fetchurl }:
fetchurl {
  url = "https://github.com/acme/xev/archive/9ce8e8e6ff89e583258a7f8e7adeeeaeae8611bf.tar.gz";
  hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
}
