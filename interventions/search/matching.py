"""Which rows answer what was typed, and which answer it best."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, FloatField, Func, QuerySet
from django.db.models.expressions import RawSQL

from interventions.models import Intervention
from interventions.search.expressions import Expression, in_postgresql, in_sqlite
from interventions.search.questions import Question, question_of
from interventions.search_index import COLUMNS_OF_WEIGHT

MOST_RANKED = 5_000
"""Rows that are put in order of rank; where more match, the word says little: latest first."""

WORTH = {"A": 8, "B": 4, "C": 2, "D": 1}
"""Weight of a part of the index -> what a term is worth that occurs in it."""


def search(interventions: QuerySet[Intervention], text: str) -> QuerySet[Intervention]:
    """The rows of `interventions` in which everything that `text` asks for occurs, best first.

    All of them where `text` is empty, none where it holds signs only.
    """
    question = question_of(interventions.db, text)
    return best_first(answering(interventions, question), question)


def matching(interventions: QuerySet[Intervention], text: str) -> QuerySet[Intervention]:
    """The rows in which everything that `text` asks for occurs, in the order they have."""
    return answering(interventions, question_of(interventions.db, text))


def answering(interventions: QuerySet[Intervention], question: Question) -> QuerySet[Intervention]:
    """The rows that answer a question, in the order they have; all where nothing is asked."""
    if not question.parts:
        return interventions.none() if question.is_of_signs else interventions
    return interventions.filter(pk__in=_keys(interventions.db, question.whole))


def first_found(
    interventions: QuerySet[Intervention], alternatives: Sequence[Sequence[Question]]
) -> list[int | None]:
    """Of each of several lists of questions the place of the first that some row answers, or
    nothing; one query for all, which looks no further than that.
    """
    columns: list[str] = []
    params: list[Any] = []
    for questions in alternatives:
        cases = ""
        for place, question in enumerate(questions):
            sql, told = _a_key(interventions, question)
            cases += f" WHEN ({sql}) IS NOT NULL THEN {place}"
            params += told
        columns.append(f"CASE{cases} END" if cases else "NULL")
    return _one_row(interventions.db, columns, params)


def first_answers(
    interventions: QuerySet[Intervention], questions: Sequence[Question]
) -> list[int | None]:
    """Of each question the primary key of a row that answers it, or nothing; one query for all."""
    asked = [_a_key(interventions, question) for question in questions]
    columns = [f"({sql})" for sql, _params in asked]
    return _one_row(interventions.db, columns, [one for _sql, told in asked for one in told])


def _a_key(interventions: QuerySet[Intervention], question: Question) -> tuple[str, Sequence[Any]]:
    """The query of the primary key of one row that answers `question`, and its parameters."""
    rows = answering(interventions, question).order_by().values("pk")[:1]
    try:
        return rows.query.get_compiler(interventions.db).as_sql()
    except EmptyResultSet:
        return "NULL", ()


def _one_row(using: str, columns: Sequence[str], params: Sequence[Any]) -> list[Any]:
    if not columns:
        return []
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", params)
        return list(cursor.fetchone())


def best_first(interventions: QuerySet[Intervention], question: Question) -> QuerySet[Intervention]:
    """The rows of `interventions`, which answer `question`, by `search_rank`, then the latest
    cycle first.

    Where more than `MOST_RANKED` answer they stand as they did. The title weighs most, then the
    entities, the description, the rest; what was typed weighs twice what means the same.
    """
    if not question.parts or interventions.order_by()[: MOST_RANKED + 1].count() > MOST_RANKED:
        return interventions
    return interventions.annotate(search_rank=Rank(question)).order_by(
        "-search_rank", "-cycle__period_end", "code"
    )


def _keys(using: str, expression: Expression) -> RawSQL:
    """The primary keys of all rows in which `expression` occurs."""
    if connections[using].vendor == "postgresql":
        return RawSQL(
            "SELECT intervention_id FROM interventions_search "
            "WHERE document @@ to_tsquery('simple', %s)",
            [in_postgresql(expression)],
        )
    return RawSQL(
        "SELECT rowid FROM interventions_search WHERE interventions_search MATCH %s",
        [in_sqlite(expression)],
    )


class Rank(Func):
    """What a row is worth: for each part of the question, where it occurs. The same number on both
    databases, and of this row alone.

    The databases' own ranks are no help: FTS5's depends on the other rows, also on those that the
    asker may not see, and PostgreSQL's on how many alternatives were asked for.
    """

    output_field = FloatField()

    def __init__(self, question: Question) -> None:
        super().__init__(F("pk"))
        self.question = question

    def _hits(self) -> Iterator[tuple[str, int, Expression]]:
        """Weight of a part of the index, what is gained, and what must occur there."""
        for part in self.question.parts:
            for expression in (part.own, part.whole):
                yield from ((weight, worth, expression) for weight, worth in WORTH.items())

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, Any]:
        """Each hit asks the index once, whatever the number of rows."""
        key, key_params = compiler.compile(self.get_source_expressions()[0])
        cases: list[str] = []
        params: list[Any] = []
        for weight, worth, expression in self._hits():
            cases.append(
                f"CASE WHEN {key} IN (SELECT rowid FROM interventions_search "  # noqa: S608
                f"WHERE interventions_search MATCH %s) THEN {worth} ELSE 0 END"
            )
            columns = " ".join(COLUMNS_OF_WEIGHT[weight])
            params += [*key_params, f"{{{columns}}} : {in_sqlite(expression)}"]
        return f"({' + '.join(cases)})", tuple(params)

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, Any]:
        """The line of the row is read once, whatever the number of hits."""
        key, key_params = compiler.compile(self.get_source_expressions()[0])
        cases: list[str] = []
        params: list[Any] = []
        for weight, worth, expression in self._hits():
            cases.append(
                f"CASE WHEN s.document @@ to_tsquery('simple', %s) THEN {worth} ELSE 0 END"
            )
            params.append(in_postgresql(expression, weight))
        told = f"SELECT {' + '.join(cases)} FROM interventions_search s"  # noqa: S608
        return f"({told} WHERE s.intervention_id = {key})::float8", (*params, *key_params)
