"""authguard: a hash belongs to its inputs."""

__version__ = "0.1.0"
