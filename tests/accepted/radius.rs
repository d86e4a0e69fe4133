//! A RADIUS service with the region's files, asked by a client: the daemon runs in a network namespace of its own, and the
//! questions come from the addresses of switches.
//!
//! Whether the files are legal is `freeradius`'s. EAP is not asked for. Wants root. Entry point: the test.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{
    checker::{Absent, run, say},
    freeradius::FreeRadius,
};

/// Puts a folder in place of the packaged one's files, with a certificate made here; the packaged one is only read.
const PLACE: &str = r#"set -e
cp -rL /etc/freeradius/3.0/. "$2" 2>/dev/null || true
rm -f "$2"/sites-enabled/* "$2"/mods-enabled/eap "$2"/mods-enabled/mschap
cp "$1"/clients.conf "$2"/clients.conf
cp "$1"/authorize "$1"/groups "$2"/mods-config/files/
cp "$1"/preau "$2"/sites-enabled/
cp "$1"/eap "$1"/mschap "$1"/preau_groups "$2"/mods-enabled/
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=preau -keyout "$2"/certs/preau.key -out "$2"/certs/preau.pem 2>/dev/null
cp "$2"/certs/preau.pem "$2"/certs/preau-ca.pem
mkdir -p "$2"/log/radacct "$2"/run
sed -i -E "s#^(\s*)(user|group) = .*#\1\# &#; s#^raddbdir = .*#raddbdir = $2#; s#^logdir = .*#logdir = $2/log#; s#^run_dir = .*#run_dir = $2/run#" "$2"/radiusd.conf
"#;

/// Starts the daemon, asks it each question and ends it: `NAS USER` in, `NAS USER accept VLAN` or `NAS USER reject` out.
const ASK: &str = r#"exec 2>&1
ip link set lo up
ip addr add 10.255.0.31/32 dev lo
timeout 30 freeradius -f -l "$1"/log/run.log -d "$1" & daemon=$!
tries=0
until ss -Hlun | grep -q ':1812 ' || [ $tries -gt 80 ]; do tries=$((tries + 1)); sleep 0.1; done
while read -r nas user; do
    ip addr add "$nas"/32 dev lo 2>/dev/null || true
    answer=$(printf 'User-Name = "%s"\nUser-Password = "%s"\nPacket-Src-IP-Address = %s\n' "$user" "$user" "$nas" \
        | timeout 5 radclient -r 1 -t 2 -x 10.255.0.31:1812 auth "$2" 2>&1 || true)
    vlan=$(printf '%s' "$answer" | sed -n 's/.*Tunnel-Private-Group-Id:0 = "\(.*\)"/\1/p')
    case "$answer" in
        *"Received Access-Accept"*) echo "$nas $user accept $vlan" ;;
        *"Received Access-Reject"*) echo "$nas $user reject" ;;
        *) echo "$nas $user silence" ;;
    esac
done < "$3"
kill $daemon
wait $daemon || true
"#;

/// Asks two servers in a switch's order, three times each, as long as the first and then both are silent: what is sent to an
/// address that nobody has goes into a cable that ends nowhere. `NAS USER FIRST SECOND` in `$3`.
const SILENCE: &str = r#"exec 2>&1
read -r nas user first second < "$3"
ip link set lo up
ip link add void type veth peer name nobody
ip link set void arp off up
ip link set nobody up
ip addr add "$nas"/32 dev lo
ip addr add "$second"/32 dev lo
ip route add "$first"/32 dev void src "$nas"
timeout 40 freeradius -f -l "$1"/log/run.log -d "$1" & daemon=$!
tries=0
until ss -Hlun | grep -q ':1812 ' || [ $tries -gt 80 ]; do tries=$((tries + 1)); sleep 0.1; done
ask() {
    answer=$(printf 'User-Name = "%s"\nUser-Password = "%s"\nPacket-Src-IP-Address = %s\n' "$user" "$user" "$nas" \
        | timeout 9 radclient -r 3 -t 1 -x "$1":1812 auth "$2" 2>&1 || true)
    sent=$(printf '%s\n' "$answer" | grep -c '^Sent Access-Request')
    vlan=$(printf '%s' "$answer" | sed -n 's/.*Tunnel-Private-Group-Id:0 = "\(.*\)"/\1/p')
    case "$answer" in
        *"Received Access-Accept"*) echo "$1 accept $vlan after $sent" ;;
        *"No reply from server"*) echo "$1 silence after $sent" ;;
        *) echo "$1: $answer" ;;
    esac
}
ask "$first" "$2"
ask "$second" "$2"
ip addr del "$second"/32 dev lo
ip route add "$second"/32 dev void src "$nas"
ask "$second" "$2"
kill $daemon
wait $daemon || true
"#;

/// The lines of an interface in a switch's file.
fn interface<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let lines = text.lines().skip_while(|line| *line != format!("interface {name}")).skip(1);
    lines.take_while(|line| line.starts_with(' ')).map(str::trim).collect()
}

/// The servers of a switch's file, in the order in which it asks them.
fn servers(text: &str) -> Vec<&str> {
    const STARTS: [&str; 3] = ["primary authentication ", "secondary authentication ", "radius-server host "];
    let rest = |line| STARTS.iter().find_map(|start| str::trim(line).strip_prefix(*start));
    text.lines().filter_map(rest).filter_map(|rest| rest.split_whitespace().next()).collect()
}

#[test]
fn when_every_server_is_silent_a_port_gives_the_vlan_that_they_would_have_given() {
    let tree = crate::region::tree();
    let text = |path: &str| fs::read_to_string(tree.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (comware, ios) = (text("0370037P/switches/sw160.cfg"), text("0370037P/switches/sw161.cfg"));
    let asked = servers(&comware);
    assert_eq!((asked.len(), &asked), (2, &servers(&ios)), "both makers ask the same servers in the same order");

    let mut absent = Absent::default();
    if absent.admits(&FreeRadius) {
        let folder = tree.join("region/radius");
        let (nas, ..) = subjects(&folder, "0370037P");
        // The printer of the library, in the VLAN of pupils, on port 24 of sw160.
        let (station, vlan) = ("0200250003f1", 20);
        match placed(&folder) {
            Err(why) => absent.note("freeradius", &why),
            Ok(place) => {
                let question = place.join("question");
                fs::write(&question, format!("{nas} {station} {} {}\n", asked[0], asked[1])).unwrap_or_else(|e| panic!("{e}"));
                let mut command = Command::new("unshare");
                let secret = "@secret:region/radius.equipements@";
                command.args(["--net", "sh", "-c", SILENCE, "sh"]).arg(&place).arg(secret).arg(&question);
                match run(&mut command, 60) {
                    Err(why) => absent.note("freeradius", &why),
                    Ok(ran) if ran.said().contains("unshare failed") => absent.note("freeradius", &ran.said()),
                    Ok(ran) => {
                        let wanted = [
                            format!("{} silence after 3", asked[0]),
                            format!("{} accept {vlan} after 1", asked[1]),
                            format!("{} silence after 3", asked[1]),
                        ];
                        assert_eq!(ran.said().lines().collect::<Vec<_>>(), wanted);
                        say("freeradius: a silent server was asked three times, and the next one once");
                    }
                }
                // What each maker's port does then: its own VLAN, which is that of the answer.
                let port = interface(&comware, "GigabitEthernet1/0/24");
                let own = format!("port hybrid pvid vlan {vlan}");
                assert!(port.contains(&own.as_str()) && port.contains(&"mac-authentication domain preau-open"), "{port:?}");
                for what in ["authentication", "authorization"] {
                    let line = format!(" {what} lan-access radius-scheme preau none");
                    assert!(comware.lines().skip_while(|l| *l != "domain preau-open").any(|l| *l == line), "{line}");
                }
                let port = interface(&ios, "FastEthernet0/1");
                let own = format!("switchport access vlan {vlan}");
                assert!(port.contains(&own.as_str()), "{port:?}");
                for line in
                    ["authentication event server dead action authorize", "authentication event server alive action reinitialize"]
                {
                    assert!(port.contains(&line), "{line} in {port:?}");
                }
                assert!(ios.lines().any(|line| line == "radius-server dead-criteria time 5 tries 3"));
            }
        }
    }
    absent.close();
}

/// Puts the folder where a daemon can read it.
fn placed(folder: &Path) -> Result<PathBuf, String> {
    // Tests judge at the same time.
    static PLACES: AtomicUsize = AtomicUsize::new(0);
    let name = PLACES.fetch_add(1, Ordering::Relaxed).to_string();
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("freeradius").join(name);
    if place.exists() {
        fs::remove_dir_all(&place).map_err(|error| error.to_string())?;
    }
    fs::create_dir_all(&place).map_err(|error| error.to_string())?;
    let ran = run(Command::new("sh").args(["-c", PLACE, "sh"]).arg(folder).arg(&place), 30)?;
    if ran.code == Some(0) { Ok(place) } else { Err(ran.said()) }
}

/// The first switch of a school, by its address, and the first station with a VLAN.
fn subjects(folder: &Path, school: &str) -> (String, String, String) {
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let clients = text("clients.conf");
    let of_school = |block: &&str| block.contains(&format!("school = {school}\n")) && !block.contains("aruba");
    let block = clients.split("client ").skip(1).find(of_school).unwrap_or_else(|| panic!("{school} has no switch"));
    let address = block.lines().find_map(|line| line.trim().strip_prefix("ipaddr = ")).unwrap_or_default().to_owned();
    let authorize = text("authorize");
    let mut lines = authorize.lines().skip_while(|line| !line.ends_with(&format!("Tmp-String-0 == \"{school}\"")));
    let user = lines.next().and_then(|line| line.split(' ').next()).unwrap_or_default().to_owned();
    let vlan = lines.find_map(|line| line.trim().strip_prefix("Tunnel-Private-Group-Id = ")).unwrap_or_default();
    (address, user, vlan.trim_matches('"').to_owned())
}

#[test]
fn a_declared_station_gets_its_vlan_in_its_own_school_and_another_one_is_refused() {
    let mut absent = Absent::default();
    if absent.admits(&FreeRadius) {
        let folder = crate::region::tree().join("region/radius");
        let (here, station, vlan) = subjects(&folder, "0370037P");
        let (elsewhere, ..) = subjects(&folder, "0360019A");
        match placed(&folder) {
            Err(why) => absent.note("freeradius", &why),
            Ok(place) => {
                let questions = place.join("questions");
                let asked = [
                    (&here, &station[..]),
                    (&here, "0200deadbeef"),
                    (&elsewhere, &station[..]),
                    (&"10.9.9.9".into(), &station[..]),
                ];
                let text: String = asked.iter().map(|(nas, user)| format!("{nas} {user}\n")).collect();
                fs::write(&questions, text).unwrap_or_else(|error| panic!("{error}"));
                let mut command = Command::new("unshare");
                command
                    .args(["--net", "sh", "-c", ASK, "sh"])
                    .arg(&place)
                    .arg("@secret:region/radius.equipements@")
                    .arg(&questions);
                match run(&mut command, 60) {
                    Err(why) => absent.note("freeradius", &why),
                    Ok(ran) if ran.said().contains("unshare failed") => absent.note("freeradius", &ran.said()),
                    Ok(ran) => {
                        let wanted = [
                            format!("{here} {station} accept {vlan}"),
                            format!("{here} 0200deadbeef reject"),
                            format!("{elsewhere} {station} reject"),
                            // Who is no client is not answered at all.
                            format!("10.9.9.9 {station} silence"),
                        ];
                        let said: Vec<String> = ran.said().lines().map(str::to_owned).collect();
                        assert_eq!(said, wanted);
                        say("freeradius: stations were answered by the daemon");
                    }
                }
            }
        }
    }
    absent.close();
}

/// The clients of a server: address and device language.
fn clients(folder: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(folder.join("clients.conf")).unwrap_or_else(|error| panic!("clients.conf: {error}"));
    let word = |block: &str, key: &str| {
        block.lines().find_map(|line| line.trim().strip_prefix(key)).map(str::to_owned).unwrap_or_default()
    };
    text.split("client ").skip(1).map(|block| (word(block, "ipaddr = "), word(block, "language = "))).collect()
}

#[test]
fn each_kind_of_client_of_a_schools_own_server_is_answered_and_a_stranger_is_not() {
    let folder = crate::region::tree().join("0410002E/hosts/hosta/acces/freeradius");
    let clients = clients(&folder);
    let kinds: BTreeSet<&str> = clients.iter().map(|(_, language)| language.as_str()).collect();
    // Two makers' switches and the cluster of access points.
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["aruba-instant", "comware", "ios"]);
    let mut absent = Absent::default();
    if absent.admits(&FreeRadius) {
        match placed(&folder) {
            Err(why) => absent.note("freeradius", &why),
            Ok(place) => {
                // The printer of the library, and a MAC address that nobody has declared.
                let (station, stranger, vlan) = ("0200290203f1", "0200deadbeef", 20);
                let (mut text, mut wanted) = (String::new(), Vec::new());
                for (nas, _) in &clients {
                    text.push_str(&format!("{nas} {station}\n{nas} {stranger}\n"));
                    wanted.extend([format!("{nas} {station} accept {vlan}"), format!("{nas} {stranger} reject")]);
                }
                // The core switch has no port that asks, and is no client; nor is a machine of the school.
                for nas in ["10.41.16.151", "10.41.20.66"] {
                    text.push_str(&format!("{nas} {station}\n"));
                    wanted.push(format!("{nas} {station} silence"));
                }
                let questions = place.join("questions");
                fs::write(&questions, text).unwrap_or_else(|error| panic!("{error}"));
                let mut command = Command::new("unshare");
                let secret = "@secret:region/radius.equipements@";
                command.args(["--net", "sh", "-c", ASK, "sh"]).arg(&place).arg(secret).arg(&questions);
                match run(&mut command, 60) {
                    Err(why) => absent.note("freeradius", &why),
                    Ok(ran) if ran.said().contains("unshare failed") => absent.note("freeradius", &ran.said()),
                    Ok(ran) => {
                        assert_eq!(ran.said().lines().collect::<Vec<_>>(), wanted);
                        say("freeradius: each kind of client of 0410002E was answered, a stranger was not");
                    }
                }
            }
        }
    }
    absent.close();
}
