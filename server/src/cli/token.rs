//! `answerable token`: keys of other systems.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use model::AuthorityId;
use server::platform::Scope;
use server::tokens::{Kind, store};

use super::Where;

/// Looks after the keys of other systems.
#[derive(Subcommand)]
pub enum Token {
    /// Makes a key and prints it, once.
    Add(Add),
    /// Lists an authority's keys, without the keys themselves.
    List(List),
    /// Revokes a key at once.
    Revoke(Revoke),
}

/// Makes a key.
#[derive(Args)]
pub struct Add {
    /// Whose key it is.
    #[arg(long)]
    authority: String,
    /// What it opens: open311.
    #[arg(long)]
    kind: String,
    /// Whose system has it.
    #[arg(long)]
    name: String,
    #[command(flatten)]
    place: Where,
}

/// Lists keys.
#[derive(Args)]
pub struct List {
    /// Whose keys.
    #[arg(long)]
    authority: String,
    #[command(flatten)]
    place: Where,
}

/// Revokes a key.
#[derive(Args)]
pub struct Revoke {
    /// The key's id, as the list says it.
    id: String,
    /// Whose key it is.
    #[arg(long)]
    authority: String,
    #[command(flatten)]
    place: Where,
}

impl Token {
    /// Does what was asked.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let (place, authority) = match &self {
            Self::Add(asked) => (&asked.place, &asked.authority),
            Self::List(asked) => (&asked.place, &asked.authority),
            Self::Revoke(asked) => (&asked.place, &asked.authority),
        };
        let app = place.app_there().await?;
        let id = AuthorityId::from(authority.as_str());
        anyhow::ensure!(app.authority(&id).is_ok(), "there is no authority {id}");
        let scope = Scope::system(id);
        match self {
            Self::Add(asked) => {
                let kinds = Kind::ALL.map(Kind::as_str).join(", ");
                let kind = Kind::parse(&asked.kind).ok_or_else(|| anyhow::anyhow!("there is no kind \"{}\"; there are: {kinds}", asked.kind))?;
                let secret = app.db.write(move |tx| Box::pin(async move { store::add(tx, &scope, kind, &asked.name).await })).await?;
                println!("{secret}");
            }
            Self::List(_) => {
                for token in store::list(&app.db, &scope).await? {
                    let until = token.revoked_at.map_or_else(|| "good".to_owned(), |at| format!("revoked {}", at.date()));
                    println!("{}  {:<9} {:<12} {}  {}", token.id, token.kind, until, token.created_at.date(), token.name);
                }
            }
            Self::Revoke(asked) => {
                app.db.write(move |tx| Box::pin(async move { store::revoke(tx, &scope, &asked.id).await })).await?;
                println!("revoked");
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
