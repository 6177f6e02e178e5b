{ fetchFromGitHub }:
{
  a = fetchFromGitHub { owner = "o"; repo = "p"; rev = "2024-01-01"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  b = fetchFromGitHub { owner = "o"; repo = "p"; rev = "2024-01-02"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  c = fetchFromGitHub { owner = "o"; repo = "q"; rev = "2024-01-01"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  d = fetchFromGitHub { owner = "o"; repo = "q"; rev = "2024-03-01"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
}
