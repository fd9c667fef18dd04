"""`image`: a picture; `svg`: a drawing."""

import base64
import binascii
from typing import Annotated, Final

from msgspec import Meta

from easel_canvas.builtin.files import read_bytes, read_text
from easel_canvas.builtin.image_size import ImageFacts, image_facts
from easel_canvas.builtin.kind import Kind, View
from easel_canvas.builtin.surroundings import Surroundings
from easel_canvas.errors import ResourceNotFound
from easel_canvas.inputs import KIB, MIB, FilePath, Titled, either, unfit
from easel_canvas.provider import Resource
from easel_canvas.values import JsonObject

MAX_IMAGE: Final = 12 * MIB
MAX_SVG: Final = 2 * MIB
SOURCE: Final = "image"

Alt = (
    Annotated[
        str,
        Meta(max_length=10_000, description="What is to be seen, for those who cannot see it."),
    ]
    | None
)


class ImageInput(Titled, frozen=True, kw_only=True):
    """A picture."""

    file: FilePath | None = None
    data: (
        Annotated[
            str,
            Meta(
                max_length=MIB,
                description="Or the bytes of a PNG, JPEG, GIF or WebP in Base64; up to 700 KiB.",
            ),
        ]
        | None
    ) = None
    alt: Alt = None


class SvgInput(Titled, frozen=True, kw_only=True):
    """A drawing."""

    svg: (
        Annotated[
            str,
            Meta(
                max_length=MAX_SVG,
                description="The SVG document. Scripts in it do not run and nothing is loaded.",
            ),
        ]
        | None
    ) = None
    file: FilePath | None = None
    alt: Alt = None


class ImageView(View):
    """A picture; views read its bytes from `image`."""

    def __init__(self, facts: ImageFacts, data: bytes, given: ImageInput | SvgInput) -> None:
        super().__init__()
        self.title = given.title or given.file
        self._facts = facts
        self._data = data
        self._alt = given.alt
        self.status = " · ".join(filter(None, (_pixels(facts), _size(len(data)))))

    def content(self) -> JsonObject:
        """`{mimeType, width, height, bytes, alt, source}`; what is not known is null."""
        return {
            "mimeType": self._facts.mime_type,
            "width": self._facts.width,
            "height": self._facts.height,
            "bytes": len(self._data),
            "alt": self._alt,
            "source": SOURCE,
        }

    def text(self) -> str:
        """What is known of the picture."""
        kind = self._facts.mime_type.removeprefix("image/").removesuffix("+xml").upper()
        name = f"{self.title}: " if self.title else ""
        described = f"\n\n{self._alt}" if self._alt else ""
        return f"{name}{kind} image, {self.status}.{described}"

    def resource(self, path: str) -> Resource:
        """`image`: the bytes."""
        if path != SOURCE:
            raise ResourceNotFound(path)
        return Resource(mime_type=self._facts.mime_type, blob=self._data)


def _pixels(facts: ImageFacts) -> str:
    return "" if facts.width is None else f"{facts.width} by {facts.height} pixels"


def _size(size: int) -> str:
    if size < KIB:
        return f"{size} bytes"
    return f"{size / KIB:.1f} KiB" if size < MIB else f"{size / MIB:.1f} MiB"


async def _make_image(given: ImageInput, surroundings: Surroundings) -> View:
    either({"file": given.file, "data": given.data})
    if given.file is not None:
        data = await read_bytes(given.file, surroundings, MAX_IMAGE)
    else:
        data = _decoded(given.data or "")
    facts = image_facts(data)
    if facts is None:
        raise unfit("This is no PNG, JPEG, GIF or WebP; for SVG open the canvas `svg`.")
    return ImageView(facts, data, given)


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise unfit(f"`data` is no Base64: {error}.") from None


async def _make_svg(given: SvgInput, surroundings: Surroundings) -> View:
    either({"svg": given.svg, "file": given.file})
    svg = given.svg or ""
    if given.file is not None:
        svg = await read_text(given.file, surroundings, MAX_SVG)
    if "<svg" not in svg:
        raise unfit("This is no SVG: it has no element `<svg>`.")
    return ImageView(ImageFacts("image/svg+xml"), svg.encode(), given)


IMAGE = Kind(
    canvas_id="image",
    title="Image",
    description="Show a picture: a screenshot, a plot. PNG, JPEG, GIF or WebP, best as a file.",
    input=ImageInput,
    make=_make_image,
)
SVG = Kind(
    canvas_id="svg",
    title="Drawing",
    description="Show a drawing in SVG.",
    input=SvgInput,
    make=_make_svg,
)
