"""What the search takes for the same, from `fixtures/` into the database."""

from alignment.loading import add_missing, read_fixture
from interventions.models import SearchSynonyms


def load_synonyms() -> None:
    """The groups of synonyms that are not there yet; what was changed or put out of use stays."""
    records = read_fixture("reference", "search-synonyms.json")
    rows = [{**record, "words": "\n".join(record["words"])} for record in records]
    add_missing(SearchSynonyms, rows, "key")
