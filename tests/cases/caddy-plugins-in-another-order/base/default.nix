{ caddy }:
{
  one = caddy.withPlugins {
    plugins = [ "example.org/jib/dns@v0.2.2" "example.org/jib/layers@v1.0.0" ];
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  two = caddy.withPlugins {
    plugins = [ "example.org/jib/dns@v0.2.2" ];
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
  three = caddy.withPlugins {
    plugins = [ "example.org/jib/cache@v0.3.0" ];
    hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
  };
}
