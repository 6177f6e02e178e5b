{ pkgs, ... }:
{
  services.grafana.declarativePlugins = [
    (pkgs.grafanaPlugins.grafanaPlugin {
      pname = "yesoreyeram-infinity-datasource";
      version = "2.9.5";
      zipHash = { x86_64-linux = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; aarch64-linux = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
    })
    (pkgs.grafanaPlugins.grafanaPlugin rec { pname = "grafana-clock-panel"; version = "2.0.5"; zipHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; })
  ];
  services.grafana.settings.server.http_port = 3000;
}
