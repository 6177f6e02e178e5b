{ fetchurl }:
fetchurl {
  url = "https://deps.example.org/xev-9ce8e8e6ff89e583258a7f8e7adeeeaeae8611bf.tar.gz";
  hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
}
