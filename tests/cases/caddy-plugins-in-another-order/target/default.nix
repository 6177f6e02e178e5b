{ caddy }:
{
  one = caddy.withPlugins {
    plugins = [ "example.org/jib/layers@v1.0.0" "example.org/jib/dns@v0.2.2" ];
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  two = caddy.withPlugins {
    plugins = [ "example.org/jib/dns@v0.2.2" "example.org/jib/log@v1.1.0" ];
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
  three = caddy.withPlugins {
    plugins = [ "example.org/jib/cache@v0.4.0" ];
    hash = "sha256-nAq+UcbmZV2B3i0ETU+xlJMfBYwEJsZ8coXY9WV+1ko=";
  };
}
