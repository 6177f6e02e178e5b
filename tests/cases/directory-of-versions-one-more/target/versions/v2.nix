{ version = "2.0.0"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; vendorHash = "sha256-xcj8v22UYL0W+hWw67Gzq/EBQ0OJmUR4V+/XAXBxU00="; }
