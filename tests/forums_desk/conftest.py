"""What the tests of the discussions' desk share: a matter that has come to its forum, and an institution's question."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from madang.actions import decisions, forum_desk, forums
from madang.forums.models import Forum
from madang.people.models import Role
from tests import make
from tests.web.staff.conftest import (  # noqa: F401
    공원과,
    교통과,
    네온,
    담당자,
    두리,
    브라우저,
    세종,
    하나,
)

AT = make.AT + make.days(1)


@pytest.fixture(autouse=True)
def 담는_곳(settings, tmp_path):
    """Files go where nobody else's are."""
    settings.MEDIA_ROOT = tmp_path / "media"


def picture(name="photo.jpg", size=(640, 400), exif=True, kind="JPEG"):
    """A picture as a phone makes it, with where it was taken."""
    out = io.BytesIO()
    image = Image.new("RGB", size, "#7a9")
    data = Image.Exif()
    data[0x010E] = "찍은 곳: 가온시 12번지"
    image.save(out, kind, **({"exif": data} if exif and kind == "JPEG" else {}))
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def selected(
    title="학교 앞 차 없는 거리를 넓혀 주세요", *, form="pro_con", procedure="seoul-2019", key=None, department=None
):
    """A proposal that the panel has selected: its forum, which is to be prepared."""
    matter = make.proposal(title, procedure=procedure, department=department, key=key)
    make.paper(matter, 500)
    decisions.decide(case_key=matter.case.key, kind="agenda", decision="select", form=form, at=AT, actor=None)
    return Forum.objects.get(case=matter.case)


def asked(department, *, procedure="seoul-2019", key="ask-lamp", at=AT, **what):
    """기관제안: a question that the department has begun, with an answer promised."""
    told = {
        "question": "밤 10시 뒤 가로등을 어둡게 하는 데 찬성하십니까?", "purpose": "dispute", "form": "pro_con",
        "promised_on": (make.AT + make.days(60)).date(), **what,
    }  # fmt: skip
    return forum_desk.start_question(
        rules=make.rules(procedure), department=department, what=told, key=key, at=at, actor=None
    )


def agreed(forum, department_officer, lead, at=AT):
    """Both sides agree."""
    for side, who in (("department", department_officer), ("team", lead)):
        forum_desk.agree_forum(forum=forum, side=side, edition=fresh(forum).edition, at=at, actor=who)


def opened(forum, at=AT, **more):
    """It opens as it was prepared."""
    return forums.open_forum(case_key=forum.case.key, at=at, actor=None, **more)


def fresh(forum):
    return Forum.objects.select_related("visit", "case__proposal").get(pk=forum.pk)


@pytest.fixture
def 거리(db):
    """The forum of a citizen's proposal, selected by the panel, being prepared."""
    return selected(key="street")


@pytest.fixture
def 토론지기(db):
    return make.staff("토론 스탭", Role.FORUMS)
