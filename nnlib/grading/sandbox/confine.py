"""How a process gives up its rights, for good: namespaces, users, capabilities, limits, system calls.

Used inside the sandbox, by a fork that has not yet seen a line of a learner's. It stands alone.
"""

import ctypes
import os
import platform
import resource
import struct

NEW_MOUNTS, NEW_IPC, NEW_PIDS = 0x00020000, 0x08000000, 0x20000000
NEW_USERS, COUNTS_APART = 0x10000000, (5, 14)  # and the first Linux that counts processes in each
ROOM = (
    500  # processes and threads that others of this user may start meanwhile, where all are counted
)
NEW_ANYTHING = 0x7E020080  # every kind of namespace that clone can make
NOT_DUMPABLE, SECCOMP, DROP_BOUNDING, NO_NEW_PRIVILEGES, ADOPT = 4, 22, 24, 38, 36

# What a learner's answer never needs, and what has been used to break out: (number on x86_64, on aarch64).
FORBIDDEN = {
    **{"execve": (59, 221), "execveat": (322, 281), "socket": (41, 198), "ptrace": (101, 117)},
    **{"process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272)},
    **{"unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39)},
    **{"pivot_root": (155, 41), "chroot": (161, 51), "keyctl": (250, 219), "add_key": (248, 217)},
    **{"request_key": (249, 218), "bpf": (321, 280), "perf_event_open": (298, 241)},
    **{"userfaultfd": (323, 282), "init_module": (175, 105), "finit_module": (313, 273)},
    **{"delete_module": (176, 106), "kexec_load": (246, 104), "kexec_file_load": (320, 294)},
    **{"reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89)},
    **{"open_by_handle_at": (304, 265), "shmget": (29, 194), "msgget": (68, 186)},
    **{"semget": (64, 190), "mq_open": (240, 180), "syslog": (103, 116), "quotactl": (179, 60)},
    **{"fanotify_init": (300, 262), "vmsplice": (278, 75), "personality": (135, 92)},
    **{f"new {n}": (n, n) for n in (425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 442)},
}
MACHINES = {"x86_64": (0, 0xC000003E, 56), "aarch64": (1, 0xC00000B7, 220)}  # column, arch, clone
CLONE3 = 435


def adopt_orphans():
    """Become the parent of whatever a learner's code leaves running, so that it can be ended."""
    ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)


def isolate(limits):
    """Process numbers, shared memory and scratch space of its own, where the backend allows it."""
    if not limits["namespaces"]:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_MOUNTS | NEW_IPC | NEW_PIDS):
        raise OSError(ctypes.get_errno(), "unshare")
    if os.fork():
        os._exit(
            0
        )  # the child is process 1 of its own space: when it ends, so does everything in it
    options = f"size={limits['scratch']},nr_inodes=1000,mode=1777".encode()
    if libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 6, options):  # 6: no devices, no set-user-id
        raise OSError(ctypes.get_errno(), "mount")
    os.chdir("/tmp")


def confine(limits):
    """Give up every right, set the limits, and forbid the system calls that nobody needs."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    limits = limits | {"NPROC": _processes(libc, limits)}
    if limits["namespaces"]:
        for right in range(64):
            libc.prctl(DROP_BOUNDING, right, 0, 0, 0)
    if limits["user"] is not None:
        os.setgroups([])
        os.setresgid(*[limits["user"]] * 3)
        os.setresuid(*[limits["user"]] * 3)
    if limits["namespaces"]:
        head = (ctypes.c_uint32 * 2)(0x20080522, 0)
        libc.capset(head, (ctypes.c_uint32 * 6)())
    libc.prctl(NOT_DUMPABLE, 0, 0, 0, 0)
    for name in ("AS", "NPROC", "NOFILE", "FSIZE", "CPU", "CORE"):
        _limit(getattr(resource, f"RLIMIT_{name}"), limits[name])
    _forbid(libc, limits["shell"])


def _processes(libc, limits):
    """The limit on processes. The system counts all of one user's, the instructor's own too where that is this user."""
    if limits["others"] is None:
        return limits["NPROC"]
    release = tuple(int("0" + part) for part in os.uname().release.split(".")[:2] if part.isdigit())
    if release >= COUNTS_APART and not libc.unshare(NEW_USERS):
        return limits["NPROC"]
    return limits["NPROC"] + limits["others"] + ROOM


def _limit(kind, most):
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _forbid(libc, shell):
    """A filter for system calls: what is forbidden fails as not permitted. Nothing can take it away again.

    With `shell` other programs may be started; they are bound by the same filter.
    """
    forbidden = [numbers for name, numbers in FORBIDDEN.items() if not (shell and "execve" in name)]
    column, arch, clone = MACHINES.get(platform.machine(), (None, None, None))
    if column is None or not hasattr(libc, "prctl"):
        return
    allow, refuse, absent, kill = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    program = [(load, 0, 0, 4), (equal, 1, 0, arch), (answer, 0, 0, kill), (load, 0, 0, 0)]
    if column == 0:
        program += [(at_least, 0, 1, 0x40000000), (answer, 0, 0, refuse)]  # the x32 numbers
    for numbers in forbidden:
        program += [(equal, 0, 1, numbers[column]), (answer, 0, 0, refuse)]
    program += [(equal, 0, 1, CLONE3), (answer, 0, 0, absent)]  # the C library then uses clone
    program += [(equal, 0, 3, clone), (load, 0, 0, 16), (any_bit, 0, 1, NEW_ANYTHING)]
    program += [(answer, 0, 0, refuse), (answer, 0, 0, allow)]
    code = b"".join(struct.pack("HBBI", *step) for step in program)
    text = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HxxxxxxP", len(program), ctypes.addressof(text))
    if libc.prctl(SECCOMP, 2, ctypes.create_string_buffer(head, len(head)), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")
