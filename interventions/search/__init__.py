"""Spanish full text over interventions: accents, capitals, endings forgiven, the best first.

What is typed: words (each must occur, in any form of it or under a synonym), "a phrase in quotes",
and `migra*` for beginnings. Nothing typed is an error. A word is looked for in code, title,
description, results, difficulties, and in the names of what the row points to: entities,
objectives and guidelines, groups of people, departments, countries.

The index is a table of its own that the database itself keeps up to date
(`interventions.search_index`); it holds drafts too, and every function here takes the rows that
the asker may see and never gives others. The rank of a row depends on that row alone. Which words
are forms of one, and which mean the same, is known to Python alone, so that both databases are
asked the same (`docs/decisions/0022-both-databases-are-asked-the-same.md`).
"""

from interventions.search.matching import answering, best_first, matching, search
from interventions.search.questions import Question, question_of
from interventions.search.suggestions import suggestion, words_instead

__all__ = [
    "Question",
    "answering",
    "best_first",
    "matching",
    "question_of",
    "search",
    "suggestion",
    "words_instead",
]
