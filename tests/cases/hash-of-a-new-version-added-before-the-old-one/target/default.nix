{ fetchurl }:
let version = "1.3.0"; in
fetchurl { url = "https://a.dev/x-${version}.tgz";
  hash = if version == "1.3.0" then "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk=" else if version == "1.2.0" then "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" else if version == "1.1.0" then "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=" else throw "no"; }
