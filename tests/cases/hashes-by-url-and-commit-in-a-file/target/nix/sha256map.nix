{
  "https://forge.example.org/jib/metro.git"."6d03336c899b18873e2cae7f8f23b472f89a5deb" = "0niwssmv6qp97i20i61pkssx9riiwm2c6qw0c533236pbmx6mik2";
  "https://forge.example.org/jib/yarn.git"."14e12b6f39db88315dc24bbd04b09966c8466aac" = "1vj7qjxgd8cdjkxxgsll9infm6m0jy0q6xw2qcrnxswdg2yn6h5d";
}
