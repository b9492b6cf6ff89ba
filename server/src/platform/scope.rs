//! Who asks, and of whose rows: every store function takes a `Scope`.

use model::{AuthorityId, PersonId, StaffId};

/// Whose rows may be touched, and who touches them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The one authority whose rows these are.
    pub authority: AuthorityId,
    /// Who does it, for the record.
    pub actor: Actor,
}

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff.
    Staff(StaffId),
    /// A resident whom we know.
    Person(PersonId),
    /// A resident who gave no name.
    Anonymous,
    /// The centre itself: imports, clocks, set-up.
    System,
}

impl Scope {
    /// The scope of a resident's page before anybody is known.
    pub fn resident(authority: AuthorityId) -> Self {
        Self { authority, actor: Actor::Anonymous }
    }

    /// The scope of the centre's own work for an authority.
    pub fn system(authority: AuthorityId) -> Self {
        Self { authority, actor: Actor::System }
    }

    /// The authority's id, for binding.
    pub fn id(&self) -> &str {
        self.authority.as_str()
    }
}

impl Actor {
    /// `staff`, `person`, `anonymous` or `system`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Staff(_) => "staff",
            Self::Person(_) => "person",
            Self::Anonymous => "anonymous",
            Self::System => "system",
        }
    }

    /// The id of the member of staff or person.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Staff(id) => Some(id.as_str()),
            Self::Person(id) => Some(id.as_str()),
            Self::Anonymous | Self::System => None,
        }
    }
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.id() {
            Some(id) => write!(f, "{}:{id}", self.kind()),
            None => f.write_str(self.kind()),
        }
    }
}
