{
  services.k3s.autoDeployCharts = {
    wren = {
      name = "wren";
      repo = "https://charts.wren.example";
      version = "v1.18.2";
      hash = "sha256-sePC7BqAqMzbzbBLJqWJbqLH74s3dNuwBL07GqoZW+w=";
    };
    gull = {
      name = "gull";
      repo = "oci://registry.example/charts/gull";
      version = "0.12.2";
      hash = "sha256-iMPKKHP4HJO0Rx+TejY48hwVIhQQ0CZ1mQCk+0mD01M=";
    };
  };
}
