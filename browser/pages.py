"""Every page that people open, each as the person whose page it is.

A page of the workspace or a public one without a row here fails `test_pages.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from browser.people import AT_THE_CODE, INVITED
from browser.world import World
from interventions.choices import State
from workspace.forms import STEPS
from workspace.views.welcome import GUIDES

Arguments = Callable[[World], list]


def nothing(_world: World) -> list:
    """The page's address holds no key."""
    return []


def row_in(state: State, *more: object) -> Arguments:
    """The key of the row in this state, and what else the address holds."""
    return lambda world: [world.rows[state], *more]


def other(name: str, *more: object) -> Arguments:
    """The key of another thing of the world, and what else the address holds."""
    return lambda world: [world.others[name], *more]


def token(name: str) -> Arguments:
    """What the link of a letter carries."""
    return lambda world: [world.tokens[name]]


@dataclass(frozen=True)
class Page:
    """An address by its name in the resolver, who opens it, and the keys it holds."""

    name: str
    person: str | None = None
    arguments: Arguments = nothing
    query: str = ""
    title: str = ""
    status: int = 200
    press: str = ""
    """A button of the page: what is looked at is its answer, of status 400, a form with errors."""
    long: bool = False
    """So long that axe takes half a minute: looked at once, on a phone and light."""

    @property
    def label(self) -> str:
        """A name for the test and its pictures."""
        told = (self.name.replace(":", "-"), self.title, self.person or "anybody")
        return "--".join(part for part in told if part)

    @property
    def is_own(self) -> bool:
        """Whether the page is of our making, not of Django's admin."""
        return not self.name.startswith("admin:")

    def address(self, world: World) -> str:
        """The path and query."""
        return reverse(self.name, args=self.arguments(world)) + self.query


CHANGE = "admin:interventions_intervention_change"

