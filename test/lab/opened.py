"""Tells who opens files below a mount: each opening waits until it was seen whose process it is and with which rights it opens.

usage: opened.py MOUNT OUTPUT
One line of JSON per opening goes to OUTPUT: {"pid", "uid": [real, effective, saved, file system], "groups", "cap", "ancestors", "path", "exec",
"name": of the program, "owner": who may look into the process}.
It says "ready" on standard output and ends with its standard input. See fanotify(7).
"""
import ctypes, json, os, select, struct, sys

FAN_CLASS_CONTENT, FAN_CLOEXEC, FAN_NONBLOCK = 0x4, 0x1, 0x2
FAN_MARK_ADD, FAN_MARK_MOUNT = 0x1, 0x10
FAN_OPEN_PERM, FAN_OPEN_EXEC_PERM = 0x10000, 0x40000
FAN_ALLOW = 1
AT_FDCWD = -100

mount, output = sys.argv[1:]
libc = ctypes.CDLL(None, use_errno=True)
libc.fanotify_mark.argtypes = [ctypes.c_int, ctypes.c_uint, ctypes.c_uint64, ctypes.c_int, ctypes.c_char_p]


def checked(result):
    if result < 0:
        sys.exit(os.strerror(ctypes.get_errno()))
    return result


notify = checked(libc.fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC | FAN_NONBLOCK, os.O_RDONLY))
checked(libc.fanotify_mark(notify, FAN_MARK_ADD | FAN_MARK_MOUNT, FAN_OPEN_PERM | FAN_OPEN_EXEC_PERM, AT_FDCWD, mount.encode()))


def status(pid):
    fields = {}
    try:
        with open(f"/proc/{pid}/status") as file:
            for line in file:
                name, _, value = line.partition(":")
                fields[name] = value.split()
    except OSError:
        pass
    return fields


def owner(pid):
    try:
        return os.stat(f"/proc/{pid}/environ").st_uid
    except OSError:
        return None


def ancestors(pid):
    found = []
    while pid > 1 and len(found) < 20:
        found.append(pid)
        pid = int((status(pid).get("PPid") or ["0"])[0])
    return found


with open(output, "w", buffering=1) as seen:
    print("ready", flush=True)
    while True:
        ready, _, _ = select.select([notify, sys.stdin], [], [])
        if sys.stdin in ready:
            break
        data = os.read(notify, 65536)
        at = 0
        while at < len(data):
            length, _, _, _, mask, file, pid = struct.unpack_from("=IBBHQii", data, at)
            at += length
            now = status(pid)
            line = {
                "pid": pid,
                "uid": [int(each) for each in now.get("Uid", [])],
                "groups": [int(each) for each in now.get("Groups", [])],
                "cap": "".join(now.get("CapEff", [])),
                "ancestors": ancestors(pid),
                "path": os.readlink(f"/proc/self/fd/{file}"),
                "name": " ".join(now.get("Name", [])),
                "owner": owner(pid),
                "exec": bool(mask & FAN_OPEN_EXEC_PERM),
            }
            os.write(notify, struct.pack("=iI", file, FAN_ALLOW))
            os.close(file)
            seen.write(json.dumps(line) + "\n")
