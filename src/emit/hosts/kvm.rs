//! A virtual machine: its libvirt domain.
//!
//! The VLAN is networkd's business: libvirt before 11 accepts `<vlan>` on a Linux bridge and then refuses to start the machine
//! (reference/virtualisation-and-services.md, part 1.3).

use super::desk::Desk;
use super::xml::Element;
use super::{Here, IMAGES, escape};
use crate::emit::Apply;
use crate::state::Guest;
use crate::state::guest::{Disk, Kvm, Nic};

/// The PCI slot of card 0 on `machine=pc`: the guest's system calls it `ens3`.
const FIRST_CARD: usize = 0x03;
/// The PCI slot of the root disk on `machine=pc`.
const FIRST_DISK: usize = 0x10;

/// Writes `kvm/NAME.xml`.
pub fn write(here: &Here, guest: &Guest, kvm: &Kvm, desk: &mut Desk) {
    let name = guest.name.value();
    let destination = format!("/var/lib/preau/kvm/{name}.xml");
    let apply = Apply {
        check: Some(format!("virt-xml-validate {destination} domain")),
        command: Some(format!("virsh -c qemu:///system define {destination}")),
        order: 30,
        disturbs: "nothing until the machine starts again".into(),
    };
    let meta = here.meta("libvirt-domain", destination, 0o644, Some(apply));
    desk.file(format!("{}/kvm/{name}.xml", here.folder), meta, guest.name.origin(), |desk| {
        let domain = domain(here, guest, kvm, desk);
        desk.laid_out(|| domain.places());
        domain.document().unwrap_or_else(|refused| {
            desk.refuse(refused, name, guest.name.origin());
            String::new()
        })
    });
}

fn domain(here: &Here, guest: &Guest, kvm: &Kvm, desk: &mut Desk) -> Element {
    let origin = Element::new("preau:guest")
        .with("xmlns:preau", "urn:preau:1")
        .with("school", here.uai)
        .with("name", desk.say(&guest.name))
        .with("hostname", desk.spell(escape::word, &guest.hostname));
    let (unit, amount) = match guest.memory.0 {
        bytes if bytes % (1 << 20) == 0 => ("MiB", bytes >> 20),
        bytes => ("KiB", bytes >> 10),
    };
    let memory = Element::new("memory").with("unit", unit).text(desk.say_as(amount, guest.memory.origin()));
    let machine = desk.spell(escape::word, &kvm.machine);
    let system = Element::new("os")
        .child(Element::new("type").with("arch", "x86_64").with("machine", machine).text("hvm"))
        .child(Element::new("boot").with("dev", "hd"))
        .child(Element::new("boot").with("dev", "cdrom"));
    Element::new("domain")
        .with("type", "kvm")
        .child(Element::new("name").text(desk.say(&guest.name)))
        .child(Element::new("uuid").text(desk.say(&guest.uuid)))
        .child(Element::new("metadata").child(origin))
        .child(memory)
        .child(Element::new("vcpu").with("placement", "static").text(desk.say(&guest.vcpus)))
        .child(system)
        .child(Element::new("features").child(Element::new("acpi")).child(Element::new("apic")))
        .child(Element::new("cpu").with("mode", "host-model"))
        .child(Element::new("clock").with("offset", "utc"))
        .child(Element::new("on_poweroff").text("destroy"))
        .child(Element::new("on_reboot").text("restart"))
        .child(Element::new("on_crash").text("restart"))
        .child(devices(here, guest, kvm, desk))
}

