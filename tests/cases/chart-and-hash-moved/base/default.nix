{ kubelib, lib }:
lib.mapAttrs (name: args: kubelib.downloadHelmChart args) {
  cert-manager = { repo = "https://charts.jetstack.io"; chart = "cert-manager"; version = "v1.2.0"; chartHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; };
  argo = { repo = "https://argoproj.github.io/argo-helm"; chart = "argo-cd"; version = "5.1.0"; chartHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
