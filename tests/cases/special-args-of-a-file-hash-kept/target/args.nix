{ versions = { x = "1.3.0"; }; }
