{
  one = {
    url = "https://files.example.org/quern-1.0-x64.tgz";
    hash = "sha256-9V/xb2b0M2Ama5Xbb4/sAddgMQVDBq5KSzgFmPbP0RQ=";
  };
  two = {
    url = "https://files.example.org/quern-1.0-arm64.tgz";
    hash = "sha256-LDpCSddwcAWGSdvYItyveVdYb85CjPssqIuUdB7aiwc=";
  };
}
