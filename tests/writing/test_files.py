"""그림과 파일: 알맹이로 알아보고, 위치 정보를 지우고, 볼 수 있는 사람에게만 보여 준다."""

import io
import unicodedata
import zipfile

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from madang.actions.drafts import ATTACHMENTS
from madang.base.errors import Refused
from madang.proposals.models import Attachment, Draft, Proposal
from madang.proposals.papers import file_name, paper
from madang.proposals.pictures import picture
from tests.writing.conftest import 쓴_것, 파일

KEY = "abcdefghjk"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def archive(entries, *, before=b"", after=b"", method=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content)
    return before + made.getvalue() + after


def docx(**more):
    return archive(
        {"[Content_Types].xml": f'<Types><Override ContentType="{TYPES}"/></Types>', "word/document.xml": "<w/>"},
        **more,
    )


def with_entry(name, content=b"x"):
    types = f'<Types><Override ContentType="{TYPES}"/></Types>'
    return archive({"[Content_Types].xml": types, "word/document.xml": "<w/>", name: content})


def refusal(act, *args):
    with pytest.raises(Refused) as found:
        act(*args)
    return found.value.code


# ── 파일의 알맹이 ────────────────────────────────────────────────────────────────────────────────────────────────

HWP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + b"HWP Document File" + bytes(600)
GOOD = {
    "보고서.pdf": (PDF, "application/pdf"),
    "계획.docx": (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "문서.hwp": (HWP, "application/x-hwp"),
    "문서.hwpx": (archive({"mimetype": "application/hwp+zip", "Scripts/headerScripts": ""}), "application/hwp+zip"),
    "글.odt": (
        archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "application/vnd.oasis.opendocument.text",
    ),
    "옛글.txt": ("가나다 뚜벅뚜벅".encode("cp949"), "text/plain"),
    "표.csv": ("\ufeff이름,수\n하나,1\n".encode(), "text/csv"),
    "윈도.txt": ("가나다".encode("utf-16"), "text/plain"),
}
BAD = {
    "PDF이면서 쪽": ("a.pdf", b"%PDF-1.4\n<html><script>alert(1)</script>\n%%EOF", "file-two-things"),
    "PDF이면서 압축": ("a.pdf", PDF + archive({"a": "b"}) + b"%%EOF", "file-two-things"),
    "끝이 잘린 PDF": ("a.pdf", b"%PDF-1.7\nabc", "file-broken"),
    "그림 뒤의 압축": ("a.docx", b"GIF89a" + docx(), "file-unknown"),
    "뒤에 붙은 것": ("a.docx", docx(after=b"<html>"), "file-two-things"),
    "매크로": ("a.docx", with_entry("word/vbaProject.bin"), "file-runs"),
    "자바 묶음": ("a.docx", with_entry("META-INF/MANIFEST.MF"), "file-runs"),
    "프로그램": ("a.docx", with_entry("word/embeddings/setup.exe"), "file-runs"),
    "폭탄": ("a.docx", with_entry("word/media/1.bin", bytes(220 * 1024 * 1024)), "file-swells"),
    "작은 폭탄": ("a.docx", with_entry("word/media/1.bin", bytes(20 * 1024 * 1024)), "file-swells"),
    "폴더 밖": ("a.docx", with_entry("../../etc/passwd"), "file-broken"),
    "그냥 압축": ("a.docx", archive({"a.txt": "글"}), "file-unknown"),
    "이름만 PDF": ("a.pdf", docx(), "file-not-what-it-says"),
    "옛 워드": ("a.hwp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "file-unknown"),
    "쪽인 글": ("a.txt", b"<!DOCTYPE html><p>", "file-two-things"),
    "글이 아닌 글": ("a.txt", bytes(range(256)), "file-unknown"),
    "프로그램 자체": ("a.exe", b"MZ\x90\x00" + bytes(100), "file-unknown"),
    "빈 것": ("a.pdf", b"", "file-empty"),
    "망가진 압축": ("a.docx", docx()[:-30], "file-broken"),
}


@pytest.mark.parametrize("name", GOOD)
def test_받는_파일은_알맹이로_알아본다(name):
    content, kind = GOOD[name]
    found = paper(io.BytesIO(content), name)
    assert (found.name, found.media_type) == (name, kind)


@pytest.mark.parametrize("what", BAD)
def test_받지_않는_파일은_까닭이_있다(what):
    name, content, code = BAD[what]
    assert refusal(paper, io.BytesIO(content), name) == code


def test_속을_고친_압축은_속은_대로_받지_않는다():
    content = bytearray(with_entry("word/media/1.bin", b"a" * 5000))
    at = content.find(b"word/media/1.bin") + len("word/media/1.bin") + 4
    content[at] ^= 0xFF
    assert refusal(paper, io.BytesIO(bytes(content)), "a.docx") == "file-broken"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\하나\\계획.pdf", "계획.pdf"),
        ("gpj\u202efdp.exe", "gpjfdp.exe"),
        (unicodedata.normalize("NFD", "계획.pdf"), "계획.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("...", ""),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
    ],
)
def test_이름은_한_줄이고_폴더도_뒤집힘도_없다(raw, kept):
    assert file_name(raw) == kept


# ── 그림의 알맹이 ────────────────────────────────────────────────────────────────────────────────────────────────


def test_그림은_바로_서고_줄어들고_위치_정보가_없다(사진):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010E] = "우리 집 앞"
    exif.get_ifd(0x8825)[1] = "N"
    made = picture(io.BytesIO(사진(3000, 2000, exif=exif)))
    assert (made.width, made.height) == (1600, 2400)
    for content, width in ((made.large, 1600), (made.small, 480)):
        opened = Image.open(io.BytesIO(content))
        assert (opened.format, opened.width) == ("WEBP", width)
        assert not opened.getexif()
        assert "icc_profile" not in opened.info
        assert "우리 집".encode() not in content


