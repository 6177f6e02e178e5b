{ pkgs, ... }:
{
  programs.chromium.extensions = [
    {
      id = "wrenwrenwrenwrenwrenwrenwrenwren";
      crxPath = pkgs.fetchurl {
        url = "https://example.org/update/crx?x=id%3Dwren";
        name = "wren.crx";
        hash = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=";
      };
      version = "1.61.2";
    }
  ];
}
