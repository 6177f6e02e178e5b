{ fetchHelm }:
fetchHelm {
  repo = "https://charts.example.org/stable";
  chart = "lumis";
  version = "1.4.0";
  sha256 = "sha256-RUNJ5CLwUpcZHq0T4h09tSDlq+9SBV5JZLgvshP1k6E=";
}
