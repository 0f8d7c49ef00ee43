"""`clause-analyzer doctor`: what is installed and what leaves the machine."""


def doctor() -> None:
    """Say what is installed, which encoder is used, where the cache is and what leaves the machine."""
    from analyzer.doctor import examine

    print(examine())
