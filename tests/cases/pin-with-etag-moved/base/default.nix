{ mkTool }:
mkTool { pname = "tool"; pinFile = ./pin.json; }
