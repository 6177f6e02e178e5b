{ inputs, pkgs }:
{
  one = inputs.helpers.mkTool "widget" "1.2.0" "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  two = inputs.helpers.mkTool "gadget" "4.0.0" "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
