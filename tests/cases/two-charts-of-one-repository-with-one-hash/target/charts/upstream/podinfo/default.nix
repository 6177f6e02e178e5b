{
  repo = "https://stefanprodan.github.io/podinfo";
  chart = "podinfo";
  version = "6.7.0";
  chartHash = "sha256-BNG37A6qhwCsvylRpGjjxDdkItOAckcpbmadbAQ5aQw=";
}
