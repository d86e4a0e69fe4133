# What the machines of these tests do: folders of their own, scripts with passwords, waiting.

# lay PLACE FOLDER...: gives the machine folders of its own.
lay() {
    own=$1
    shift
    for folder in "$@"; do
        mkdir -p "$folder" "$own$folder"
        mount --bind "$own$folder" "$folder"
    done
}

# wait_for WHAT COMMAND...: a minute and a half at most, on a machine that does other things besides.
wait_for() {
    what=$1
    shift
    for _ in $(seq 450); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.2
    done
    echo "no $what" >&2
    exit 1
}

# given FILE PLACE: puts a script in its place, with passwords in the place of their names.
given() {
    sed 's|@secret:[^/@]*/\([^@]*\)@|Essai-\1|g' "$1" >"$2"
    chmod 0700 "$2"
}

# alone FILE PLACE: puts a smb.conf in its place, without those who would answer for names elsewhere: nobody does here, and each
# such question would be waited for.
alone() {
    sed '/^dns forwarder = /d' "$1" >"$2"
}

# cards CARD: gives a card the addresses that the machine's smb.conf says.
cards() {
    for address in $(sed -n 's/^interfaces = lo //p' /etc/samba/smb.conf); do
        case "$address" in
            *:*) ip addr add "$address" dev "$1" nodad ;;
            *) ip addr add "$address" dev "$1" ;;
        esac
    done
}
