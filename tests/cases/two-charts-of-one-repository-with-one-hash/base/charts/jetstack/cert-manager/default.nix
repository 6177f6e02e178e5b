{
  repo = "https://charts.jetstack.io/";
  chart = "cert-manager";
  version = "v1.15.0";
  chartHash = "sha256-BimEMugGayniIjvMI6qVBLVq5Qj6vzQ1UIhpucMZDiI=";
}
