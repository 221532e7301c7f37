class Animal:
    kind = "animal"

    def name(self):
        return "?"

    def speak(self):
        return self.name() + " the " + self.kind


class Dog(Animal):
    kind = "dog"

    def name(self):
        return "Rex"


class Puppy(Dog):
    def name(self):
        return "little " + super().name()


print(Animal().speak())
print(Dog().speak())
print(Puppy().speak())
print(isinstance(Puppy(), Animal), issubclass(Dog, Puppy))
