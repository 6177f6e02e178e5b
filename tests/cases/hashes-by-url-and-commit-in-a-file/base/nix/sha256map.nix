{
  "https://forge.example.org/jib/metro.git"."ab83665a17e58499f9c35068d5234c9bf841f610" = "0niwssmv6qp97i20i61pkssx9riiwm2c6qw0c533236pbmx6mik2";
  "https://forge.example.org/jib/yarn.git"."8d7da22e39f4d734e490a4af1cbd1ba1183e3e11" = "1ymh908v3l1pkgvqqaj1j0inihh0srspi3jbzy68izsl70vf9z51";
}
