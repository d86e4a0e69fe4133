//! The command: everything is in [`preau::cli`].

fn main() -> std::process::ExitCode {
    preau::cli::main()
}
