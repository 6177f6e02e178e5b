{ pkgs, ... }:
{
  services.grafana.declarativePlugins = [
    (pkgs.grafanaPlugins.grafanaPlugin {
      pname = "yesoreyeram-infinity-datasource";
      version = "2.9.6";
      zipHash = { x86_64-linux = "sha256-LDpCSddwcAWGSdvYItyveVdYb85CjPssqIuUdB7aiwc="; aarch64-linux = "sha256-SBTZIJOsig9KIWOrh97lCbowalj1iIvg7csvzQcSAos="; };
    })
    (pkgs.grafanaPlugins.grafanaPlugin rec { pname = "grafana-polystat-panel"; version = "2.0.5"; zipHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; })
  ];
  services.grafana.settings.server.http_port = 3000;
}
