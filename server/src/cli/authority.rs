//! `answerable authority put`: how a centre gets its authorities and somebody who looks after each.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use server::admin;
use server::platform::Scope;
use server::staff::{Role, store};

use super::Where;

/// Looks after the centre's authorities.
#[derive(Subcommand)]
pub enum Authority {
    /// Adds the authorities of a file, or changes those that are there.
    Put(Put),
}

/// Adds or changes authorities. Teams that a file does not name stay.
#[derive(Args)]
pub struct Put {
    /// A TOML file of authorities, as demo/authorities.toml is.
    file: PathBuf,
    /// Also adds an administrator with this name to each authority that has none, and prints a sign-in link that works once.
    #[arg(long, requires = "email")]
    administrator: Option<String>,
    /// The administrator's e-mail address. With several authorities it gets +ID before its @, since an address belongs to one person.
    #[arg(long)]
    email: Option<String>,
    /// Where people reach the centre; what the sign-in link begins with.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    base: String,
    #[command(flatten)]
    place: Where,
}

/// How long the first sign-in link is good: three days.
const LINK_MS: i64 = 3 * 24 * 60 * 60 * 1000;

impl Authority {
    /// Writes all of the file's authorities, or none.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Put(asked) = self;
        let authorities = admin::read_file(&asked.file)?;
        let app = asked.place.app(&asked.base, false).await?;
        for authority in &authorities {
            for pack in &authority.packs {
                let known = app.library().catalogue.services.values().any(|service| service.pack == *pack);
                anyhow::ensure!(known, "authority \"{}\": the catalogue has no pack \"{pack}\"; nothing was written", authority.id);
            }
        }
        let written = authorities.clone();
        app.db
            .write(move |tx| {
                Box::pin(async move {
                    for authority in &written {
                        admin::store::put(tx, &Scope::system(authority.id.clone()), authority).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        let several = authorities.len() > 1;
        for authority in authorities {
            println!("{}: {} teams, packs {}", authority.id, authority.teams.len(), authority.packs.join(", "));
            let (Some(name), Some(email)) = (&asked.administrator, &asked.email) else { continue };
            let scope = Scope::system(authority.id.clone());
            let there = store::members(&app.db, &scope).await?;
            if there.iter().any(|member| member.role == Role::Administrator && member.disabled_at.is_none()) {
                println!("  has an administrator already");
                continue;
            }
            let email = match email.split_once('@') {
                Some((before, after)) if several => format!("{before}+{}@{after}", authority.id),
                _ => email.clone(),
            };
            let name = name.clone();
            let secret = app
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let id = store::add(tx, &scope, &name, &email, Role::Administrator, None).await?;
                        store::make_link(tx, &scope, &id, LINK_MS, false).await
                    })
                })
                .await?;
            println!("  sign in once, within three days: {}/sign-in/{secret}", asked.base);
        }
        Ok(ExitCode::SUCCESS)
    }
}
