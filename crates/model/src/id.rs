//! Ids as types, so that a person's id can never stand where a request's belongs.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes text that already is such an id.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as it stands in the database and in addresses.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

id!(
    /// An organisation with its own services, data and brand; a short word such as `loxshire`, which is also the first part of its addresses.
    AuthorityId
);
id!(
    /// A team of one authority; a short word such as `waste`, unique within the authority.
    TeamId
);
id!(
    /// A member of staff (UUIDv7).
    StaffId
);
id!(
    /// A resident (UUIDv7).
    PersonId
);
id!(
    /// One conversation on one channel (UUIDv7).
    ContactId
);
id!(
    /// What a resident wants done (UUIDv7); residents see its reference instead.
    RequestId
);
id!(
    /// Several requests about one thing (UUIDv7).
    IncidentId
);
