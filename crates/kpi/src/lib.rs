//! The measures: one file each, all functions of what was recorded. Pure.