def test_움직이는_그림은_첫_장면만_남는다():
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    opened = Image.open(io.BytesIO(picture(file).large))
    assert getattr(opened, "n_frames", 1) == 1
    assert opened.convert("RGB").getpixel((20, 20))[0] > 200


def test_작은_그림은_늘리지_않는다(사진):
    made = picture(io.BytesIO(사진(100, 50)))
    assert (made.width, made.height) == (100, 50)


def test_풀면_커지는_그림은_풀지_않는다():
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    assert len(file.getvalue()) < 100_000
    assert refusal(picture, file) == "picture-too-many-pixels"


def test_망가진_그림과_그림이_아닌_것은_까닭이_다르다(사진):
    assert refusal(picture, io.BytesIO(사진()[:2000])) == "picture-broken"
    assert refusal(picture, io.BytesIO(b"<svg onload=alert(1)>")) == "picture-unknown"
    assert refusal(picture, io.BytesIO(b"GIF89a")) in ("picture-unknown", "picture-broken")


def test_그림이면서_압축인_것은_그림만_남는다(사진):
    made = picture(io.BytesIO(사진() + archive({"evil.class": "x"})))
    assert b"PK\x03\x04" not in made.large


# ── 올리기 ───────────────────────────────────────────────────────────────────────────────────────────────────────

db = pytest.mark.django_db


@db
def test_스크립트_없이_그림을_더하고_설명을_적어야_올라간다(읽기, 하나, 사진):
    reader = 읽기(person=하나)
    sent = reader.post("/propose", 쓴_것(do="add", attach=[파일("건널목.jpg", 사진()), 파일("계획.pdf", PDF)]))
    assert sent.response.url == f"/propose?draft={KEY}#attached"
    page = reader.get("/propose", draft=KEY)
    assert "이 그림에 무엇이 보이나요?" in page
    assert "예: “보도 턱이" in page
    image = Attachment.objects.get(kind="image")
    page = reader.post("/propose", 쓴_것(do="preview", edition="1"))
    assert page.status == 422
    assert "그림에 보이는 것을 적어 주세요." in page
    alt = {f"alt-{image.key}": "턱이 높은 횡단보도"}
    sent = reader.post("/propose", 쓴_것(do="preview", edition="1", **alt))
    assert sent.status == 302
    page = reader.get(sent.response.url)
    assert 'alt="턱이 높은 횡단보도"' in page.html
    assert "계획.pdf" in page
    reader.post(f"/propose/drafts/{KEY}/publish", {"edition": "1"})
    made = Proposal.objects.get()
    assert made.attachments.count() == 2
    assert 'alt="턱이 높은 횡단보도"' in 읽기().get(f"/proposals/{KEY}").html


@db
def test_설명_없는_그림은_어느_길로도_올라가지_않는다(읽기, 하나, 사진):
    reader = 읽기(person=하나)
    reader.post("/propose", 쓴_것(do="add", attach=파일("a.png", 사진(kind="PNG"))))
    assert reader.get(f"/propose/drafts/{KEY}/preview").status == 302
    assert reader.post(f"/propose/drafts/{KEY}/publish", {"edition": "1"}).response.url == f"/propose?draft={KEY}"
    assert reader.post("/propose", 쓴_것(do="publish", edition="1")).status == 422
    assert not Proposal.objects.exists()


@db
def test_받지_못한_것은_이름과_까닭을_말하고_나머지는_남는다(읽기, 하나, 사진):
    reader = 읽기(person=하나)
    files = [파일("좋은.jpg", 사진()), 파일("나쁜.exe", b"MZ\x90\x00"), 파일("망가진.png", 사진(kind="PNG")[:200])]
    page = reader.post("/propose", 쓴_것(do="add", attach=files))
    assert page.status == 422
    assert "나쁜.exe: 받을 수 없는 종류의 파일이에요." in page
    assert "망가진.png: 그림이 망가져 있어 열 수 없어요." in page
    assert "어르신이 건너기에 짧아요." in page
    assert Attachment.objects.get().name == "좋은.jpg"


