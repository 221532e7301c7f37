@decorate
class C(Base, metaclass=Meta):
    """Doc."""

    x: int = 1

    @property
    def __private(self) -> "int":
        return __class__.__private

    y = [x for x in z]
