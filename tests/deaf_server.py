"""A name server that hands every question on to another, but is silent to those for DS, and gives referrals unsigned.

usage: deaf_server.py ADDRESS BEHIND. Ends with the process that started it."""
import socket, struct, sys, threading

ADDRESS, BEHIND = sys.argv[1:3]
DS, OPT = 43, 41


def question(message):
    """The labels of the name, the type, and where the question ends; None where there is no such thing."""
    labels, at = [], 12
    while at < len(message) and message[at]:
        labels.append(message[at + 1:at + 1 + message[at]].lower())
        at += 1 + message[at]
    if at + 5 > len(message):
        return None
    return labels, struct.unpack("!H", message[at + 1:at + 3])[0], at + 5


def passed_on(message):
    """The question as it is handed on; None when there shall be silence."""
    read = question(message)
    if read is None or read[1] == DS:
        return None
    labels, _, end = read
    # A signed referral would hold the DS or the proof that there is none.
    if len(labels) > 1 and len(message) >= end + 11 and struct.unpack("!H", message[end + 1:end + 3])[0] == OPT:
        message = message[:end + 7] + bytes([message[end + 7] & 0x7f]) + message[end + 8:]
    return message


def over_tcp(stream):
    with stream, socket.create_connection((BEHIND, 53), 5) as behind:
        stream.settimeout(30)
        data = stream.makefile("rb")
        answers = behind.makefile("rb")
        while len(size := data.read(2)) == 2:
            message = passed_on(data.read(struct.unpack("!H", size)[0]))
            if message is not None:
                behind.sendall(struct.pack("!H", len(message)) + message)
                size = answers.read(2)
                stream.sendall(size + answers.read(struct.unpack("!H", size)[0]))


def streams():
    listener = socket.create_server((ADDRESS, 53))
    while True:
        threading.Thread(target=over_tcp, args=(listener.accept()[0],), daemon=True).start()


def main():
    threading.Thread(target=streams, daemon=True).start()
    here = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    here.bind((ADDRESS, 53))

    def one(message, sender):
        handed = passed_on(message)
        if handed is not None:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as behind:
                behind.settimeout(3)
                behind.sendto(handed, (BEHIND, 53))
                here.sendto(behind.recv(65535), sender)

    while True:
        message, sender = here.recvfrom(65535)
        threading.Thread(target=one, args=(message, sender), daemon=True).start()


main()