PAGES = [
    # -- public ----------------------------------------------------------------------------------
    Page("portal:home"),
    Page("portal:interventions"),
    Page("portal:interventions", query="?objetivo=7&ciclo=2022", title="found"),
    Page("portal:interventions", query="?ciclo=1821", title="refused"),
    Page("portal:intervention", arguments=lambda world: [world.codes[State.VALIDATED]]),
    Page("portal:intervention", arguments=lambda _world: ["NADA"], title="none", status=404),
    Page("portal:report", arguments=lambda _world: ["2026"]),
    Page("portal:report", arguments=lambda _world: ["2022"], title="long", long=True),
    Page("portal:commitments"),
    Page("portal:provision", arguments=lambda _world: ["pmm", "objetivo", "7"]),
    Page("portal:provision", arguments=lambda _world: ["pmm", "objetivo", "20"], title="nothing"),
    Page("portal:provision", arguments=lambda _world: ["pmm", "area", "2"], title="area"),
    Page(
        "portal:provision",
        arguments=lambda _world: ["pnm-2017-2025", "lineamiento", "2.8"],
        title="guideline",
    ),
    Page("portal:entities"),
    Page("portal:entity", arguments=lambda _world: ["MRE"]),
    Page("portal:entity", arguments=lambda _world: ["SUNAT"], title="nothing"),
    Page("portal:reports"),
    Page("portal:crosstab"),
    Page("portal:crosstab", query="?filas=objective&columnas=entity&ciclo=2022", title="wide"),
    Page("portal:data"),
    Page("portal:codebook", long=True),
    Page("set_language"),
    Page("style"),
    Page("admin:login"),
    # -- the workspace ---------------------------------------------------------------------------
    Page("workspace:home", "focal_point"),
    Page("workspace:home", "validator"),
    Page("workspace:home", "secretariat"),
    Page("workspace:home", "analyst"),
    Page("workspace:interventions", "focal_point"),
    Page("workspace:interventions", "secretariat", query="?estado=observed"),
    Page("workspace:entity-profile", "focal_point", lambda _world: ["MIMP"]),
    Page("workspace:participation", "focal_point", other("part")),
    Page("workspace:participation", "other_focal_point", other("part")),
    Page("workspace:review", "focal_point", other("joint"), title="partner"),
    Page("workspace:write", "focal_point", other("joint", "que"), title="led-to-the-part"),
    Page("workspace:before", "focal_point"),
    Page("workspace:discontinue", "focal_point", other("earlier")),
    Page(
        "workspace:discontinue",
        "focal_point",
        other("earlier"),
        title="wrong",
        press="Registrar que no continúa",
    ),
    Page("workspace:nothing-new", "other_focal_point", other("response")),
    Page("workspace:excel", "focal_point"),
    Page("workspace:import", "focal_point", other("import")),
    Page("workspace:catalogues", "secretariat"),
    Page("workspace:catalogue", "secretariat", lambda _world: ["designations"]),
    Page("workspace:catalogue-import", "secretariat", other("catalogue")),
    Page("workspace:filters", "analyst"),
    Page("workspace:filters", "focal_point", query="?query=objective%3D7&name=Siete", title="new"),
    # -- writing ---------------------------------------------------------------------------------
    Page("workspace:new", "focal_point"),
    Page("workspace:new", "focal_point", title="wrong", press="Guardar y seguir"),
    *(
        Page("workspace:write", "focal_point", row_in(State.DRAFT, step.slug), title=step.slug)
        for step in STEPS
    ),
    Page("workspace:write", "focal_point", row_in(State.OBSERVED, "que"), title="returned"),
    Page("workspace:write", "focal_point", row_in(State.OBSERVED, "resultados"), title="noted"),
    Page("workspace:write", "focal_point", other("carried", "que"), title="carried"),
    Page("workspace:write", "focal_point", other("carried", "resultados"), title="carried-results"),
    Page("workspace:write", "focal_point", other("copied", "que"), title="conflict"),
    Page("workspace:send", "focal_point", row_in(State.DRAFT)),
    Page("workspace:send", "focal_point", other("carried"), title="incomplete"),
    Page("workspace:sent", "focal_point", row_in(State.SUBMITTED)),
    Page("workspace:sent", "focal_point", row_in(State.PENDING_ENTITY), title="in-the-entity"),
    # -- review ----------------------------------------------------------------------------------
    *(Page("workspace:review", "secretariat", row_in(state), title=state.value) for state in State),
    Page("workspace:review", "secretariat", row_in(State.SUBMITTED), "?desde=validated", "before"),
    Page(
        "workspace:review",
        "secretariat",
        row_in(State.SUBMITTED),
        title="wrong",
        press="Observar",
    ),
    Page("workspace:review", "focal_point", row_in(State.OBSERVED)),
    Page("workspace:review", "validator", row_in(State.PENDING_ENTITY)),
    Page("workspace:new-on-behalf", "secretariat"),
    Page("workspace:on-behalf", "secretariat", row_in(State.SUBMITTED)),
    Page("workspace:on-behalf", "focal_point", row_in(State.SUBMITTED)),
    Page("workspace:succession", "secretariat", other("entity")),
    Page("workspace:queue", "secretariat"),
    Page("workspace:queue", "secretariat", query="?marcar=1", title="ticked"),
    Page("workspace:validate", "secretariat", query="?fila=1:1", title="none"),
    Page("workspace:comments", "observer"),
    Page("workspace:comment", "observer", row_in(State.VALIDATED)),
    # -- the call, its letters, groups -----------------------------------------------------------
    Page("workspace:call", "secretariat"),
    Page("workspace:call-open", "secretariat"),
    Page("workspace:call-close", "secretariat"),
    Page("workspace:call-reopen", "secretariat", other("past")),
    Page("workspace:call-invite", "secretariat"),
    Page("workspace:call-reminders", "secretariat"),
    Page("workspace:call-letters", "secretariat"),
    Page("workspace:letter", "secretariat", other("letter")),
    Page("workspace:letter-write", "secretariat", query="?para=faltan"),
    Page("workspace:letter-edit", "secretariat", other("message")),
    Page("workspace:letter-preview", "secretariat", other("message")),
    Page("workspace:groups", "focal_point"),
    Page("workspace:group", "focal_point", other("group")),
    Page("workspace:group", "secretariat", other("group")),
    Page("workspace:groups-write", "secretariat"),
    Page("workspace:group-write", "secretariat", other("group")),
    Page("workspace:notices", "focal_point"),
    Page("workspace:unsubscribe", arguments=token("unsubscribe")),
    # -- people ----------------------------------------------------------------------------------
    Page("workspace:designations", "focal_point"),
    Page("workspace:designations", "secretariat"),
    Page("docs-plain"),
    Page("workspace:challenges", "focal_point"),
    Page("workspace:challenges", "secretariat"),
    Page("workspace:challenge-new", "focal_point"),
    Page("workspace:challenge", "focal_point", other("challenge")),
    Page("workspace:designate", "secretariat"),
    Page("workspace:name-delegate", "validator"),
    Page("workspace:name-delegate", "secretariat"),
    Page(
        "workspace:designate",
        "secretariat",
        title="wrong",
        press="Registrar y escribir a la persona",
    ),
    Page("workspace:second-factors", "secretariat"),
    Page("workspace:second-factors", "secretariat", title="wrong", press="Pedir"),
    Page("workspace:end-designation", "secretariat", other("designation")),
    Page("workspace:hand-over", "secretariat", other("designation")),
    Page("workspace:welcome", "focal_point"),
    Page("workspace:welcome", "analyst"),
    Page("workspace:guides", "focal_point"),
    *(
        Page("workspace:guide", "focal_point", lambda _world, slug=slug: [slug], title=slug)
        for slug in GUIDES
    ),
    Page("workspace:account", "focal_point"),
    # -- accounts --------------------------------------------------------------------------------
    Page("account_login"),
    Page("account_login", title="wrong", press="Ingresar"),
    Page("account_logout", "focal_point"),
    Page("account_inactive"),
    Page("account_reauthenticate", "focal_point"),
    Page("account_change_password", "focal_point"),
    Page("account_set_password", INVITED),
    Page("account_reset_password"),
    Page("account_reset_password_done"),
    Page(
        "account_reset_password_from_key",
        arguments=lambda world: world.tokens["password"].split("-", 1),
    ),
    Page("account_reset_password_from_key_done"),
    Page("invitation", arguments=token("invitation")),
    Page(
        "invitation",
        arguments=token("invitation"),
        title="wrong",
        press="Guardar la contraseña e ingresar",
    ),
    Page("invitation", arguments=lambda _world: ["ninguna"], title="none", status=404),
    Page("mfa_index", "focal_point"),
    Page("mfa_index", "with_second_factor"),
    Page("mfa_activate_totp", "focal_point"),
    Page("mfa_deactivate_totp", "with_second_factor"),
    Page("mfa_view_recovery_codes", "with_second_factor"),
    Page("mfa_generate_recovery_codes", "with_second_factor"),
    Page("mfa_reauthenticate", "with_second_factor"),
    Page("mfa_authenticate", AT_THE_CODE),
    Page("mfa_list_webauthn", "with_second_factor"),
    Page("mfa_add_webauthn", "focal_point"),
    Page("mfa_edit_webauthn", "with_second_factor", other("passkey")),
    Page("mfa_remove_webauthn", "with_second_factor", other("passkey")),
    Page("mfa_reauthenticate_webauthn", "with_second_factor"),
    Page("usersessions_list", "focal_point"),
    # -- the back-office -------------------------------------------------------------------------
    Page("admin:index", "secretariat"),
    Page("admin:interventions_intervention_changelist", "secretariat"),
    Page(CHANGE, "secretariat", row_in(State.SUBMITTED)),
    Page(
        "admin:interventions_intervention_move",
        "secretariat",
        lambda world: [world.rows[State.SUBMITTED], "observe"],
    ),
    Page("admin:interventions_intervention_history", "secretariat", row_in(State.OBSERVED)),
    Page("admin:cycles_reportingcycle_change", "secretariat", other("cycle")),
    Page("admin:entities_focalpoint_changelist", "secretariat"),
    Page("admin:entities_focalpoint_add", "secretariat"),
    Page("admin:reports_narrativesection_sections", "secretariat"),
    Page("admin:reports_countryreport_change", "secretariat", other("report")),
]

