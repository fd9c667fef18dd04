"""What holds for every test: generated inputs are never judged by how busy the machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile("easel", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("easel")
