{ fetchurl }:

{
  both = fetchurl {
    urls = [
      "https://forge.eblu.me/mirrors/jot-1.0.0.tar.gz"
      "https://download.example.org/jot-1.0.0.tar.gz"
    ];
    hash = "sha256-IJXIK97sFekjVlrlkAr/wJqHFmKUzLKWtwWr6e5vkhw=";
  };
  mirrored = fetchurl {
    urls = [
      "https://forge.eblu.me/mirrors/jot-doc-1.0.0.tar.gz"
      "https://forge.eblu.me/mirrors/old/jot-doc-1.0.0.tar.gz"
    ];
    hash = "sha256-IUE7j35ycalyQsEuR454Ig11EpwVefL4/kRoiBEwoG8=";
  };
}