POST_ONLY = """
    call-deadline call-expect carry carry-chosen take-back-nothing-new undo-discontinuation
    accept-discontinuation decide-second-factor keep discard delete proposals invite-again
    new-token revoke-token
""".split()

FILES = """
    workbook blank-ficha ficha import-refused letter-attachment
""".split()
POST_ONLY += "take-back-delegation challenge-delete challenge-validate".split()
POST_ONLY += "upload import-confirm import-undo delete-filter".split()
POST_ONLY += "catalogue-upload catalogue-confirm".split()
FILES += "catalogue-template catalogue-workbook catalogue-text".split()

NO_PAGE = {
    "health": "for machines: JSON",
    "docs": "drawn by a kept viewer; `docs-plain` says the same",
    "portal:evidence-file": "a file to download",
    "portal:report-file": "a file to download",
    "portal:picture": "a file to download",
    "portal:indicator-picture": "a file to download",
    "mfa_download_recovery_codes": "a file to download",
    "workspace:similar": "a part of another page",
    "workspace:continue": "leads on to a step",
    **{f"workspace:{name}": "takes a POST only" for name in POST_ONLY},
    **{f"workspace:{name}": "a file to download" for name in FILES},
    "portal:saved-filter": "leads to the list that it names",
    "portal:catalogue": "for machines: JSON-LD",
    "portal:data-file": "a file to download",
    "portal:data-latest": "leads to a file to download",
}
"""Addresses that show no page -> why."""

OTHERS = ("admin/", "api/v1/")
"""Of Django's admin the pages above are looked at; the API has no pages but its documentation's."""
DOCUMENTATION = "api/v1/docs/"


def names_of_pages(patterns: list | None = None, route: str = "", space: str = "") -> Iterator[str]:
    """Names of all the addresses outside of `OTHERS`, from the resolver."""
    for pattern in patterns or get_resolver().url_patterns:
        path = route + str(pattern.pattern)
        leads_there = isinstance(pattern, URLResolver) and DOCUMENTATION.startswith(path)
        if path.startswith(OTHERS) and not (leads_there or path.startswith(DOCUMENTATION)):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names_of_pages(pattern.url_patterns, path, space + inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
