{ fetchFromGitHub }:
fetchFromGitHub { owner = "o"; repo = "w"; rev = "master"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; }
