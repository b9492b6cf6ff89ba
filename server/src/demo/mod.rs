//! The demonstration county: made once from the files in `demo/`, and gone on with when it is there.

mod county;

pub use county::{Access, Somebody, make};
