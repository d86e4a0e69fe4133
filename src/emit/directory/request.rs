//! `demande.txt`: the shares that are asked of those who run their file server themselves, in French, for people.
//!
//! Nothing is written for the machine: its files are others'. Groups are named as the school's directory names them.

use super::escape::line;
use crate::base::Sourced;
use crate::emit::hosts::desk::Desk;
use crate::state::Directory;
use crate::state::directory::{Access, Request, Share};

/// The text.
pub fn write(uai: &str, directory: &Directory, request: &Request, desk: &mut Desk) -> String {
    let whom = desk.spell(line, &request.managed_by);
    let name = desk.spell(line, &request.hostname);
    let at = request.address.as_ref().map_or_else(String::new, |address| format!(" ({})", desk.say(address)));
    let mut text = format!(
        "Demande de changement : partages de {name}{at}\n\n\
         À : {whom}, qui administre cette machine.\n\
         De : l'exploitation des réseaux de l'établissement {uai}.\n\
         Pourquoi : le manifeste de l'établissement y déclare les partages qui suivent ; aucun fichier de cette machine n'est écrit d'ici.\n\n"
    );
    for share in &request.shares {
        text.push_str(&one(share, request, desk));
    }
    let domain = desk.spell(line, &directory.domain);
    let netbios = desk.spell(line, &directory.netbios);
    text.push_str(&format!(
        "Les groupes sont ceux de l'annuaire {domain} ({netbios}). Si la machine tient ses propres comptes, des groupes de\n\
         mêmes noms sont à y créer ; leurs membres viennent de la même source.\n\
         Personne d'autre n'entre : ni invité, ni « tout le monde ».\n"
    ));
    text
}

fn one(share: &Share, request: &Request, desk: &mut Desk) -> String {
    let mut text = format!("Partage {}\n", desk.spell(line, &share.name));
    text.push_str(&format!("  dossier proposé : {}\n", desk.spell(line, &share.path)));
    for (groups, may) in [(&share.write, "lisent et écrivent"), (&share.read, "lisent seulement")] {
        if !groups.is_empty() {
            text.push_str(&format!("  {may} : {}\n", names(groups, desk)));
        }
    }
    if let Some(own) = &share.own {
        let may = if **own == Access::Write { "lit et écrit" } else { "lit" };
        text.push_str(&format!("  un dossier par compte, où lui seul {}\n", desk.say_as(may, own.origin())));
    }
    if let Some((_, size)) = request.quotas.iter().find(|(name, _)| *name == share.name) {
        text.push_str(&format!("  au plus par compte : {}\n", desk.say(size)));
    }
    text.push('\n');
    text
}

fn names(groups: &[Sourced<String>], desk: &mut Desk) -> String {
    let spelt: Vec<String> = groups.iter().map(|group| desk.spell(line, group)).collect();
    spelt.join(", ")
}
