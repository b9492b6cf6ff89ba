//! Contacts: any conversation, with its questions, who took part, what came of it and what caused it.

pub mod store;

pub use store::{Cause, Contact, NewContact, Question};

use crate::platform::{Result, Scope, Tx};
use crate::resident::draft::Draft;

/// A form filled in by the resident is a contact too: it begins when the form was begun and ends when it is sent.
pub async fn web_contact(tx: &mut Tx, scope: &Scope, draft: &Draft, question: &Question, resolved: bool) -> Result<()> {
    let new = NewContact { channel: draft.channel.clone(), direction: "in", staff: None, started_at: draft.begun_at, notes: String::new() };
    let contact = store::whole(tx, scope, &new, "completed", resolved).await?;
    store::add_question(tx, scope, &contact, question).await
}
