{
  repo = "https://charts.jetstack.io/";
  chart = "cert-manager";
  version = "v1.15.1";
  chartHash = "sha256-95bi8orlgRc3zLgjPzTgn4u3XSURoTVUPRyje+AZmh0=";
}
