{ lib }:
lib.mapAttrs
  (
    _:
    { major, build, digest }:
    {
      version = "${major}.${build}";
      prefix = "linux";
      hash = digest;
    }
  )
  {
    stable = {
      major = "23.11";
      build = "84";
      digest = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
    };
    legacy = {
      major = "22.05";
      build = "17";
      digest = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    };
  }
