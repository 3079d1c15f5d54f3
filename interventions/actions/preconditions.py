"""What must hold before anything is written: an open cycle, and the version that was seen."""

from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class StaleVersionError(ValidationError):
    """Somebody else saved the row after the actor had opened it."""

    @classmethod
    def of_row(cls) -> Self:
        """The row was saved by somebody else."""
        return cls(
            _(
                "Otra persona guardó cambios en esta intervención mientras usted la tenía "
                "abierta. Sus datos siguen en el formulario: revise la versión guardada antes "
                "de volver a guardar."
            ),
            code="stale",
        )

    @classmethod
    def of_gone(cls) -> Self:
        """The row exists no more."""
        return cls(
            _("Otra persona eliminó la intervención mientras usted la tenía abierta."), code="gone"
        )

    @classmethod
    def of_rows(cls, codes: list[str]) -> Self:
        """Some of many rows, of which none was written."""
        return cls(
            _("Otra persona guardó cambios mientras tanto en: %(codes)s. No se guardó nada.")
            % {"codes": ", ".join(codes[:20]) + ("…" if len(codes) > 20 else "")},
            code="stale",
        )

    @classmethod
    def of_fields(cls) -> Self:
        """Fields that the actor was changing were saved by somebody else."""
        return cls(
            _(
                "Otra persona guardó cambios en estos mismos campos mientras usted los tenía "
                "abiertos. Lo que usted escribió sigue aquí; al lado está lo guardado. Para que "
                "valga lo suyo, guarde otra vez."
            ),
            code="stale",
        )


Row = TypeVar("Row")


def require_there(row: Row | None) -> Row:
    """`row` as it was read and locked; raises `StaleVersionError` where somebody deleted it."""
    if row is None:
        raise StaleVersionError.of_gone()
    return row
