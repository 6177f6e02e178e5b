{ fetchurl }:
fetchurl {
  url = "https://raw.githubusercontent.com/acme/templates/d7d8394520c80554f2c74acbe5d4d8d6e3e49943/input/man_playing_violin.mp4";
  hash = "sha256-uZ1AJr3EVvUHEnpvv9jRVpWBMMxJpBFeVF6jhAOinIs=";
}
