"""Reads of entities that more than one room needs."""

from collections.abc import Iterable, Iterator

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from alignment.models.keys import spanish_key
from entities.choices import WHOLE_SUCCESSIONS
from entities.models import Entity, OtherName, Succession, WorkingGroup
from entities.models.other_name import latest


def members_of(group: WorkingGroup | None) -> QuerySet[Entity]:
    """The entities that belong to `group`, or to any group where none is named."""
    groups = (
        WorkingGroup.objects.all() if group is None else WorkingGroup.objects.filter(pk=group.pk)
    )
    return Entity.objects.filter(pk__in=groups.values("members"))


WAYS = ("acronym_key", "other_names__acronym_key", "name_key", "other_names__name_key")
"""By what an entity is recognised, the surest first."""


def entity_named(text: str, among: QuerySet[Entity] | None = None) -> Entity | None:
    """The entity that is, or was, called `text`: by acronym or name, in whatever case or accents.

    Its acronym of today goes before what another was called before. One query; `among` narrows.
    """
    key = spanish_key(text)
    if not key:
        return None
    rows = Entity.objects.all() if among is None else among
    any_way = Q(*((way, key) for way in WAYS), _connector=Q.OR)
    rank = Case(
        *(When(**{way: key}, then=Value(place)) for place, way in enumerate(WAYS)),
        output_field=IntegerField(),
    )
    found = rows.filter(any_way).annotate(likeness=rank)
    return found.order_by("likeness", latest("other_names__valid_to"), "pk").first()


def acronym_of_today(text: str) -> str | None:
    """The acronym of the entity that is, or was, called `text`; nothing where none is."""
    return acronyms_of_today([text]).get(text)


def acronyms_of_today(texts: Iterable[str]) -> dict[str, str]:
    """Each of `texts` that an entity is, or was, called -> its acronym; as `entity_named` finds
    it, for all of them in one query.
    """
    keys = {text: key for text in texts if (key := spanish_key(text))}
    any_way = Q(*((f"{way}__in", set(keys.values())) for way in WAYS), _connector=Q.OR)
    rows = Entity.objects.filter(any_way).order_by(latest("other_names__valid_to"), "pk")
    named: dict[str, tuple[int, str]] = {}
    for acronym, *called in rows.values_list("acronym", *WAYS):
        for place, key in enumerate(called):
            if key not in named or place < named[key][0]:
                named[key] = (place, acronym)
    return {text: named[key][1] for text, key in keys.items() if key in named}


STORY = ("other_names", "successions__successor", "successions_to_it__predecessor")
"""What an entity was called, what became of it and from whom it goes on: to be prefetched."""


def other_names(using: str = DEFAULT_DB_ALIAS) -> Iterator[tuple[int, str]]:
    """Key of an entity and a name that it has besides or had before, for all entities; one query.

    Today's names are not among them. What is still in use comes first, then what was last.
    """
    rows = OtherName.objects.using(using).order_by(latest("valid_to"), "pk")
    for entity, acronym, name in rows.values_list("entity", "acronym", "name"):
        yield from ((entity, text) for text in (acronym, name) if text)


def names_by_entity(using: str) -> dict[int, list[str]]:
    """Key of an entity -> every name under which its rows are found, of all; three queries.

    Its acronym and name, every other and former one, and those of whoever goes on with all of it.
    """
    rows = Entity.objects.using(using).order_by("pk").values_list("pk", "acronym", "name")
    own = {pk: [acronym, name] for pk, acronym, name in rows}
    for pk, name in other_names(using):
        own[pk].append(name)
    whole = Succession.objects.using(using).filter(kind__in=sorted(WHOLE_SUCCESSIONS))
    follows = dict(whole.values_list("predecessor", "successor"))
    names = {}
    for pk, told in own.items():
        names[pk] = list(told)
        seen, at = {pk}, follows.get(pk)
        while at is not None and at not in seen:
            names[pk] += own[at]
            seen.add(at)
            at = follows.get(at)
    return names
