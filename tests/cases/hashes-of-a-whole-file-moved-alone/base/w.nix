{ fetchFromGitHub }:
{
  p0 = fetchFromGitHub { owner = "o"; repo = "p0"; rev = "v1.0"; hash = "sha256-twoU7h4V16qUvYEOwG9Mt3o0bo8zrva/6uPXxEQtepM="; };
  p1 = fetchFromGitHub { owner = "o"; repo = "p1"; rev = "v1.0"; hash = "sha256-7DFoL95WGReVL/eKeore/9D+vDct0mhxkWxGxjA4G0U="; };
  p2 = fetchFromGitHub { owner = "o"; repo = "p2"; rev = "v1.0"; hash = "sha256-hE7MCBZOLqsnY0qa3uGvplmeWJVw5xl4TggM50f8DkU="; };
  p3 = fetchFromGitHub { owner = "o"; repo = "p3"; rev = "v1.0"; hash = "sha256-hEtpxNVMwmS8La22u3D1O8Ejvq/A9Y2B7YzUoHwkpac="; };
  p4 = fetchFromGitHub { owner = "o"; repo = "p4"; rev = "v1.0"; hash = "sha256-eYWwyLhY539XxtQDsxWt4E0khdbsLQlpQlbq3SDbbyc="; };
  p5 = fetchFromGitHub { owner = "o"; repo = "p5"; rev = "v1.0"; hash = "sha256-KfI5TrktDe2SR7jXGI692uPhPHHrz5OTAmGbKWBEhrA="; };
}
