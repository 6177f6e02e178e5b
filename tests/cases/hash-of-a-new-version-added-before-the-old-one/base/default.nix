{ fetchurl }:
let version = "1.2.0"; in
fetchurl { url = "https://a.dev/x-${version}.tgz";
  hash = if version == "1.2.0" then "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" else if version == "1.1.0" then "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=" else throw "no"; }
