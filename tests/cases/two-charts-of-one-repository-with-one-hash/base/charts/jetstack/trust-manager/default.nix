{
  repo = "https://charts.jetstack.io/";
  chart = "trust-manager";
  version = "v0.16.0";
  chartHash = "sha256-95bi8orlgRc3zLgjPzTgn4u3XSURoTVUPRyje+AZmh0=";
}
