{ lib, fromYAML, fetchurl }:
map (c: fetchurl { url = "${c.repo}/${c.name}-${c.version}.tgz"; inherit (c) hash; }) (fromYAML ./charts.yaml).charts
