{ kubelib, ... }:
{
  # The same chart from another host is only another location.
  vault = kubelib.downloadHelmChart {
    repo = "https://charts.example.org/stable";
    chart = "vault";
    version = "0.27.0";
    chartHash = "sha256-4pJYb6Dt8YSaLG8Cnri7Kq4yIUVxLDSqC7cxk4TT3LM=";
  };
  # Another chart is not.
  consul = kubelib.downloadHelmChart {
    repo = "https://charts.example.org/stable";
    chart = "consul";
    version = "1.3.0";
    chartHash = "sha256-Cs5ISaBwBOvwSyvrkLA+6yuXdCc3m6ePwKUJg3xbHzk=";
  };
}
