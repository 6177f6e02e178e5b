{ lib, mk }:
map mk [
  {
    "1.2" = { version = "1.2.3"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; patchHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; };
    "1.3" = { version = "1.3.4"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; patchHash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y="; };
  }
  {
    "1.2" = { version = "1.2.3"; src.hash = "sha256-l+fZbiqlfzMzaPoGgvR9vXrEARHDrxJXg1K6UR0AltU="; patch.hash = "sha256-piqa1lr0JiJJMXziFz2WyxQ/+7nhxblJJ/3NxoH8jAA="; };
    "1.3" = { version = "1.3.4"; src.hash = "sha256-RR4llSjkqp+dA/mkrn7gWAnuXWG6bI2v3mEKPLenFnI="; patch.hash = "sha256-piqa1lr0JiJJMXziFz2WyxQ/+7nhxblJJ/3NxoH8jAA="; };
  }
  (lib.importJSON ./versions.json)
]
