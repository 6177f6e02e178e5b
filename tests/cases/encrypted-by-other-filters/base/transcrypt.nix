U2FsdGVkX1base/+==
