{ myFetch }:
{
  version = "1.1"; url = "https://a.dev/z-${version}.tgz";
  files = [ [ "https://a.dev/x-2.4.bin" "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" ] ];
  tool = myFetch "tool" "3.2.0" "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
