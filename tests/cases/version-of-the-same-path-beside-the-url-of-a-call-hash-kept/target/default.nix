{ myFetch }:
{
  wigeon.version = "1.0";
  wigeon.src = myFetch "https://wigeon.example.org/wigeon-1.1.tgz" "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
