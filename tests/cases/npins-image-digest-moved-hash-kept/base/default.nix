let sources = import ./npins; in sources.tide { }
