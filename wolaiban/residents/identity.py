"""An identity in plain text, for as long as a page needs it. Shows itself masked to logs and debuggers."""

from dataclasses import dataclass

from wolaiban.residents.masking import mask_name, mask_phone
from wolaiban.residents.phones import as_dialled, with_pause


@dataclass(frozen=True, repr=False)
class Identity:
    """What `actions.reveal` hands out. Empty text where nothing was given."""

    name: str
    phone: str
    id_number: str
    address: str
    phone_note: str = ""  # whose number it is, further numbers

    @property
    def phone_shown(self) -> str:
        return as_dialled(self.phone)

    @property
    def phone_link(self) -> str:
        """What a press dials."""
        return with_pause(self.phone)

    def __repr__(self) -> str:
        return f"<Identity {self}>"

    def __str__(self) -> str:
        """Masked on purpose: a page that wants the plain text must name the field."""
        return " · ".join(
            [mask_name(self.name) if self.name else "", mask_phone(self.phone) if self.phone else ""]
        ).strip(" ·")
