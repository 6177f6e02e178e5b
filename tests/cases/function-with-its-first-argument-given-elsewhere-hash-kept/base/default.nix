{ callPackage }:
let widget = import ./gen.nix "widget"; gadget = import ./gen.nix "gadget"; in {
  w1 = callPackage (widget { version = "1.2.0"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; }) { };
  g1 = callPackage (gadget { version = "2.0.0"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; }) { };
}
