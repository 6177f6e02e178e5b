{ fetchThing }:
{
  thing = { url = "https://a.dev/latest/x.tgz"; appVersion = "1.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
