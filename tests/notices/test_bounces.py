"""되돌아온 메일: 진짜 메일 서버들이 쓰는 꼴로. 우리가 보낸 것만, 한 통에 한 번만 센다."""

import mailbox
from email import message_from_string

import pytest
from django.core.management import CommandError, call_command

from madang.actions import follows, notices
from madang.actions.bounces import take_in
from madang.audit.models import Entry
from madang.notices import marks
from madang.notices.models import Bounce, Notice
from madang.notices.outbox import put
from madang.notices.queries import unreachable
from tests import make

pytestmark = pytest.mark.django_db

POSTFIX = """\
Return-Path: <>
Date: Mon,  4 Mar 2019 09:00:05 +0900
From: MAILER-DAEMON@mx.gaon.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: bounces@gaon.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

--B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.gaon.example.

<{to}>: host mail.example[192.0.2.1] said: 550 5.1.1 <{to}>: Recipient address
    rejected: User unknown (in reply to RCPT TO command)

--B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.gaon.example
X-Postfix-Queue-ID: 4ABC
Arrival-Date: Mon,  4 Mar 2019 09:00:04 +0900 (KST)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: Recipient address rejected: User unknown

--B1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: madang@gaon.example
To: {to}
Subject: hello
Message-ID: {id}

--B1--
"""

EXCHANGE = """\
From: <postmaster@outlook.example>
To: <bounces@gaon.example>
Subject: Undeliverable: hello
Content-Type: multipart/report; report-type=delivery-status; boundary="B2"
MIME-Version: 1.0

--B2
Content-Type: multipart/alternative; boundary="B3"

--B3
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

WW91ciBtZXNzYWdlIGNvdWxkbid0IGJlIGRlbGl2ZXJlZC4=
--B3--

--B2
Content-Type: message/delivery-status

Reporting-MTA: dns;outlook.example

Final-recipient: rfc822;{to}
Action: failed
Status: 5.1.10
Diagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found

--B2
Content-Type: message/rfc822

From: madang@gaon.example
To: {to}
Message-ID: {id}
Subject: hello
Content-Type: text/plain

hello
--B2--
"""

QMAIL = """\
From: MAILER-DAEMON@old.example
To: bounces@gaon.example
Subject: failure notice
Content-Type: text/plain

Hi. This is the qmail-send program at old.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <bounces@gaon.example>
From: madang@gaon.example
To: {to}
Message-ID: {id}
Subject: hello

hello
"""


@pytest.fixture
def 하나():
    return make.person("하나", email="hana@gaon.example")


def 보낸_편지(person, n=0):
    put("answered", f"b{n}", at=make.AT, person=person, case=make.proposal(by=person).case.key)
    notices.send_due(at=make.AT)
    return Notice.objects.get(unique=f"answered:b{n}")


def 되돌아온(sample, notice, to="hana@gaon.example", action="failed", status="5.1.1"):
    text = sample.replace("{to}", to).replace("{id}", marks.message_id(notice.pk))
    return text.replace("{action}", action).replace("{status}", status)


def 읽기(text):
    return take_in(mail=message_from_string(text), at=make.AT)


@pytest.mark.parametrize("sample", [POSTFIX, EXCHANGE, QMAIL], ids=["postfix", "exchange", "qmail"])
def test_되돌아온_편지를_알아본다(하나, sample):
    notice = 보낸_편지(하나)
    assert 읽기(되돌아온(sample, notice)).outcome == "counted"
    assert 읽기(되돌아온(sample, notice)).outcome == "again"
    assert Bounce.objects.get().email == "hana@gaon.example"


def test_세_번_되돌아오면_조용해지고_기록에_남고_본인이_되돌린다(하나):
    silent = [읽기(되돌아온(POSTFIX, 보낸_편지(하나, n))).silent for n in range(3)]
    assert silent == [False, False, True]
    assert unreachable([하나.email]) == {하나.email}
    entry = Entry.objects.get(verb="notice.mail-lost")
    assert "hana" not in str(entry.facts)
    follows.mail_arrives(person=하나, at=make.AT, actor=하나)
    assert not unreachable([하나.email])


def test_아직_보내는_중이라는_소식은_세지_않는다(하나):
    text = 되돌아온(POSTFIX, 보낸_편지(하나), action="delayed", status="4.4.1")
    assert 읽기(text).outcome in ("later", "nothing")
    assert not Bounce.objects.exists()


def test_지어낸_되돌림으로는_남의_주소를_막지_못한다(하나):
    notice = 보낸_편지(하나)
    forged = POSTFIX.replace("{to}", 하나.email).replace("{id}", f"<{notice.pk}.{'0' * 24}@gaon.example>")
    assert 읽기(forged.replace("{action}", "failed").replace("{status}", "5.1.1")).outcome == "foreign"
    두리의_것 = 되돌아온(POSTFIX, notice, to="duri@gaon.example")
    assert 읽기(두리의_것).outcome == "foreign"
    assert not Bounce.objects.exists()


@pytest.mark.parametrize("text", ["", "Subject: 안녕\n\n반가워요", "\x00\x01", "Content-Type: multipart/report\n\nx"])
def test_되돌아온_메일이_아닌_것은_그냥_둔다(text):
    assert 읽기(text).outcome == "nothing"


def test_명령은_한_통도_편지함도_읽는다(하나, tmp_path, capsys):
    texts = [되돌아온(POSTFIX, 보낸_편지(하나, n)) for n in range(3)]
    (tmp_path / "one.eml").write_text(texts[0])
    box = mailbox.mbox(tmp_path / "box")
    for text in texts:
        box.add(text)
    box.flush()
    folder = mailbox.Maildir(tmp_path / "folder")
    folder.add(texts[0])
    for name in ("one.eml", "box", "folder"):
        call_command("bounces", str(tmp_path / name))
    assert Bounce.objects.count() == 3
    said = capsys.readouterr().out
    assert "hana@gaon.example: 이제 꼭 필요한 메일만 보내요" in said
    assert "2\t되돌아온 것으로 세었어요" in said


def test_없는_파일은_말로_거절한다(tmp_path):
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(CommandError):
            call_command("bounces", str(path))


def test_담당자는_살펴보기에서_본다(하나, capsys):
    for n in range(3):
        읽기(되돌아온(POSTFIX, 보낸_편지(하나, n)))
    from madang.ops.health import _letters

    assert [finding.code for finding in _letters()] == ["mail-comes-back"]
