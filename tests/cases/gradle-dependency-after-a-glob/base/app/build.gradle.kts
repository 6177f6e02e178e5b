tasks.jar { exclude("META-INF/*.SF") }

dependencies {
    implementation("org.acme:looms:1.1")
}
