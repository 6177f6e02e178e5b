{
  version = "0.4.0";
  hash = "sha256-b7CZE9gVoS+P4Y/m2lyVean3UO+WF9T8LXj2mNtMEFc=";
}
