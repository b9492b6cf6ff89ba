//! The contact centre.
