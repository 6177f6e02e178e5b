{ myFetch }:
{
  one = rec { version = "1.0"; src = myFetch version "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  two = rec { version = "1.0"; src = myFetch "https://a.dev/x" "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  three = rec { version = "1.0"; src = myFetch "https://a.dev/x-${version}.tgz" "sha256-Gxax31OLoS3D+X7buFyqcFDUbBSBNCkP66gPgjbIPbk="; };
}
