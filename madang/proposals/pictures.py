"""Pictures as we keep them: opened by what they are, turned upright, re-encoded without the camera's data, in two widths.

Nothing of the original file is kept, so that nothing that hides in it is either.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from madang.base.errors import Refused

PIXELS = 40_000_000
WIDTHS = (1600, 480)
TALLEST = 4800  # a long screenshot stays readable, a strip of a million lines does not get in
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")  # what some phones call MPO comes as JPEG
MEDIA_TYPE = "image/webp"
Image.MAX_IMAGE_PIXELS = PIXELS  # Pillow refuses by itself what is twice as large; we ask before anything is decoded


@dataclass(frozen=True)
class Picture:
    """A picture ready to be kept: the large and the small one (WebP), and the size of the large one in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def picture(file: BinaryIO) -> Picture:
    """Make a picture of what was uploaded. Refused ``picture-unknown``, ``picture-broken`` or ``picture-too-many-pixels``."""
    try:
        opened = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refused("picture-too-many-pixels", limit=PIXELS // 1_000_000) from None
    except Exception as error:  # whatever a decoder meets in bytes that somebody made up
        raise Refused("picture-unknown") from error
    width, height = opened.size
    if width * height > PIXELS:
        raise Refused("picture-too-many-pixels", limit=PIXELS // 1_000_000)
    try:
        large = _upright(opened)
        small = _narrowed(large, WIDTHS[1])
        return Picture(_webp(large), _webp(small), large.width, large.height)
    except Exception as error:
        raise Refused("picture-broken") from error


def _upright(opened: Image.Image) -> Image.Image:
    """Its first frame as it is to be looked at, in the colours of screens, no wider than the wider width."""
    if opened.format in ("JPEG", "MPO"):
        opened.draft("RGB", (WIDTHS[0] * 2, WIDTHS[0] * 2))  # decode no more than is needed
    opened.seek(0)
    opened.load()
    profile = opened.info.get("icc_profile")
    turned = ImageOps.exif_transpose(opened)
    clear = turned.has_transparency_data
    plain = turned.convert("RGBA" if clear else "RGB")
    if profile and turned.mode in ("RGB", "RGBA"):
        plain = _in_screen_colours(plain, profile)
    return _narrowed(plain, WIDTHS[0])


def _in_screen_colours(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=image.mode)
    except (ImageCms.PyCMSError, OSError, ValueError):  # an odd profile: the colours as they are written
        return image
    return changed if changed is not None else image


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    scale = min(1.0, width / image.width, TALLEST * width / WIDTHS[0] / image.height)
    if scale == 1.0:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def _webp(image: Image.Image) -> bytes:
    """As WebP, from the pixels alone: no Exif, no profile, no comment."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
