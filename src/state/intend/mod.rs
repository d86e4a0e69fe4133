//! From a resolved school to the states that it intends: the decisions, and the findings that only they can make.

pub mod records;
