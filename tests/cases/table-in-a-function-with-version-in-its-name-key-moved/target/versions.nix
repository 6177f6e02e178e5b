let majorMinorToVersionMap = { "14" = "14.3.0"; "13" = "13.3.0"; }; fromMajorMinor = m: majorMinorToVersionMap."${m}";
  srcHashForVersion = version: { "14.3.0" = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; "13.3.0" = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; }."${version}"; in { inherit fromMajorMinor srcHashForVersion; }
