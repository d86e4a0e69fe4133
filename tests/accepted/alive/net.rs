//! A school's cables in software: network namespaces, and one switch of Open vSwitch for each of the school's.
//!
//! It knows commands of Linux and Open vSwitch, and nothing of a school. Whatever it starts it ends, by its number, and it
//! takes its namespaces away. Nothing touches the machine's own network. Entry point: [`Net`].

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::checker::{Run, run};

/// What a port of a switch does with VLANs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tagging {
    /// Untagged in one.
    Access(u16),
    /// Tagged in some; what comes untagged is in the other, if that may pass.
    Trunk(BTreeSet<u16>, Option<u16>),
}

/// Namespaces, switches and daemons, until it goes out of scope.
pub struct Net {
    /// A folder of its own.
    pub folder: PathBuf,
    prefix: String,
    spaces: Vec<String>,
    daemons: Vec<Child>,
    cables: usize,
}

impl Net {
    /// An empty network; an error says what this machine lacks.
    pub fn new() -> Result<Net, String> {
        let number = std::process::id();
        // Short: the path of a socket has a hundred bytes.
        let folder = std::env::temp_dir().join(format!("preau-alive-{number}"));
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let (spaces, daemons) = (Vec::new(), Vec::new());
        let mut net = Net { folder, prefix: format!("preau{number}"), spaces, daemons, cables: 0 };
        net.space("switches")?;
        let schema = Path::new("/usr/share/openvswitch/vswitch.ovsschema");
        net.ok(Command::new("ovsdb-tool").arg("create").arg(net.folder.join("conf.db")).arg(schema))?;
        let socket = format!("unix:{}", net.folder.join("db.sock").display());
        let database = net.folder.join("conf.db").display().to_string();
        net.daemon("switches", "ovsdb", &["ovsdb-server", &database, &format!("--remote=p{socket}")])?;
        net.until("the switches' database", |net| net.folder.join("db.sock").exists())?;
        net.vsctl(&["--no-wait", "init"])?;
        net.daemon("switches", "vswitchd", &["ovs-vswitchd", &socket])?;
        Ok(net)
    }

    /// A namespace with its loopback up.
    pub fn space(&mut self, name: &str) -> Result<(), String> {
        let space = self.of(name);
        self.ok(Command::new("ip").args(["netns", "add", &space]))?;
        self.spaces.push(name.to_owned());
        self.ip(name, "link set lo up")
    }

    /// The machine's name of a namespace.
    fn of(&self, name: &str) -> String {
        format!("{}-{name}", self.prefix)
    }

    /// A switch without ports.
    pub fn switch(&self, name: &str) -> Result<(), String> {
        self.vsctl(&["add-br", name, "--", "set", "bridge", name, "datapath_type=netdev"])
    }

