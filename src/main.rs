//! The command: everything is in [`preau::cli`].

// Compiling is small allocations by the million, freed on the thread that made them: see docs/measures.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    preau::cli::main()
}
