"""Messages between the grader and its zygote: a length, then JSON; descriptors travel beside the first byte."""

from __future__ import annotations

import array
import json
import socket
from typing import Any

_LENGTH = 8


def send(channel: socket.socket, message: Any, descriptor: int | None = None) -> None:
    """Send a message, with a descriptor or without."""
    send_bytes(channel, json.dumps(message).encode(), descriptor)


def send_bytes(channel: socket.socket, body: bytes, descriptor: int | None = None) -> None:
    """Send bytes as one message."""
    head = len(body).to_bytes(_LENGTH, "big")
    if descriptor is None:
        channel.sendall(head)
    else:
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [descriptor]))
        channel.sendmsg([head], [rights])
    channel.sendall(body)


def receive(channel: socket.socket) -> tuple[bytes, int | None] | None:
    """The next message and its descriptor; None where the other side is gone."""
    try:
        head, rights, _, _ = channel.recvmsg(_LENGTH, socket.CMSG_LEN(4))
    except ConnectionResetError:  # it died before it read all that was sent to it
        return None
    if not head:
        return None
    head += _exactly(channel, _LENGTH - len(head))
    descriptors = array.array("i")
    for _level, kind, data in rights:
        if kind == socket.SCM_RIGHTS:
            descriptors.frombytes(data[:4])
    return _exactly(channel, int.from_bytes(head, "big")), descriptors[0] if descriptors else None


def _exactly(channel: socket.socket, count: int) -> bytes:
    parts = []
    while count:
        part = channel.recv(min(count, 1 << 20))
        if not part:
            raise ConnectionError("the other side closed in the middle of a message")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
