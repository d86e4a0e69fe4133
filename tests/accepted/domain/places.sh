# What both machines of the test do: folders of their own, scripts with passwords, waiting.

# lay PLACE FOLDER...: gives the machine folders of its own.
lay() {
    own=$1
    shift
    for folder in "$@"; do
        mkdir -p "$folder" "$own$folder"
        mount --bind "$own$folder" "$folder"
    done
}

# wait_for WHAT COMMAND...: half a minute at most.
wait_for() {
    what=$1
    shift
    for _ in $(seq 150); do
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
