{
  version = "v0.23.2";
  drvHash = "82p6wvxa6kcbbhdg69s68na4xigdz71q";
  hash = "sha256-YXzEu1/BC41mv08wm67kziRkQsSEmd/N00pY7IwF3rc=";
}
