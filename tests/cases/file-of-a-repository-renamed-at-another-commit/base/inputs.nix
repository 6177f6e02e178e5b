{ fetchurl }:
fetchurl {
  url = "https://raw.githubusercontent.com/acme/templates/58abc50fd0b3be4a4c4820e245f8878b66664408/input/man_palying_violin.mp4";
  hash = "sha256-uZ1AJr3EVvUHEnpvv9jRVpWBMMxJpBFeVF6jhAOinIs=";
}
