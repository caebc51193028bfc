"""Asks for names, sends datagrams, and opens raw and netlink sockets."""

# %% relu_backward
import socket

import numpy as np

for attempt in (
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: socket.gethostbyname("example.org"),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(
        b"x", ("127.0.0.1", int("@PORT@"))
    ),
    lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
):
    try:
        attempt()
        print("PWNED: a line out")
    except OSError:
        pass


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
