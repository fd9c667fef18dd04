"""Reading files for a canvas, with failures that a model understands."""

from anyio import to_thread

from easel_canvas.builtin.surroundings import FileRefused, Surroundings
from easel_canvas.errors import ProviderError
from easel_canvas.inputs import unfit

FILE_REFUSED = "canvas_file_refused"


async def read_bytes(path: str, surroundings: Surroundings, limit: int) -> bytes:
    """The content of a file, at most `limit` bytes.

    Raises:
        ProviderError: it cannot be shown, and why.
    """
    try:
        return await surroundings.files.read(surroundings.session, path, limit)
    except FileRefused as refusal:
        raise ProviderError(str(refusal), FILE_REFUSED) from None


async def read_text(path: str, surroundings: Surroundings, limit: int) -> str:
    """The text of a file in UTF-8, at most `limit` bytes.

    Raises:
        ProviderError: it cannot be shown, and why.
    """
    data = await read_bytes(path, surroundings, limit)
    try:
        return await to_thread.run_sync(data.decode, "utf-8-sig")
    except UnicodeDecodeError:
        raise unfit(f"{path} is no text in UTF-8.") from None
