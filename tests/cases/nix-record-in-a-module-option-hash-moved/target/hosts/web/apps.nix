{ ... }:
{
  services.apps.kittiwake = {
    enable = true;
    release = "12.5.0";
    package = {
      url = "https://apps.example.org/kittiwake/12.5.0.tar.gz";
      hash = "sha256-q73knU/zf9fg8I62YWgFSkDVISF5oUGd93QoInBi8s0=";
    };
  };
}
