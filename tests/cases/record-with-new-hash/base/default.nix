{ helper }:
helper [
  { name = "one"; version = "1.2.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }
  { name = "two"; version = "2.4.1"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; }
]
