"""Spanish words: folded, which say nothing, how singulars and plurals are brought together.

The search and the likeness of texts ask here, so that a word counts the same in both.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from interventions.reading.texts import UNSEEN

EMPTY_WORDS = frozenset(
    """
    a al ante bajo cada como con contra cual cuales de del desde donde e el ella ellas ellos en
    entre era es esa esas ese eso esos esta estas este esto estos fue fueron ha han hasta la las le
    les lo los mas me mediante mi muy ni no nos o otra otras otro otros para pero por porque que
    quien se sea segun ser si sin sobre son su sus tambien todo toda todos todas tras u un una unas
    uno unos y ya
    """.split()
)
"""Words that say nothing, folded."""

SUBJECT_WORDS = frozenset(
    """
    peru nacional objetivo pacto migracion migraciones migrante migrantes migratoria migratorio
    acciones accion realizo realizaron implementacion
    """.split()
)
"""Words that are in nearly every text here: people search for them, but they liken nothing."""

SHAPE_WORDS = frozenset(
    """
    acuerdo agenda asistencia boletin campana campanas capacitacion capacitaciones charla comunidad
    convenio curso defensoria desarrollo direccion directiva documento documentos elaboracion
    entidad entidades entrega estado estrategia estudio evento eventos feria ferias fortalecimiento
    gestion gobierno guia informe institucion instituciones jornada jornadas ley lineamientos
    manual materiales mesa ministerio modelo municipalidad norma normativa oficina organizacion
    participacion persona personas plan planes plataforma poblacion politica programa programas
    promocion protocolo proyecto publica publicacion publicaciones publico pueblo pueblos region
    registro resolucion reunion reuniones servicio servicios sistema taller talleres tecnica
    tecnico trabajo
    """.split()
)
"""Words, folded, that name what sort of thing was done, for whom in general or by what office:
they tell two actions apart, and no objective from another.
"""

STEM = 6
"""Letters by which two words are taken for the same: "migrante", "migrantes"."""


def without_accents(text: str) -> str:
    """`text` in lower case and without diacritics or what is not seen."""
    decomposed = unicodedata.normalize("NFKD", UNSEEN.sub("", text).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=16_384)
def words_of(text: str) -> tuple[str, ...]:
    """The words of `text`, folded: runs of letters and digits."""
    return tuple(re.findall(r"[^\W_]+", without_accents(text)))


def stem_of(word: str) -> str:
    """A plain word without its plural and final vowel, and no longer than `STEM`."""
    singular = word.removesuffix("s")
    if len(singular) > 3 and singular[-1] in "aeo":
        singular = singular[:-1]
    return singular[:STEM]


def forms_of(word: str) -> list[str]:
    """The word with its likely singulars and plurals."""
    forms = {word, f"{word}s", f"{word}es"}
    if word.endswith("z"):
        forms.add(f"{word[:-1]}ces")
    if len(word) > 3 and word.endswith("s"):
        forms.add(word[:-1])
    if len(word) > 4 and word.endswith("es"):
        forms.add(word[:-2])
    if len(word) > 4 and word.endswith("ces"):
        forms.add(f"{word[:-3]}z")
    return sorted(forms)


LONGEST_STEMMED = 60
"""Letters of a word that is brought to its stem; what is longer stands for itself."""

_SPANISH = snowballstemmer.stemmer("spanish")


@lru_cache(maxsize=65_536)
def spanish_stem(word: str) -> str:
    """The stem of a folded word, as the Snowball stemmer cuts it: "vacuna", "vacunacion".

    Its rules know «-ión» by the accent that folding took away.
    """
    if len(word) > LONGEST_STEMMED or not word.isalpha():
        return word
    accented = f"{word[:-3]}ión" if word.endswith("ion") else word
    return without_accents(_SPANISH.stemWord(accented))


@lru_cache(maxsize=65_536)
def stems_of(word: str) -> frozenset[str]:
    """The stems under which a folded word is looked for: its own, and those of its singular and
    plural, which the stemmer does not always bring together ("mujer", "mujeres"; "voz", "voces").
    """
    return frozenset(spanish_stem(form) for form in forms_of(word))
