{ ... }: { imports = [ ./lark.nix ]; _module.args.larkVersion = "1.4.3"; }
