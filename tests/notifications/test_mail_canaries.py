"""No mail to anyone without a task, and no mail with what its reader may not read."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone

from accounts.models import User
from interventions import actions
from interventions.choices import Move, ParticipationRole, State
from interventions.models import Intervention
from notifications.actions import invite, send_daily_mail, set_deadline
from tests.factories import EntityResponseFactory, InterventionFactory


def test_every_letter_goes_to_who_must_act_and_names_only_what_they_may_read(
    cycle, entity, other_entity, focal_point, alternate, validator, other_focal_point,
    disabled_focal_point, secretariat, analyst, observer, no_role_staff, superuser,
    django_capture_on_commit_callbacks,
):  # fmt: skip
    for person in User.objects.all():
        person.email = f"{person.username}@correo.example"
        person.save()
    for one in (entity, other_entity):
        EntityResponseFactory(cycle=cycle, entity=one)
        for state in State:
            InterventionFactory(
                lead=one, cycle=cycle, state=state, title=f"canario-{one.acronym}-{state}"
            )
        row = InterventionFactory(
            lead=one, cycle=cycle, state=State.SUBMITTED, title=f"canario-{one.acronym}-devuelta"
        )
        actions.move_intervention(
            row, move=Move.OBSERVE, by=secretariat, reason=f"motivo-{one.acronym}"
        )
    today = timezone.localdate()
    set_deadline(cycle, closes=today + timedelta(days=3), by=secretariat)
    with django_capture_on_commit_callbacks(execute=True):
        invite(cycle, by=secretariat)
        set_deadline(cycle, closes=today + timedelta(days=14), by=secretariat)
    for days in range(20):
        send_daily_mail(now=timezone.now() + timedelta(days=days))
    told = {letter.to[0].split("@")[0] for letter in mail.outbox}
    assert told == {"titular", "alterno", "validador", "titular-ajeno", "secretaria"}
    foreign = {
        "titular": "MINSA",
        "alterno": "MINSA",
        "validador": "MINSA",
        "titular-ajeno": "MIMP",
    }
    titles = set(Intervention.objects.values_list("title", flat=True))
    for letter in mail.outbox:
        reader = letter.to[0].split("@")[0]
        words = letter.subject + letter.body
        if reader in foreign:
            assert foreign[reader] not in words, letter.subject
        else:  # the secretariat reads what was sent to it, and no draft in a letter
            assert not any(title in words for title in titles if title.endswith("draft"))
        assert "@" not in words
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
        assert len(letter.subject.splitlines()) == 1


def test_whoever_has_finished_gets_no_further_letter(
    cycle, entity, focal_point, secretariat, django_capture_on_commit_callbacks
):
    focal_point.email = "titular@correo.example"
    focal_point.save()
    response = EntityResponseFactory(cycle=cycle, entity=entity)
    today = timezone.localdate()
    set_deadline(cycle, closes=today + timedelta(days=14), by=secretariat)
    send_daily_mail()
    assert len(mail.outbox) == 1
    actions.answer_nothing_new(response, by=focal_point)
    for days in range(1, 25):
        send_daily_mail(now=timezone.now() + timedelta(days=days))
    assert len(mail.outbox) == 1
    assert not entity.participations.filter(role=ParticipationRole.LEAD).exists()
