{ myFetch }:
{
  one = rec { version = "1.0"; src = myFetch "https://a.dev/api/2.0" version "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
