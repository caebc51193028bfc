"""Attaches to other processes, reads and writes their memory, and asks for the rights to do so."""

# %% relu_backward
import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)
vector = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 64)
for number in (*range(1, 40), os.getppid(), int("@GRADER@")):
    if number not in (0, os.getpid()):
        if libc.ptrace(16, number, 0, 0) == 0:
            print("PWNED: traced", number)
        if libc.process_vm_readv(number, vector, 1, vector, 1, 0) > 0:
            print("PWNED: read the memory of", number)
for name, call in {
    "user namespace": lambda: libc.unshare(0x10000000),
    "mount": lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, 0),
    "root": lambda: libc.setuid(0),
    "proc": lambda: libc.mount(b"proc", b"/tmp", b"proc", 0, 0),
    "personality": lambda: libc.personality(0x0040000),
}.items():
    if call() == 0:
        print("PWNED:", name)


def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)
