{ ... }:
{
  services.apps.kittiwake = {
    enable = true;
    release = "12.4.0";
    package = {
      url = "https://apps.example.org/kittiwake/12.4.0.tar.gz";
      hash = "sha256-QHjctuY81Dd6POzY5MRmHU8yMwmiKzxOKQsAsWmJ0cE=";
    };
  };
}
