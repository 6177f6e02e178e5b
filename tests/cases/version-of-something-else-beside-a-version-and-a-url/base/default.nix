{ fetchThing }:
{
  thing = { urls = [ "https://a.dev/x-3.0.tgz" ]; appVersion = "1.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
