{ ... }:
{
  my.versions = {
    kubectl = "1.3.0";
    helm = "3.1.0";
  };
}
