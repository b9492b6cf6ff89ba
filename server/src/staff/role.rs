//! What staff may do, decided in this one place so that a policy engine can stand here instead.

use model::{AuthorityId, StaffId, TeamId};

use crate::platform::{Actor, Error, Result, Scope};

/// What a member of staff is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Handles contacts.
    Agent,
    /// Looks after agents.
    Supervisor,
    /// Works a team's requests.
    TeamMember,
    /// Leads a team.
    TeamLead,
    /// Meets people at the front desk.
    Receptionist,
    /// Looks after the authority's set-up.
    Administrator,
    /// Reads the record and the figures, and changes nothing.
    Auditor,
}

/// Something that staff want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Start and end contacts, speak for residents.
    HandleContacts,
    /// Look people up and read or change their details.
    ReadPeople,
    /// Join two people who are one, and part them again.
    MergePeople,
    /// Read the authority's requests.
    ReadRequests,
    /// Assign, note, change and finish requests.
    WorkRequests,
    /// Read the measures.
    ReadPerformance,
    /// Read what was sent to residents.
    ReadOutbox,
    /// Read the record.
    ReadRecord,
    /// Change authority, teams, staff and brand; see the catalogue's state.
    Administer,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] =
        [Self::Agent, Self::Supervisor, Self::TeamMember, Self::TeamLead, Self::Receptionist, Self::Administrator, Self::Auditor];

    /// As the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::TeamMember => "team_member",
            Self::TeamLead => "team_lead",
            Self::Receptionist => "receptionist",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }

    /// From the database or a form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Agent => "Agent",
            Self::Supervisor => "Supervisor",
            Self::TeamMember => "Team member",
            Self::TeamLead => "Team lead",
            Self::Receptionist => "Receptionist",
            Self::Administrator => "Administrator",
            Self::Auditor => "Auditor",
        }
    }

    /// The table of who may do what.
    pub fn may(self, act: Act) -> bool {
        use Act::{Administer, HandleContacts, MergePeople, ReadOutbox, ReadPeople, ReadPerformance, ReadRecord, ReadRequests, WorkRequests};
        match self {
            Self::Agent | Self::Receptionist => matches!(act, HandleContacts | ReadPeople | ReadRequests | WorkRequests | ReadPerformance),
            Self::Supervisor => {
                matches!(act, HandleContacts | ReadPeople | MergePeople | ReadRequests | WorkRequests | ReadPerformance | ReadOutbox)
            }
            Self::TeamMember => matches!(act, ReadRequests | WorkRequests | ReadPeople | ReadPerformance),
            Self::TeamLead => matches!(act, ReadRequests | WorkRequests | ReadPeople | MergePeople | ReadPerformance),
            Self::Administrator => matches!(act, Administer | ReadPerformance | ReadRecord),
            Self::Auditor => matches!(act, ReadRecord | ReadPerformance),
        }
    }
}

/// A member of staff who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// What they are there for.
    pub role: Role,
    /// Whose staff they are.
    pub authority: AuthorityId,
    /// Their team, if they work in one.
    pub team: Option<TeamId>,
}

impl SignedIn {
    /// Refuses what the role may not do.
    pub fn may(&self, act: Act) -> Result<()> {
        if self.role.may(act) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Whether they may read a request of a team: sensitive ones (children, adults, health) stay with that team, its lead
    /// and the supervisors. Called for every single request and told to every list.
    pub fn may_read_request(&self, team: &TeamId, sensitive: bool) -> bool {
        self.role.may(Act::ReadRequests) && (!sensitive || self.role == Role::Supervisor || self.team.as_ref() == Some(team))
    }

    /// The scope of what they do.
    pub fn scope(&self) -> Scope {
        Scope { authority: self.authority.clone(), actor: Actor::Staff(self.staff.clone()) }
    }
}