    /// A cable between two switches; each end tags as its switch says.
    pub fn trunk(&mut self, a: (&str, &Tagging), b: (&str, &Tagging)) -> Result<(), String> {
        self.cables += 1;
        let ends = [format!("p{}a", self.cables), format!("p{}b", self.cables)];
        let [first, second] = &ends;
        for ((switch, tagging), own, peer) in [(a, first, second), (b, second, first)] {
            let peer = format!("options:peer={peer}");
            let mut words = vec!["add-port".to_owned(), switch.to_owned(), own.clone()];
            words.extend(spelt(tagging));
            words.extend(["--", "set", "interface", own, "type=patch", &peer].map(str::to_owned));
            self.vsctl(&words.iter().map(String::as_str).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// A cable from a port of a switch to an interface of a namespace.
    pub fn plug(&mut self, switch: &str, tagging: &Tagging, space: &str, interface: &str) -> Result<(), String> {
        self.cables += 1;
        let port = format!("c{}", self.cables);
        let there = self.of(space);
        self.ip("switches", &format!("link add {port} type veth peer name {interface} netns {there}"))?;
        self.ip("switches", &format!("link set {port} up"))?;
        self.ip(space, &format!("link set {interface} up"))?;
        self.oracle(space, "ask.py", &["plain", interface])?;
        let mut words = vec!["add-port".to_owned(), switch.to_owned(), port];
        words.extend(spelt(tagging));
        self.vsctl(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// A cable between two namespaces, by the interface that each has of it.
    pub fn join(&self, a: &str, interface: &str, b: &str, other: &str) -> Result<(), String> {
        let there = self.of(b);
        self.ip(a, &format!("link add {interface} type veth peer name {other} netns {there}"))?;
        self.ip(a, &format!("link set {interface} up"))?;
        self.ip(b, &format!("link set {other} up"))
    }

    /// Runs `ip` in a namespace.
    pub fn ip(&self, space: &str, words: &str) -> Result<(), String> {
        let space = self.of(space);
        self.ok(Command::new("ip").args(["-n", &space]).args(words.split_whitespace()))
    }

    /// Runs a program in a namespace, to its end.
    pub fn run(&self, space: &str, words: &[&str], env: &[(&str, &str)]) -> Result<Run, String> {
        let space = self.of(space);
        run(Command::new("ip").args(["netns", "exec", &space]).args(words).envs(env.iter().copied()), 60)
    }

    /// What a script of `tests/oracles` answers in a namespace.
    pub fn oracle(&self, space: &str, script: &str, words: &[&str]) -> Result<String, String> {
        let script = crate::place::oracle(script).display().to_string();
        let run = self.run(space, &[&["python3", &script], words].concat(), &[])?;
        if run.code == Some(0) { Ok(run.out.trim().to_owned()) } else { Err(run.said()) }
    }

    /// Starts a program in a namespace; what it says is in the file `NAME.log`.
    pub fn daemon(&mut self, space: &str, name: &str, words: &[&str]) -> Result<(), String> {
        let log = fs::File::create(self.log(name)).map_err(|error| error.to_string())?;
        let again = log.try_clone().map_err(|error| error.to_string())?;
        let space = self.of(space);
        // `ip netns exec` has a mount namespace of its own, and becomes the program: the number is the program's.
        let child = Command::new("ip")
            .args(["netns", "exec", &space])
            .args(words)
            .env("OVS_RUNDIR", &self.folder)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(again)
            .spawn()
            .map_err(|error| format!("{name}: {error}"))?;
        self.daemons.push(child);
        Ok(())
    }

    /// What a daemon has said so far.
    pub fn said(&self, name: &str) -> String {
        fs::read_to_string(self.log(name)).unwrap_or_default()
    }

    /// Waits until something holds, for ten seconds at most.
    pub fn until(&self, what: &str, holds: impl Fn(&Net) -> bool) -> Result<(), String> {
        let start = Instant::now();
        while !holds(self) {
            if start.elapsed() > Duration::from_secs(10) {
                return Err(format!("{what}: not there after ten seconds"));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.log"))
    }

    fn vsctl(&self, words: &[&str]) -> Result<(), String> {
        let socket = format!("--db=unix:{}", self.folder.join("db.sock").display());
        self.ok(Command::new("ovs-vsctl").args([&socket, "--timeout=10"]).args(words))
    }

    fn ok(&self, command: &mut Command) -> Result<(), String> {
        let run = run(command, 30)?;
        if run.code == Some(0) { Ok(()) } else { Err(format!("{command:?}: {}", run.said())) }
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        for child in self.daemons.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
        for name in &self.spaces {
            let _ = run(Command::new("ip").args(["netns", "del", &self.of(name)]), 10);
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A port's VLANs as Open vSwitch's columns.
fn spelt(tagging: &Tagging) -> Vec<String> {
    match tagging {
        Tagging::Access(vlan) => vec![format!("tag={vlan}"), "vlan_mode=access".to_owned()],
        Tagging::Trunk(tagged, native) => {
            let list = tagged.iter().map(u16::to_string).collect::<Vec<_>>().join(",");
            // An empty list would carry every VLAN: 4095 is nobody's.
            let trunks = format!("trunks={}", if list.is_empty() { "4095" } else { &list });
            match native {
                Some(native) => vec![trunks, format!("tag={native}"), "vlan_mode=native-untagged".to_owned()],
                None => vec![trunks, "vlan_mode=trunk".to_owned()],
            }
        }
    }
}
