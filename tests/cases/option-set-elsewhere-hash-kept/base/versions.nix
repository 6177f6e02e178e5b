{ ... }:
{
  my.versions = {
    kubectl = "1.2.0";
    helm = "3.1.0";
  };
}
