"""Comes to a share as an account does, and says what it was answered: `share.py SERVER DOMAIN ACCOUNT PASSWORD SHARE write|read FILE`."""

import sys

from samba import NTSTATUSError, ntstatus
from samba.credentials import Credentials
from samba.samba3 import libsmb_samba_internal as libsmb
from samba.samba3 import param

ANSWERS = {ntstatus.NT_STATUS_ACCESS_DENIED: "refused", ntstatus.NT_STATUS_LOGON_FAILURE: "not let in"}


def main(server: str, domain: str, account: str, password: str, share: str, what: str, name: str) -> None:
    settings = param.get_context()
    settings.load("/etc/samba/smb.conf")
    credentials = Credentials()
    credentials.guess(settings)
    credentials.set_domain(domain)
    credentials.set_username(account)
    credentials.set_password(password)
    try:
        connection = libsmb.Conn(server, share, lp=settings, creds=credentials)
        if what == "write":
            connection.savefile(name, account.encode())
            print("written")
        else:
            print("reads what", connection.loadfile(name).decode(), "wrote")
    except NTSTATUSError as error:
        print(ANSWERS.get(error.args[0], error.args[1]))


main(*sys.argv[1:])
