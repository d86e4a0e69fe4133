//! A virtual machine's definition, read by libvirt: its schema, then its parser through the in-memory test driver.
//!
//! Both are needed: the schema misses a `/` in a name, no memory, a target used twice; the parser misses unknown
//! elements. Neither knows the hypervisor, so a machine type or a host device that is absent passes.
//! Entry point: [`Libvirt`].

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::checker::{Checker, Verdict, by_exit, each, first_line, run};

/// `virt-xml-validate` and `virsh define`, on domain files.
pub struct Libvirt;

impl Checker for Libvirt {
    fn name(&self) -> &'static str {
        "libvirt"
    }

    fn version(&self) -> Result<String, String> {
        let virsh = first_line(Command::new("virsh").args(["-c", "test:///default", "version"]))?;
        let version = first_line(Command::new("virsh").arg("--version"))?;
        first_line(Command::new("virt-xml-validate").arg("--version"))?;
        Ok(format!("libvirt {version}, {}", virsh.trim_end_matches('.')))
    }

    fn judge(&self, things: &[PathBuf]) -> Vec<Verdict> {
        each(things, read)
    }
}

fn read(file: &Path) -> Verdict {
    let schema = by_exit(run(Command::new("virt-xml-validate").arg(file).arg("domain"), 30));
    if schema != Verdict::Accepted {
        return schema;
    }
    by_exit(run(Command::new("virsh").args(["-c", "test:///default", "define"]).arg(file), 30))
}