fn devices(here: &Here, guest: &Guest, kvm: &Kvm, desk: &mut Desk) -> Element {
    // Fixed slots keep the names of the cards inside the guest; q35 has one bus a device, in the order written here.
    let is_pc = *kvm.machine == "pc";
    let mut devices = Element::new("devices");
    for (i, disk) in guest.disks.iter().enumerate() {
        devices = devices.child(block(here, disk, i, is_pc, desk));
    }
    if kvm.seed.is_some() {
        let source = Element::new("source").with("file", super::seed::image(&desk.say(&guest.name)));
        devices = devices.child(cdrom(source, is_pc));
    } else if let Some(image) = guest.image.as_ref().filter(|i| i.file.ends_with(".iso")) {
        // The installer: it starts while the disk is empty, and need not stay on the host.
        let file = format!("{IMAGES}/{}", desk.spell(escape::word, &image.file));
        devices = devices.child(cdrom(Element::new("source").with("file", file).with("startupPolicy", "optional"), is_pc));
    }
    for (i, nic) in guest.nics.iter().enumerate() {
        devices = devices.child(interface(here, nic, i, is_pc, desk));
    }
    if guest.image.as_ref().is_some_and(|i| *i.agent) {
        let target = Element::new("target").with("type", "virtio").with("name", "org.qemu.guest_agent.0");
        devices = devices.child(Element::new("channel").with("type", "unix").child(target));
    }
    devices
        .child(Element::new("serial").with("type", "pty").child(Element::new("target").with("port", 0)))
        .child(Element::new("console").with("type", "pty").child(Element::new("target").with("type", "serial").with("port", 0)))
        // For an installer: reached through the host's SSH only.
        .child(Element::new("graphics").with("type", "vnc").with("autoport", "yes").with("listen", "127.0.0.1"))
        .child(Element::new("video").child(Element::new("model").with("type", "vga")))
}

fn cdrom(source: Element, is_pc: bool) -> Element {
    // i440fx has an IDE controller and no SATA, q35 the reverse.
    let (dev, bus) = if is_pc { ("hda", "ide") } else { ("sda", "sata") };
    Element::new("disk")
        .with("type", "file")
        .with("device", "cdrom")
        .child(Element::new("driver").with("name", "qemu").with("type", "raw"))
        .child(source)
        .child(Element::new("target").with("dev", dev).with("bus", bus))
        .child(Element::new("readonly"))
}

fn slot(slot: usize) -> Element {
    Element::new("address")
        .with("type", "pci")
        .with("domain", "0x0000")
        .with("bus", "0x00")
        .with("slot", format!("{slot:#04x}"))
        .with("function", "0x0")
}

fn block(here: &Here, disk: &Disk, number: usize, is_pc: bool, desk: &mut Desk) -> Element {
    let group = desk.spell(escape::volume, &here.host.volumes);
    let volume = desk.spell(escape::volume, &disk.volume);
    let letter = char::from(u8::try_from(number).ok().and_then(|n| b'a'.checked_add(n)).unwrap_or(b'z'));
    let driver = Element::new("driver").with("name", "qemu").with("type", "raw").with("cache", "none").with("discard", "unmap");
    let element = Element::new("disk")
        .with("type", "block")
        .with("device", "disk")
        .child(driver)
        .child(Element::new("source").with("dev", format!("/dev/{group}/{volume}")))
        .child(Element::new("target").with("dev", format!("vd{letter}")).with("bus", "virtio"));
    if is_pc && number < Kvm::PC_DISKS { element.child(slot(FIRST_DISK + number)) } else { element }
}

fn interface(here: &Here, nic: &Nic, number: usize, is_pc: bool, desk: &mut Desk) -> Element {
    let bridge = desk.spell(escape::interface, &here.host.network.bridge);
    let mut element = Element::new("interface")
        .with("type", "bridge")
        .child(Element::new("mac").with("address", desk.say(&nic.mac)))
        .child(Element::new("source").with("bridge", bridge));
    if let Some(port) = &nic.port {
        element = element.child(Element::new("target").with("dev", desk.spell(escape::interface, port)));
    }
    let element = element.child(Element::new("model").with("type", "virtio"));
    if is_pc && number < Kvm::PC_CARDS { element.child(slot(FIRST_CARD + number)) } else { element }
}
