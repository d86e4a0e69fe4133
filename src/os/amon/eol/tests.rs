//! Real shapes of files, and every field of the state.
