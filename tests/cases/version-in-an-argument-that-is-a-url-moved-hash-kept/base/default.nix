{ myFetch }:
{
  one = myFetch "https://a.dev/x-1.0.tgz" "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  two = { version = "1.0"; src = myFetch "https://a.dev/y-1.0.tgz" "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
}
