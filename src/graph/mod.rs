//! Pictures of a school: its devices by building and closet, its links and what they carry.
//!
//! [`Picture::of`] collects what there is to draw from the school and its topology; [`print()`] writes it as SVG for the wall,
//! as DOT for other tools, or as JSON for programs. It knows the words and the shapes of a picture and no vendor. What people
//! read in it is in French: it hangs in the school.

mod bonds;
mod boxes;
mod collect;
mod css;
mod dot;
mod forest;
mod json;
mod labels;
mod layout;
mod legend;
mod measure;
mod picture;
mod rows;
mod scene;
mod svg;
mod text;
mod width;

pub use picture::{Card, Guest, Kind, Leaf, LeafKind, Link, Picture, Vlan, Wan};

/// In which form a picture is written.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Form {
    /// A drawing that a browser shows and prints.
    Svg,
    /// A graph for Graphviz.
    Dot,
    /// Nodes and edges for programs.
    Json,
}

/// Writes a picture; the same bytes for the same school.
pub fn print(picture: &Picture, form: Form) -> String {
    match form {
        Form::Svg => svg::write(&layout::draw(picture)),
        Form::Dot => dot::write(picture),
        Form::Json => json::write(picture),
    }
}
