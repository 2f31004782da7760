//! What explains the program: help, manual pages, completions. Every command has all of them.

use crate::scene::Scene;

#[test]
fn help_teaches_every_command() {
    let scene = Scene::new();
    for command in commands(&scene) {
        let run = scene.run(&[&command, "--help"]).ends(0);
        assert!(run.stdout.contains(&format!("Usage: treewide {command}")), "{}", run.stdout);
        let first = run.stdout.lines().next().unwrap_or_default();
        assert!(first.len() > 20 && run.stdout.lines().count() > 8, "{}", run.stdout);
    }
}

#[test]
fn help_says_where_to_begin_and_what_exit_codes_mean() {
    let run = Scene::new().run(&["--help"]).ends(0);
    for said in
        ["Retire a C API", "treewide demo", "Exit codes: 0 done; 1 nothing matched; 2 error"]
    {
        assert!(run.stdout.contains(said), "{said}: {}", run.stdout);
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let scene = Scene::new();
    let whole = scene.run(&["man"]).ends(0).stdout;
    assert!(whole.contains(".TH treewide 1"), "{whole}");
    for command in commands(&scene) {
        let page = scene.run(&["man", &command]).ends(0).stdout;
        for section in [".TH", ".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS"] {
            assert!(page.contains(section), "{section} of {command}: {page}");
        }
        assert!(page.contains(&command), "{page}");
    }
}

#[test]
fn every_shell_completes_every_command() {
    let scene = Scene::new();
    let commands = commands(&scene);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = scene.run(&["completions", shell]).ends(0).stdout;
        for command in &commands {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
}

/// The commands that `treewide -h` lists.
fn commands(scene: &Scene) -> Vec<String> {
    let help = scene.run(&["-h"]).ends(0).stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names: Vec<String> = listed
        .take_while(|line| line.starts_with("  "))
        .filter(|line| !line.starts_with("    "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect();
    assert!(names.len() >= 8, "{help}");
    names
}
