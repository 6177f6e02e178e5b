dependencies { implementation(libs.foo) }
