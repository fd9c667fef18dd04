"""Reading and writing file descriptors of every kind."""

import os
import threading
from pathlib import Path

import anyio
import pytest

from easel_server.io.descriptors import DescriptorReader, PollingReader, ThreadReader, write_all
from easel_testing.example_transports import WAIT_SECONDS

readers = pytest.mark.parametrize("reader_type", [PollingReader, ThreadReader])
ReaderType = type[PollingReader] | type[ThreadReader]


async def read_to_end(reader: DescriptorReader) -> bytes:
    data = b""
    with anyio.fail_after(WAIT_SECONDS):
        while chunk := await reader.read(65536):
            data += chunk
        assert await reader.read(65536) == b""
    reader.close()
    return data


@readers
async def test_a_regular_file_can_be_standard_input(
    reader_type: ReaderType, tmp_path: Path
) -> None:
    content = os.urandom(600_000)
    (tmp_path / "input").write_bytes(content)
    descriptor = os.open(tmp_path / "input", os.O_RDONLY)
    assert await read_to_end(reader_type(descriptor)) == content


@readers
async def test_the_null_device_can_be_standard_input(reader_type: ReaderType) -> None:
    assert await read_to_end(reader_type(os.open(os.devnull, os.O_RDONLY))) == b""


@readers
async def test_a_pipe_is_read_until_the_other_end_is_closed(reader_type: ReaderType) -> None:
    source, sink = os.pipe()
    reader = reader_type(source)
    os.write(sink, b"one")
    with anyio.fail_after(WAIT_SECONDS):
        assert await reader.read(65536) == b"one"
    os.write(sink, b"two")
    os.close(sink)
    assert await read_to_end(reader) == b"two"


async def test_a_thread_reads_one_chunk_ahead_at_most() -> None:
    source, sink = os.pipe()
    reader = ThreadReader(source)
    for _ in range(3):
        os.write(sink, b"chunk")
        with anyio.fail_after(WAIT_SECONDS):
            assert await reader.read(65536) == b"chunk"
    os.close(sink)
    assert await read_to_end(reader) == b""


def test_all_is_written_also_to_a_descriptor_that_does_not_block() -> None:
    source, sink = os.pipe()
    os.set_blocking(sink, False)
    data = os.urandom(300_000)
    received = bytearray()

    def drain() -> None:
        while len(received) < len(data):
            received.extend(os.read(source, 4096))

    reader = threading.Thread(target=drain)
    reader.start()
    write_all(sink, data)
    reader.join(WAIT_SECONDS)
    assert received == data
    os.close(source)
    with pytest.raises(BrokenPipeError):
        write_all(sink, b"x")
    os.close(sink)
