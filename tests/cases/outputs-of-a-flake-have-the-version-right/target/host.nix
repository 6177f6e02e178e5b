{ pkgs, inputs, ... }:
{
  environment.etc.linnet.source = pkgs.fetchurl {
    url = "https://dl.example.org/linnet-${inputs.self.linnetVersion}.conf";
    hash = "sha256-xNWf1mPgRD13hk6Kebrhlinj+5fjhvI0ciZAmoaROqE=";
  };
}
