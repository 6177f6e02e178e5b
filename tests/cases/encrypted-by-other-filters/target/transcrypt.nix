U2FsdGVkX1target/+==
