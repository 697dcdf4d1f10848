"""What the tests of writing share."""

import io

import pytest
from PIL import Image

from tests import make
from tests.web.public.conftest import Reader, 읽기  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    """Uploads of a test go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def 하나(db):
    make.procedure()
    return make.person("하나")


@pytest.fixture
def 두리(db):
    return make.person("두리")


@pytest.fixture
def 사진():
    """A photograph as a phone makes it: 사진(width=…, height=…, format=…, exif=…)."""

    def made(width=1200, height=900, kind="JPEG", colour="olive", **more):
        file = io.BytesIO()
        Image.new("RGB", (width, height), colour).save(file, kind, **more)
        return file.getvalue()

    return made


def 쓴_것(key="abcdefghjk", **changes):
    """What the form sends."""
    return {
        "title": "횡단보도 신호를 늘려 주세요", "body": "어르신이 건너기에 짧아요.", "category": "교통", "area": "솔내동",
        "key": key, "edition": "0", "procedure": "seoul-2019", **changes,
    }  # fmt: skip


def 파일(name, content, kind="application/octet-stream"):
    """A file that a browser sends."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content, kind)