@db
def test_너무_큰_파일은_다_받기도_전에_끊기고_글은_남는다(읽기, 하나, settings, 사진):
    settings.UPLOAD_IMAGE_MB, settings.UPLOAD_FILE_MB = 1, 1
    page = 읽기(person=하나).post("/propose", 쓴_것(do="add", attach=파일("큰.pdf", PDF + bytes(3 * 1024 * 1024))))
    assert page.status == 422
    assert "큰.pdf: 한 개에 1MB까지 올릴 수 있어요." in page
    assert "어르신이" in page
    assert not Attachment.objects.exists()


@db
def test_열_개까지만_붙고_빼면_파일도_사라진다(읽기, 하나, 사진):
    reader = 읽기(person=하나)
    small = 사진(20, 20)
    page = reader.post("/propose", 쓴_것(do="add", attach=[파일(f"{n}.jpg", small) for n in range(ATTACHMENTS + 1)]))
    assert "모두 10개까지" in page
    assert Attachment.objects.count() == ATTACHMENTS
    one = Attachment.objects.first()
    assert default_storage.exists(one.path)


@pytest.mark.django_db(transaction=True)
def test_뺀_그림과_지운_글의_파일은_남지_않는다(읽기, 하나, 사진):
    reader = 읽기(person=하나)
    reader.post("/propose", 쓴_것(do="add", attach=[파일("a.jpg", 사진(20, 20)), 파일("b.pdf", PDF)]))
    first, second = Attachment.objects.order_by("order")
    reader.post("/propose", 쓴_것(remove=first.key, edition="1"))
    assert not default_storage.exists(first.path)
    assert not default_storage.exists(first.small_path)
    assert default_storage.exists(second.path)
    reader.post(f"/propose/drafts/{KEY}/delete")
    assert not default_storage.exists(second.path)
    assert not Attachment.objects.exists()


@db
def test_남의_글에_붙이거나_뺄_수_없다(읽기, 하나, 두리, 사진):
    reader = 읽기(person=하나)
    reader.post("/propose", 쓴_것(do="add", attach=파일("a.jpg", 사진(20, 20))))
    other = 읽기(person=두리)
    assert other.post(f"/propose/drafts/{KEY}/files", {"attach": 파일("b.jpg", 사진(20, 20))}).status == 404
    other.post("/propose", 쓴_것(remove=Attachment.objects.get().key))
    assert Attachment.objects.filter(draft__person=하나).count() == 1
    assert 읽기().post(f"/propose/drafts/{KEY}/files").status == 401


# ── 보기 ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def 붙은(reader, name, content):
    reader.post("/propose", 쓴_것(do="add", attach=파일(name, content)))
    return Attachment.objects.get()


@db
def test_쓰던_글의_그림은_쓴_사람만_본다(읽기, 하나, 두리, 사진):
    reader = 읽기(person=하나)
    one = 붙은(reader, "a.jpg", 사진())
    where = f"/files/{one.key}/1600.webp"
    response = reader.browser.get(where)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert "no-cache" in response["Cache-Control"]
    assert 읽기().browser.get(where).status_code == 읽기(person=두리).browser.get(where).status_code == 404


@db
def test_올린_그림은_누구나_보고_가려지면_아무도_못_본다(읽기, 하나, 사진):
    reader = 읽기(person=하나)
    one = 붙은(reader, "a.jpg", 사진())
    Attachment.objects.update(alt="그림")
    reader.post(f"/propose/drafts/{KEY}/publish", {"edition": "1"})
    where, guest = f"/files/{one.key}/480.webp", 읽기().browser
    response = guest.get(where)
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "immutable" in response["Cache-Control"]
    again = guest.get(where, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for visibility in ("hidden", "private"):
        Proposal.objects.update(visibility=visibility)
        assert guest.get(where).status_code == 404
        assert guest.get(where, headers={"If-None-Match": response["ETag"]}).status_code == 404
        assert reader.browser.get(where).status_code == 200


@db
def test_파일은_내려받을_뿐_열리지_않는다(읽기, 하나):
    reader = 읽기(person=하나)
    one = 붙은(reader, "내 계획 (1).pdf", PDF)
    response = reader.browser.get(f"/files/{one.key}/{one.name}")
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == PDF


@db
@pytest.mark.parametrize("path", ["/files/nothing/1600.webp", "/files/a%00b/x", "/files/x/..%2f..%2fetc"])
def test_없는_파일은_404다(읽기, path):
    assert 읽기().get(path).status == 404


@db
def test_있는_열쇠에_다른_이름이면_404다(읽기, 하나, 사진):
    reader = 읽기(person=하나)
    one = 붙은(reader, "a.jpg", 사진(20, 20))
    assert reader.get(f"/files/{one.key}/original.jpg").status == 404
    default_storage.delete(one.path)
    assert reader.get(f"/files/{one.key}/1600.webp").status == 404
    assert Draft.objects.exists()
